"""Whatever comes doubled, late or out of order, whatever dies: the sums are those of a brute-force count."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.money import Money
from onbrand.metering import HeldElsewhereError
from tests.support.accounting import Accounting, call
from tests.support.faults import Fault, FaultyTable, insist

# A day on which clocks change, for each of twenty zones.
CHANGES = {
    "Europe/Berlin": date(2026, 3, 29), "Europe/London": date(2026, 10, 25), "Europe/Dublin": date(2026, 3, 29),
    "Europe/Lisbon": date(2026, 10, 25), "America/New_York": date(2026, 3, 8),
    "America/Los_Angeles": date(2026, 11, 1), "America/St_Johns": date(2026, 3, 8),
    "America/Havana": date(2026, 11, 1), "America/Santiago": date(2026, 4, 5), "America/Chicago": date(2026, 11, 1),
    "America/Denver": date(2026, 3, 8), "America/Halifax": date(2026, 11, 1), "Africa/Cairo": date(2026, 4, 24),
    "Africa/Casablanca": date(2026, 3, 22), "Asia/Beirut": date(2026, 3, 29), "Asia/Jerusalem": date(2026, 3, 27),
    "Australia/Sydney": date(2026, 4, 5), "Australia/Lord_Howe": date(2026, 10, 4),
    "Pacific/Auckland": date(2026, 9, 27), "Pacific/Chatham": date(2026, 4, 5),
}  # fmt: skip
DELAYS = [
    timedelta(0), timedelta(seconds=40), timedelta(minutes=29), timedelta(minutes=31), timedelta(minutes=61),
    timedelta(hours=9), timedelta(days=1), timedelta(days=2, hours=5),
]  # fmt: skip
SPAN = timedelta(days=3)
EXACT = Decimal("0.001")


@st.composite
def stories(draw: st.DrawFn) -> tuple[str, datetime, list[tuple[datetime, ApiCall | None]], dict[int, Fault]]:
    """A zone, a start, what happens when (a row is written, or None: the schedule fires), and faults by write."""
    zone = draw(st.sampled_from(sorted(CHANGES)))
    start = datetime.combine(
        CHANGES[zone] - timedelta(days=1), datetime.min.time(), ZoneInfo(zone)
    ).astimezone(UTC)
    what: list[tuple[datetime, ApiCall | None]] = []
    for number in range(draw(st.integers(0, 14))):
        at = start + timedelta(seconds=draw(st.integers(0, int(SPAN.total_seconds()))))
        if draw(st.booleans()):  # right at the edge of a local day
            midnight = datetime.combine(
                at.astimezone(ZoneInfo(zone)).date(), datetime.min.time(), ZoneInfo(zone)
            )
            at = midnight.astimezone(UTC) + timedelta(microseconds=draw(st.integers(-1, 1)))
        row = call(
            "org",
            number,
            requested_at=at,
            provider=draw(st.sampled_from(["freepik", "ses"])),
            brand_id=draw(st.sampled_from(["one", "two", None])),
            status=draw(st.sampled_from([None, 200, 204, 302, 404, 503])),
            response_time_ms=draw(st.integers(0, 90_000)),
            tokens_used=draw(st.integers(0, 5)),
            cost=Money(amount=draw(st.decimals("0", "99.99", places=4))),
        )
        for _ in range(draw(st.integers(1, 3))):
            what.append((at + draw(st.sampled_from(DELAYS)), row))
    for slot in range(12):
        for _ in range(draw(st.integers(0, 3))):
            what.append((start + slot * SPAN / 9 + timedelta(minutes=draw(st.integers(0, 90))), None))
    faults = draw(st.dictionaries(st.integers(2, 60), st.sampled_from(Fault), max_size=5))
    return zone, start, what, faults


def brute_force(rows: Sequence[ApiCall], zone: str) -> dict[tuple[date, str], tuple[Any, ...]]:
    """The requirement's GROUP BY, with other means."""
    groups: defaultdict[tuple[date, str], list[ApiCall]] = defaultdict(list)
    for row in rows:
        groups[(row.requested_at.astimezone(ZoneInfo(zone)).date(), row.provider)].append(row)
    return {key: figures(group) for key, group in groups.items()}


def figures(rows: list[ApiCall]) -> tuple[Any, ...]:
    times = sorted(row.response_time_ms for row in rows if row.status)
    ok = len([row for row in rows if row.status and 200 <= row.status <= 299])
    units = sum(int(row.cost.amount * 10_000) for row in rows)
    mean = Fraction(sum(times), len(times)) if times else None
    p95 = next((time for i, time in enumerate(times, 1) if 100 * i >= 95 * len(times)), None)
    average = None if mean is None else (Decimal(mean.numerator) / mean.denominator).quantize(EXACT)
    return len(rows), ok, len(rows) - ok, units, average, p95, sum(row.tokens_used for row in rows)


def stored(world: Accounting, first: date, last: date) -> dict[tuple[date, str], tuple[Any, ...]]:
    return {
        (one.date, one.provider): (
            one.total, one.successful, one.failed, int(one.cost.amount * 10_000), one.average_response_ms,
            one.p95_response_ms, one.tokens,
        )
        for one in world.summaries.usage("org", first, last)
    }  # fmt: skip


def check(world: Accounting, rows: Sequence[ApiCall], zone: str) -> None:
    """What is closed is what was written so far, to the last ten-thousandth; brands sum up to the same."""
    closed = world.windows.progress("org").last_day
    if closed is None:
        return
    expected = {key: of for key, of in brute_force(rows, zone).items() if key[0] <= closed}
    assert stored(world, date(2026, 1, 1), closed) == expected
    spend = world.summaries.spend("org", date(2026, 1, 1), closed)
    by_provider: defaultdict[tuple[date, str], int] = defaultdict(int)
    for one in spend:
        by_provider[(one.date, one.provider)] += int(one.cost.amount * 10_000)
    assert by_provider == {key: of[3] for key, of in expected.items()}


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(stories())
def test_the_sums_are_those_of_a_brute_force_count(
    story: tuple[str, datetime, list[tuple[datetime, ApiCall | None]], dict[int, Fault]],
) -> None:
    zone, start, what, faults = story
    world = Accounting(FaultyTable())
    world.found("org", zone, start + timedelta(hours=1))
    world.table.faults, world.table.written = dict(faults), 0
    world.move(start)
    written: dict[str, ApiCall] = {}
    for at, row in sorted(what, key=lambda one: one[0]):
        world.move(at)
        if row is not None:
            settled = row
            insist(lambda settled=settled: world.ledger.settle(settled))
            written[row.id] = row
            continue
        try:
            insist(world.close, between=world.let_lease_end)
        except HeldElsewhereError:
            event("found it held")
            continue
        check(world, list(written.values()), zone)
    insist(lambda: world.close(at=start + 2 * SPAN), between=world.let_lease_end)
    world.let_lease_end()
    insist(world.close, between=world.let_lease_end)
    check(world, list(written.values()), zone)
    last = max((row.requested_at for row in written.values()), default=start)
    progress = world.windows.progress("org")
    assert progress.closed_until is not None and progress.closed_until > last


@pytest.mark.parametrize("zone", sorted(CHANGES))
def test_every_hour_around_a_change_of_clocks_is_in_its_day(zone: str) -> None:
    """A row at each hour and at the edges of each midnight; the schedule fires 0 to 3 times an hour."""
    local = ZoneInfo(zone)
    start = datetime.combine(CHANGES[zone] - timedelta(days=1), datetime.min.time(), local).astimezone(UTC)
    midnights = [
        datetime.combine(CHANGES[zone] + timedelta(days=day), datetime.min.time(), local).astimezone(UTC)
        for day in range(3)
    ]
    moments = [start + timedelta(hours=hour) for hour in range(75)]
    moments += [at + timedelta(microseconds=step) for at in midnights for step in (-1, 0, 1)]
    world = Accounting()
    world.found("org", zone, start + timedelta(hours=1))
    rows: list[ApiCall] = []
    for number, at in enumerate(sorted(moments)):
        world.move(at)
        rows.append(call("org", number, requested_at=at))
        world.ledger.settle(rows[-1])
        for _ in range(number % 8 // 2 if number % 2 else 0):
            world.close()
    world.close(at=start + 2 * SPAN)
    check(world, rows, zone)
    assert sum(
        one.total for one in world.summaries.usage("org", date(2026, 1, 1), date(2026, 12, 31))
    ) == len(rows)
