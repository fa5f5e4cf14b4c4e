"""Daily usage: exact, repeatable, and one organization's trouble is not everybody's."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.metering import TableLedger, TableUsage
from onbrand.adapters.dynamodb.table import Absent, Put
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.table import MemoryTable
from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.money import Money
from onbrand.metering import AggregationIncompleteError, MeteringService, UsageRangeError, UsageSummary
from onbrand.metering.summary import summarize

DAY = date(2026, 1, 4)
ORGANIZATIONS = [f"org-{number}" for number in range(5)]


class Killed(BaseException):
    """The worker died."""


class MortalUsage(TableUsage):
    """Dies before it writes its nth summary."""

    def __init__(self, table: MemoryTable, lives: int) -> None:
        super().__init__(table)
        self.lives = lives

    def put_summary(self, summary: UsageSummary) -> None:
        if self.lives == 0:
            raise Killed
        self.lives -= 1
        super().put_summary(summary)


def call(organization: str, number: int, **changes: object) -> ApiCall:
    row = {
        "organization_id": organization,
        "request_id": "request",
        "provider": "freepik",
        "operation": "search",
        "attempt": number,
        "requested_at": datetime(2026, 1, 4, 12, tzinfo=UTC),
        "outcome": CallOutcome.SUCCEEDED,
        "status": 200,
        "response_time_ms": 10,
    }
    return ApiCall.model_validate(row | changes)


def table_with(calls: Sequence[ApiCall]) -> MemoryTable:
    table = MemoryTable()
    for organization in ORGANIZATIONS:
        key = keys.identity.organization_listing(organization)
        table.write(
            Put({"pk": key.pk, "sk": key.sk, "type": "organization_listing", "owner": organization}, Absent())
        )
    ledger = TableLedger(table)
    for row in calls:
        assert ledger.begin(row.model_copy(update={"outcome": CallOutcome.PENDING, "status": None})) is None
        ledger.settle(row)
    return table


def service(
    table: MemoryTable, repository: TableUsage | None = None, clock: FrozenClock | None = None
) -> MeteringService:
    return MeteringService(repository or TableUsage(table), ("freepik", "other"), clock or FrozenClock())


def summaries(table: MemoryTable) -> list[UsageSummary]:
    return [one for name in ORGANIZATIONS for one in TableUsage(table).summaries(name, DAY, DAY)]


@st.composite
def ledgers(draw: st.DrawFn) -> list[ApiCall]:
    midnight = datetime(2026, 1, 3, 23, 59, tzinfo=UTC)
    return [
        call(
            draw(st.sampled_from(ORGANIZATIONS)),
            number,
            provider=draw(st.sampled_from(["freepik", "other"])),
            requested_at=midnight + timedelta(seconds=draw(st.integers(0, 86_520))),
            status=draw(st.sampled_from([None, 200, 204, 302, 404, 429, 503])),
            response_time_ms=draw(st.integers(0, 90_000)),
            cost=Money(amount=draw(st.decimals("0", "99.99", places=4))),
        )
        for number in range(1, draw(st.integers(0, 25)) + 1)
    ]


def oracle(calls: Sequence[ApiCall]) -> Iterator[tuple[object, ...]]:
    """The requirement's GROUP BY organization, provider, date, written with other means."""
    for organization in ORGANIZATIONS:
        for provider in ("freepik", "other"):
            rows = [
                row
                for row in calls
                if (row.organization_id, row.provider) == (organization, provider)
                and row.requested_at.isoformat().startswith("2026-01-04")
            ]
            if not rows:
                continue
            times = sorted(row.response_time_ms for row in rows if row.status)
            ok = len([row for row in rows if row.status and 200 <= row.status <= 299])
            cents = sum(int(row.cost.amount * 10_000) for row in rows)
            mean = Fraction(sum(times), len(times)) if times else None
            p95 = next((time for i, time in enumerate(times, 1) if 100 * i >= 95 * len(times)), None)
            yield organization, provider, len(rows), ok, len(rows) - ok, cents, mean, p95


@settings(max_examples=40, deadline=None)
@given(ledgers(), st.integers(0, 11))
def test_summaries_are_what_the_ledger_holds_however_often_the_run_dies(
    calls: list[ApiCall], lives: int
) -> None:
    table = table_with(calls)
    with suppress(Killed):
        service(table, MortalUsage(table, lives)).aggregate(DAY)
    service(table).aggregate(DAY)
    service(table).aggregate(DAY)

    found = summaries(table)
    assert [
        (
            one.organization_id,
            one.provider,
            one.total,
            one.successful,
            one.failed,
            int(one.cost.amount * 10_000),
        )
        for one in found
    ] == [row[:6] for row in oracle(calls)]
    for one, row in zip(found, oracle(calls), strict=True):
        assert one.p95_response_ms == row[7]
        mean = row[6]
        assert (one.average_response_ms is None) == (mean is None)
        if isinstance(mean, Fraction) and one.average_response_ms is not None:
            assert abs(Fraction(one.average_response_ms) - mean) <= Fraction(1, 2000)


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (19, 19), (20, 19), (21, 20), (100, 95), (101, 96)])
def test_the_95th_percentile_is_the_nearest_rank(count: int, expected: int) -> None:
    rows = [call("org-0", time, response_time_ms=time) for time in range(count, 0, -1)]
    summary = summarize("org-0", DAY, "freepik", rows)
    assert summary is not None
    assert summary.p95_response_ms == expected


def test_one_organizations_trouble_does_not_stop_the_others() -> None:
    table = table_with(
        [
            call("org-1", 1, cost=Money(amount=Decimal(1), currency="EUR")),
            call("org-1", 2, cost=Money(amount=Decimal(1), currency="USD")),
            *(call(name, number) for number, name in enumerate(["org-0", "org-2", "org-3", "org-4"], 3)),
        ]
    )
    with pytest.raises(AggregationIncompleteError, match="org-1"):
        service(table).aggregate(DAY)
    assert [one.organization_id for one in summaries(table)] == ["org-0", "org-2", "org-3", "org-4"]


def test_today_is_summed_live_and_yesterday_until_it_is_aggregated() -> None:
    access = Access("user", "org-0", Role.OWNER)
    today = FrozenClock().now().date()
    table = table_with([call("org-0", 1), call("org-0", 2, requested_at=FrozenClock().now())])
    metering = service(table)
    live = metering.usage(access, DAY, today)
    assert [(one.date, one.total) for one in live] == [(DAY, 1), (today, 1)]
    metering.aggregate(DAY)
    assert metering.usage(access, DAY, today) == live


def test_a_range_has_an_order_and_an_end_and_needs_permission() -> None:
    metering = service(table_with([]))
    owner = Access("user", "org-0", Role.OWNER)
    for first, last in [(DAY, DAY - timedelta(days=1)), (DAY, DAY + timedelta(days=366))]:
        with pytest.raises(UsageRangeError):
            metering.usage(owner, first, last)
    assert metering.usage(owner, DAY, DAY + timedelta(days=365)) == []
    with pytest.raises(PermissionMissingError):
        metering.usage(Access("user", "org-0", Role.CREATOR), DAY, DAY)
