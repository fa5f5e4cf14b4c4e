"""The table in DynamoDB, over boto3's low-level client. The one place that knows DynamoDB's errors."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from onbrand.adapters.dynamodb.codec import decode_item, encode, encode_writes, position_of, range_of
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Condition,
    ConditionFailed,
    Delete,
    Failure,
    Index,
    Item,
    Key,
    Overwrite,
    Present,
    Put,
    QueryPage,
    StoreUnavailableError,
    VersionIs,
    Write,
)
from onbrand.adapters.dynamodb.units import Meter, Units, item_size
from onbrand.kernel.ids import Ids, UlidIds

ATTEMPTS = 4
BASE_DELAY_S = 0.05
TRANSIENT_CODES = frozenset(
    {
        "InternalServerError",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "ServiceUnavailable",
        "ThrottlingException",
        "TransactionConflictException",
        "TransactionInProgressException",
    }
)
TRANSIENT_REASONS = frozenset({"ProvisionedThroughputExceeded", "ThrottlingError", "TransactionConflict"})
CONDITION_FAILED = "ConditionalCheckFailed"
SHOW_CURRENT = {"ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


class DynamoTable:
    """``client``: boto3.client("dynamodb"). ``pause`` waits some seconds between the tries of a call."""

    def __init__(
        self, client: Any, name: str, ids: Ids | None = None, pause: Callable[[float], None] = time.sleep
    ) -> None:
        self._client = client
        self._name = name
        self._ids = ids or UlidIds()
        self._pause = pause
        self._meter = Meter()

    @property
    def units(self) -> Units:
        """Units used so far."""
        return self._meter.total

    def metered(self) -> AbstractContextManager[Units]:
        """Counts the units of a block."""
        return self._meter.block()

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """The item, or None. Raises StoreUnavailableError."""
        answer = self._call(
            "get_item", {"TableName": self._name, "Key": _wire(key), "ConsistentRead": consistent}
        )
        found: dict[str, Any] | None = answer.get("Item")
        self._meter.read(item_size(found) if found else 0, consistent=consistent)
        return decode_item(found) if found else None

    def query(
        self,
        pk: str,
        *,
        limit: int = 25,
        sk_prefix: str | None = None,
        sk_from: str | None = None,
        sk_to: str | None = None,
        index: Index | None = None,
        forward: bool = True,
        start: Mapping[str, Any] | None = None,
    ) -> QueryPage:
        """At most ``limit`` items; one more is read to know ``next``. Raises StoreUnavailableError."""
        low, high = range_of(limit, sk_prefix, sk_from, sk_to)
        names = {"#pk": f"{index or ''}pk", "#sk": f"{index or ''}sk"}
        values: dict[str, Any] = {":pk": encode(pk)}
        condition = "#pk = :pk"
        if sk_prefix is not None:
            condition, values[":prefix"] = f"{condition} AND begins_with(#sk, :prefix)", encode(sk_prefix)
        elif low is not None and high is not None:
            condition += " AND #sk BETWEEN :low AND :high"
            values |= {":low": encode(low), ":high": encode(high)}
        elif low is not None:
            condition, values[":low"] = f"{condition} AND #sk >= :low", encode(low)
        elif high is not None:
            condition, values[":high"] = f"{condition} AND #sk <= :high", encode(high)
        else:
            del names["#sk"]
        request: dict[str, Any] = {
            "TableName": self._name,
            "KeyConditionExpression": condition,
            "ExpressionAttributeNames": names,
            "ExpressionAttributeValues": values,
            "ScanIndexForward": forward,
            **({"IndexName": index} if index else {"ConsistentRead": True}),
        }
        position = {name: encode(value) for name, value in start.items()} if start else None
        found: list[dict[str, Any]] = []
        while len(found) <= limit:
            more = {"ExclusiveStartKey": position} if position else {}
            answer = self._call("query", {**request, **more, "Limit": limit + 1 - len(found)})
            found += answer["Items"]
            position = answer.get("LastEvaluatedKey")
            if not position:
                break
        self._meter.read(sum(map(item_size, found)), consistent=index is None)
        items = [decode_item(item) for item in found[:limit]]
        if len(found) <= limit:
            return QueryPage(items, None)
        return QueryPage(items, position_of(items[-1], index))

    def write(self, *writes: Write) -> None:
        """All or nothing. Raises ConditionFailed, StoreUnavailableError, UnstorableError."""
        write_id = self._ids.new()
        encoded = encode_writes(writes, write_id)
        for item, write in zip(encoded, writes, strict=True):
            if item is None:
                self._meter.touch()
            else:
                self._meter.put(item, new=isinstance(write.condition, Absent))
        actions = [self._action(write, item) for write, item in zip(writes, encoded, strict=True)]
        try:
            self._call("transact_write_items", {"TransactItems": actions, "ClientRequestToken": write_id})
        except _CancelledError as cancelled:
            failures = [
                Failure(index, write, decode_item(reason["Item"]) if reason.get("Item") else None)
                for index, (write, reason) in enumerate(zip(writes, cancelled.reasons, strict=True))
                if reason.get("Code") == CONDITION_FAILED
            ]
            if not self._is_our_own(writes, failures, write_id):
                raise ConditionFailed(failures) from cancelled

    def _is_our_own(self, writes: Sequence[Write], failures: Sequence[Failure], write_id: str) -> bool:
        """Whether an earlier try was applied, its answer lost; writes are atomic, so one mark proves all."""
        if any(failure.current and failure.current.get("write_id") == write_id for failure in failures):
            return True
        failed = {failure.index for failure in failures}
        for index, write in enumerate(writes):
            if isinstance(write, Put) and index not in failed:
                current = self.get(write.key)
                return current is not None and current.get("write_id") == write_id
        return False

    def _action(self, write: Write, item: dict[str, Any] | None) -> dict[str, Any]:
        target = {"Item": item} if item is not None else {"Key": _wire(write.key)}
        action: dict[str, Any] = {"TableName": self._name, **target, **_expression(write.condition)}
        name = "Put" if item is not None else "Delete" if isinstance(write, Delete) else "ConditionCheck"
        return {name: action}

    def _call(self, operation: str, arguments: dict[str, Any]) -> dict[str, Any]:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                answer: dict[str, Any] = getattr(self._client, operation)(**arguments)
                return answer
            except ClientError as error:
                transient = _is_transient(error)
                cause: Exception = error
            except BotoCoreError as error:
                transient, cause = True, error
            if not transient or attempt == ATTEMPTS:
                raise StoreUnavailableError("The data store does not answer; please try again.") from cause
            self._pause(random.uniform(0, BASE_DELAY_S * 2**attempt))  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable")


class _CancelledError(Exception):
    """A transaction whose conditions did not hold."""

    def __init__(self, reasons: Sequence[dict[str, Any]]) -> None:
        super().__init__("conditions failed")
        self.reasons = reasons


def _is_transient(error: ClientError) -> bool:
    """Whether trying again may help. Raises _CancelledError when it is a matter of conditions."""
    code = error.response["Error"]["Code"]
    if code != "TransactionCanceledException":
        return code in TRANSIENT_CODES
    response: Any = error.response
    reasons: list[dict[str, Any]] = response.get("CancellationReasons", [])
    if any(reason.get("Code") == CONDITION_FAILED for reason in reasons):
        raise _CancelledError(reasons) from error
    return any(reason.get("Code") in TRANSIENT_REASONS for reason in reasons)


def _wire(key: Key) -> dict[str, Any]:
    return {"pk": encode(key.pk), "sk": encode(key.sk)}


def _expression(condition: Condition) -> dict[str, Any]:
    match condition:
        case Overwrite():
            return {}
        case Absent():
            return {"ConditionExpression": "attribute_not_exists(pk)", **SHOW_CURRENT}
        case Present():
            return {"ConditionExpression": "attribute_exists(pk)", **SHOW_CURRENT}
        case VersionIs(version):
            name, value = "version", encode(version)
        case AttributeIs(name, plain):
            value = encode(plain)
    return {
        "ConditionExpression": "#name = :value",
        "ExpressionAttributeNames": {"#name": name},
        "ExpressionAttributeValues": {":value": value},
        **SHOW_CURRENT,
    }
