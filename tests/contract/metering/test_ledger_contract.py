"""The ledger in both tables: one row a call, with its request and in its day."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.metering import TableLedger, TableUsage
from onbrand.adapters.dynamodb.table import Table
from onbrand.kernel.calls import ApiCall, CallOutcome, RateLimitState
from onbrand.kernel.money import Money
from onbrand.metering import UsageSummary
from tests.support.table import table

__all__ = ["table"]
LATE = datetime(2026, 1, 4, 23, 59, 59, tzinfo=UTC)
PENDING = ApiCall(
    organization_id="org",
    request_id="request",
    provider="freepik",
    operation="resources.download",
    attempt=1,
    requested_at=LATE,
    outcome=CallOutcome.PENDING,
    cost=Money(amount=Decimal("0.1234")),
)
SETTLED = PENDING.model_copy(
    update={
        "outcome": CallOutcome.SUCCEEDED,
        "status": 200,
        "response_time_ms": 12,
        "rate_limit": RateLimitState(limit=10, remaining=9, resets_at=LATE),
    }
)


def test_a_call_is_begun_once_and_settled_as_often_as_it_takes(table: Table) -> None:
    ledger, usage = TableLedger(table), TableUsage(table)
    assert ledger.begin(PENDING) is None
    assert ledger.begin(PENDING.model_copy(update={"requested_at": LATE + timedelta(days=1)})) == PENDING
    for _ in range(2):
        ledger.settle(SETTLED)
    assert ledger.begin(PENDING) == SETTLED
    assert list(usage.calls("org", date(2026, 1, 4), "freepik")) == [SETTLED]
    assert list(usage.calls("org", date(2026, 1, 5), "freepik")) == []
    copies = table.query(
        keys.content.request_partition("org", "request"), sk_prefix=keys.metering.CALLS
    ).items
    assert [ApiCall.model_validate(item["data"]) for item in copies] == [SETTLED]


def test_the_ledger_ends_some_day_and_the_requests_copy_does_not(table: Table) -> None:
    TableLedger(table).settle(SETTLED)
    (row,) = table.query(keys.metering.ledger_partition("org", date(2026, 1, 4), "freepik")).items
    (copy,) = table.query(keys.content.request_partition("org", "request")).items
    assert int(row["expires_at"]) == int((LATE + timedelta(days=400)).timestamp())
    assert "expires_at" not in copy


def test_more_calls_than_a_page_are_all_read(table: Table) -> None:
    ledger = TableLedger(table)
    for number in range(120):
        ledger.settle(SETTLED.model_copy(update={"attempt": number + 1}))
    assert len(list(TableUsage(table).calls("org", date(2026, 1, 4), "freepik"))) == 120


def test_a_summary_is_one_of_its_day_and_keeps_its_decimals(table: Table) -> None:
    usage = TableUsage(table)
    summary = UsageSummary(
        organization_id="org",
        date=date(2026, 1, 4),
        provider="freepik",
        total=3,
        successful=2,
        failed=1,
        cost=Money(amount=Decimal("0.3000")),
        average_response_ms=Decimal("33.333"),
        p95_response_ms=40,
    )
    for day in (3, 4, 5):
        usage.put_summary(summary.model_copy(update={"date": date(2026, 1, day)}))
    usage.put_summary(summary.model_copy(update={"total": 4}))
    found = usage.summaries("org", date(2026, 1, 4), date(2026, 1, 5))
    assert [(one.date.day, one.total) for one in found] == [(4, 4), (5, 3)]
    assert found[1] == summary.model_copy(update={"date": date(2026, 1, 5)})
