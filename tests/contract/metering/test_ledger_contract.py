"""The ledger in both tables: one row a call, with its request and in its day, marked when it is late."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import to_item
from onbrand.adapters.dynamodb.metering import TableLedger, TableRows
from onbrand.adapters.dynamodb.metering_windows import TableWindows
from onbrand.adapters.dynamodb.table import Absent, Put, Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.kernel.calls import ApiCall, CallOutcome, RateLimitState
from onbrand.kernel.money import Money
from tests.support.table import table

__all__ = ["table"]
AT = datetime(2026, 1, 4, 23, 59, 59, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 5, tzinfo=UTC)
PENDING = ApiCall(
    organization_id="org",
    request_id="request",
    brand_id="brand",
    provider="freepik",
    operation="resources.download",
    attempt=1,
    requested_at=AT,
    outcome=CallOutcome.PENDING,
    cost=Money(amount=Decimal("0.1234")),
    price_version="2026-01",
)
SETTLED = PENDING.model_copy(
    update={
        "outcome": CallOutcome.SUCCEEDED,
        "status": 200,
        "response_time_ms": 12,
        "bytes": 4321,
        "tokens_used": 17,
        "rate_limit": RateLimitState(limit=10, remaining=9, resets_at=AT),
    }
)
UNKNOWN = PENDING.model_copy(update={"outcome": CallOutcome.UNKNOWN, "error": "lost"})


def ledger_of(table: Table, after: timedelta = timedelta(0)) -> TableLedger:
    return TableLedger(table, FrozenClock(AT + after))


def test_a_call_is_begun_once_and_settled_as_often_as_it_takes(table: Table) -> None:
    ledger, rows = ledger_of(table), TableRows(table)
    assert ledger.begin(PENDING) is None
    assert ledger.begin(PENDING.model_copy(update={"requested_at": AT + timedelta(days=1)})) == PENDING
    for _ in range(2):
        ledger.settle(SETTLED)
    assert ledger.begin(PENDING) == SETTLED
    assert list(rows.calls("org", AT, MIDNIGHT)) == [SETTLED]
    copies = table.query(
        keys.content.request_partition("org", "request"), sk_prefix=keys.metering.CALLS
    ).items
    assert [ApiCall.model_validate(item["data"]) for item in copies] == [SETTLED]


def test_a_span_holds_its_start_and_not_its_end(table: Table) -> None:
    ledger, rows = ledger_of(table), TableRows(table)
    moments = [AT, MIDNIGHT - timedelta(microseconds=1), MIDNIGHT, MIDNIGHT + timedelta(hours=1)]
    for number, at in enumerate(moments):
        ledger.settle(SETTLED.model_copy(update={"attempt": number, "requested_at": at}))

    def found(starts_at: datetime, ends_at: datetime) -> list[int]:
        return [row.attempt for row in rows.calls("org", starts_at, ends_at)]

    assert found(AT, MIDNIGHT) == [0, 1]
    assert found(MIDNIGHT, MIDNIGHT + timedelta(hours=1)) == [2]
    assert found(AT - timedelta(days=2), MIDNIGHT + timedelta(days=2)) == [0, 1, 2, 3]
    assert found(MIDNIGHT + timedelta(hours=2), MIDNIGHT + timedelta(days=1)) == []


def test_an_unknown_outcome_never_replaces_a_known_one_and_a_known_one_replaces_it(table: Table) -> None:
    ledger, rows = ledger_of(table), TableRows(table)
    ledger.begin(PENDING)
    for _ in range(2):
        ledger.settle(UNKNOWN)
    assert list(rows.calls("org", AT, MIDNIGHT)) == [UNKNOWN]
    ledger.settle(SETTLED)
    ledger.settle(UNKNOWN)
    assert list(rows.calls("org", AT, MIDNIGHT)) == [SETTLED]


def test_a_call_of_no_request_has_a_row_of_its_own(table: Table) -> None:
    ledger = ledger_of(table)
    mail = PENDING.model_copy(update={"request_id": None, "cause": "event-12ab", "provider": "ses"})
    assert ledger.begin(mail) is None
    assert ledger.begin(mail.model_copy(update={"requested_at": MIDNIGHT})) == mail
    (row,) = table.query("ORG#org#CAUSE#event-12ab").items
    assert "expires_at" in row


@pytest.mark.parametrize(("minutes", "marked"), [(0, False), (30, False), (31, True), (10_000, True)])
def test_a_row_that_comes_late_marks_its_window(table: Table, minutes: int, marked: bool) -> None:
    ledger, windows = ledger_of(table, timedelta(minutes=minutes)), TableWindows(table)
    for _ in range(2):
        ledger.settle(SETTLED)
    marks = windows.marks("org", 10)
    assert [(mark.at, mark.id) for mark in marks] == ([(AT, SETTLED.id)] if marked else [])
    windows.forget(marks)
    assert windows.marks("org", 10) == []


def test_the_ledger_ends_some_day_and_the_requests_copy_does_not(table: Table) -> None:
    ledger_of(table).settle(SETTLED)
    (row,) = table.query(keys.metering.day_partition("org", date(2026, 1, 4))).items
    (copy,) = table.query(keys.content.request_partition("org", "request")).items
    assert int(row["expires_at"]) == int((AT + timedelta(days=400)).timestamp())
    assert "expires_at" not in copy


def test_more_calls_than_a_page_are_all_read(table: Table) -> None:
    rows = [SETTLED.model_copy(update={"attempt": number}) for number in range(120)]
    items = [to_item(keys.metering.ledger("org", AT, "freepik", row.id), "ledger_call", row) for row in rows]
    for part in (items[:60], items[60:]):
        table.write(*(Put(item, Absent()) for item in part))
    assert len(list(TableRows(table).calls("org", AT, MIDNIGHT))) == 120
