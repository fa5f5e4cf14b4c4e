"""The ledger of API calls and the facts of assets in the table, by time."""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.ranges import all_items
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Condition,
    ConditionFailed,
    Item,
    Key,
    Overwrite,
    Put,
    Table,
    Write,
)
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.metering.facts import AssetFact
from onbrand.metering.windows import LATE_AFTER

RETENTION = timedelta(days=400)
"""How long a row of the ledger is kept; its copy with the request stays as long as the request."""


class TableLedger:
    """A ``sourcing.ports.CallLedger``. Each call stands in its day and with its request (or other cause), in
    one transaction; a row that comes late marks its window in the same transaction."""

    def __init__(self, table: Table, clock: Clock) -> None:
        self._table = table
        self._clock = clock

    def begin(self, call: ApiCall) -> ApiCall | None:
        """Writes a new row; when there is a call of this id, writes nothing and returns that one."""
        try:
            self._table.write(*self._writes(call, Absent(), Absent()))
        except ConditionFailed as failed:
            found = failed.on(_own_key(call)) or failed.failures[0]
            if found.current is None:
                raise
            return from_item(ApiCall, found.current)
        return None

    def settle(self, call: ApiCall) -> None:
        """Writes the final row of a call. One that says the outcome is unknown never replaces a known one."""
        if call.outcome is not CallOutcome.UNKNOWN:
            self._table.write(*self._writes(call, Overwrite(), Overwrite()))
            return
        while True:
            current = self._table.get(_own_key(call))
            if current and current["outcome"] in (CallOutcome.SUCCEEDED, CallOutcome.FAILED):
                return
            as_read = Absent() if current is None else AttributeIs("write_id", current["write_id"])
            try:
                self._table.write(*self._writes(call, as_read, Overwrite()))
            except ConditionFailed:
                continue
            return

    def of_request(self, organization_id: str, request_id: str) -> Sequence[ApiCall]:
        """The calls that were made for a request."""
        partition = keys.content.request_partition(organization_id, request_id)
        found = all_items(self._table, partition, sk_prefix=keys.metering.CALLS)
        return [from_item(ApiCall, item) for item in found]

    def _writes(self, call: ApiCall, own: Condition, in_day: Condition) -> list[Write]:
        kept = call.requested_at + RETENTION
        day_key = keys.metering.ledger(call.organization_id, call.requested_at, call.provider, call.id)
        own_item = to_item(
            _own_key(call),
            "call",
            call,
            expires_at=None if call.request_id else kept,
            outcome=call.outcome.value,
        )
        writes: list[Write] = [
            Put(own_item, own),
            Put(to_item(day_key, "ledger_call", call, expires_at=kept), in_day),
        ]
        if self._clock.now() - call.requested_at > LATE_AFTER:
            writes.append(Put(redo_item(call.organization_id, call.requested_at, call.id), Overwrite()))
        return writes


class TableRows:
    """A ``metering.ports.LedgerRows``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def calls(self, organization_id: str, starts_at: datetime, ends_at: datetime) -> Iterator[ApiCall]:
        """The calls of a span, by time."""
        for item in self._span(organization_id, keys.metering.CALLS, starts_at, ends_at):
            yield from_item(ApiCall, item)

    def facts(self, organization_id: str, starts_at: datetime, ends_at: datetime) -> Iterator[AssetFact]:
        """The facts of a span, by time."""
        for item in self._span(organization_id, keys.metering.FACTS, starts_at, ends_at):
            yield from_item(AssetFact, item)

    def _span(
        self, organization_id: str, prefix: str, starts_at: datetime, ends_at: datetime
    ) -> Iterator[Item]:
        day = starts_at.astimezone(UTC).date()
        while datetime.combine(day, datetime.min.time(), UTC) < ends_at:
            yield from all_items(
                self._table,
                keys.metering.day_partition(organization_id, day),
                sk_from=keys.metering.at_moment(prefix, starts_at),
                sk_to=keys.metering.at_moment(prefix, ends_at),
            )
            day += timedelta(days=1)


def fact_item(fact: AssetFact) -> Item:
    """The item of a fact."""
    key = keys.metering.fact(fact.organization_id, fact.at, fact.event_id)
    return to_item(key, "asset_fact", fact, expires_at=fact.at + RETENTION)


def redo_item(organization_id: str, at: datetime, identifier: str) -> Item:
    """The item of a mark; it tells nothing but its key."""
    key = keys.metering.redo(organization_id, at, identifier)
    return {"pk": key.pk, "sk": key.sk, "type": "redo", "at": at.isoformat(), "id": identifier}


def own_key(organization_id: str, request_id: str | None, cause: str, call_id: str) -> Key:
    """Where a call stands with its request, or with what else caused it."""
    if request_id is not None:
        return keys.metering.call(organization_id, request_id, call_id)
    return keys.metering.call_without_request(organization_id, cause, call_id)


def _own_key(call: ApiCall) -> Key:
    return own_key(call.organization_id, call.request_id, call.cause or call.operation, call.id)
