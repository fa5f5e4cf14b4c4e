"""Calls that get lost, answers that get lost, throttles and conflicts, by the fault seam on the client."""

from collections.abc import Iterator
from typing import Any

import pytest

from onbrand.adapters.dynamodb.client import ATTEMPTS, DynamoTable
from onbrand.adapters.dynamodb.codec import encode_item
from onbrand.adapters.dynamodb.table import (
    Absent,
    Check,
    ConditionFailed,
    Delete,
    Key,
    Overwrite,
    Present,
    Put,
    StoreUnavailableError,
    VersionIs,
)
from tests.support.faults import Fault, Faults, Killed
from tests.support.table import TABLE_NAME, dynamo_table

A = Key("ORG#o", "A")
B = Key("ORG#o", "B")


@pytest.fixture
def pauses() -> list[float]:
    return []


@pytest.fixture
def broken(pauses: list[float]) -> Iterator[tuple[DynamoTable, Faults, Any]]:
    with dynamo_table(pause=pauses.append) as (table, client):
        yield table, Faults(client), client


def item(key: Key, **attributes: Any) -> dict[str, Any]:
    return {"pk": key.pk, "sk": key.sk, **attributes}


@pytest.mark.parametrize("kind", ["request lost", "response lost"])
@pytest.mark.parametrize("times", [1, 2, 3])
def test_a_lost_call_or_answer_still_writes_once(
    broken: tuple[DynamoTable, Faults, Any], kind: str, times: int
) -> None:
    table, faults, _ = broken
    table.write(Put(item(A, version=1), Absent()))
    faults.plan(*[kind] * times)
    table.write(Put(item(A, version=2), VersionIs(1)), Put(item(B), Absent()))
    found = table.get(A)
    assert found is not None and found["version"] == 2
    assert faults.sent == 2 + times


def test_a_lost_answer_to_a_put_and_a_delete_is_recognised(
    broken: tuple[DynamoTable, Faults, Any],
) -> None:
    table, faults, _ = broken
    table.write(Put(item(A), Absent()))
    faults.plan("response lost")
    table.write(Delete(A, Present()), Put(item(B, text="overwritten alike"), Overwrite()))
    assert table.get(A) is None
    assert table.get(B) is not None


def test_somebody_elses_item_stays_a_conflict_after_a_lost_request(
    broken: tuple[DynamoTable, Faults, Any],
) -> None:
    table, faults, client = broken
    client.put_item(TableName=TABLE_NAME, Item=encode_item(item(A, write_id="somebody else")))
    faults.plan("request lost")
    with pytest.raises(ConditionFailed) as caught:
        table.write(Put(item(A), Absent()), Put(item(B), Overwrite()))
    assert caught.value.current == item(A, write_id="somebody else")
    assert table.get(B) is None


def test_our_write_counts_even_when_another_followed_on_one_of_its_items(
    broken: tuple[DynamoTable, Faults, Any],
) -> None:
    table, faults, client = broken
    faults.meanwhile = lambda: client.put_item(
        TableName=TABLE_NAME, Item=encode_item(item(A, write_id="next"))
    )
    faults.plan("response lost")
    table.write(Put(item(A), Absent()), Put(item(B), Absent()))
    found = table.get(A)
    assert found is not None and found["write_id"] == "next"


@pytest.mark.parametrize(
    "kind",
    ["TransactionConflict", "ThrottlingError", "TransactionInProgressException", "ThrottlingException"],
)
def test_conflicts_and_throttles_are_retried_with_growing_jitter(
    broken: tuple[DynamoTable, Faults, Any], pauses: list[float], kind: str
) -> None:
    table, faults, _ = broken
    faults.plan(*[kind] * (ATTEMPTS - 1))
    table.write(Put(item(A), Absent()))
    assert table.get(A) is not None
    assert len(pauses) == ATTEMPTS - 1
    assert all(0 <= pause <= 0.05 * 2 ** (attempt + 1) for attempt, pause in enumerate(pauses))


@pytest.mark.parametrize("kind", ["TransactionConflict", "ThrottlingException", "request lost"])
def test_a_store_that_never_answers_is_unavailable(
    broken: tuple[DynamoTable, Faults, Any], kind: str
) -> None:
    table, faults, _ = broken
    faults.plan(*[kind] * ATTEMPTS)
    with pytest.raises(StoreUnavailableError):
        table.write(Put(item(A), Absent()))
    assert table.get(A) is None


@pytest.mark.parametrize("kind", ["AccessDeniedException", "ValidationError", "ResourceNotFoundException"])
def test_what_a_retry_cannot_help_is_tried_once(
    broken: tuple[DynamoTable, Faults, Any], pauses: list[float], kind: str
) -> None:
    table, faults, _ = broken
    faults.plan(kind)
    with pytest.raises(StoreUnavailableError):
        table.write(Put(item(A), Absent()))
    assert pauses == []


def test_reading_retries_too(broken: tuple[DynamoTable, Faults, Any]) -> None:
    table, faults, _ = broken
    table.write(Put(item(A), Absent()))
    faults.plan("ThrottlingException", "InternalServerErrorException")
    with pytest.raises(StoreUnavailableError):
        table.query("ORG#o", limit=1)
    faults.plan("ThrottlingException")
    assert table.get(A) is not None


@pytest.mark.parametrize("fault", Fault)
def test_whatever_happens_to_a_write_it_counts_once_or_not_at_all(
    broken: tuple[DynamoTable, Faults, Any], fault: Fault
) -> None:
    table, faults, _ = broken
    faults.plan(fault)
    if fault in (Fault.KILLED_BEFORE, Fault.KILLED_AFTER):
        with pytest.raises(Killed):
            table.write(Put(item(A, version=1), Absent()))
        assert (table.get(A) is None) == (fault is Fault.KILLED_BEFORE)
        return
    table.write(Put(item(A, version=1), Absent()))
    with pytest.raises(ConditionFailed):
        table.write(Put(item(A, version=1), Absent()))


def test_a_failed_check_alone_is_a_conflict(broken: tuple[DynamoTable, Faults, Any]) -> None:
    table, _, _ = broken
    with pytest.raises(ConditionFailed):
        table.write(Check(A, Present()))
