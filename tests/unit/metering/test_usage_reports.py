"""Reports of usage: closed days as they were summed, open days live; their cost in units is that of the days."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from onbrand.kernel.money import Money
from tests.support.accounting import Accounting, call

NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)


def test_open_days_are_summed_live_and_say_the_same_once_they_are_closed() -> None:
    world = Accounting()
    world.found("org", "Asia/Tokyo")
    for hours in (0, 1, 4, 20):  # 21:00, 22:00, 01:00 and 17:00 in Tokyo
        world.record(call("org", hours, requested_at=NOON + timedelta(hours=hours), brand_id=None))
    live = world.usage.usage(world.access())
    assert [(one.date.day, one.total) for one in live.items] == [(4, 2), (5, 2)]
    assert (live.closed_through, live.time_zone) == (None, "Asia/Tokyo")
    spend = world.usage.spend(world.access())
    world.close(at=NOON + timedelta(days=3))
    closed = world.usage.usage(world.access(), live.first, live.last)
    assert closed.items == live.items
    assert closed.closed_through == date(2026, 1, 6)
    assert world.usage.spend(world.access(), live.first, live.last).items == spend.items


def test_an_open_day_that_cannot_be_summed_is_named_and_the_others_are_told() -> None:
    world = Accounting()
    world.found()
    world.record(call())
    world.poison("org", NOON + timedelta(days=1))
    world.move(NOON + timedelta(days=1))
    for report in (world.usage.usage(world.access()), world.usage.spend(world.access())):
        assert (len(report.items), report.troubled) == (1, (date(2026, 1, 5),))


def test_spend_is_told_by_brand_and_never_adds_currencies() -> None:
    world = Accounting()
    world.found()
    world.move(NOON)
    dollar = Money(amount=Decimal("0.00016"), currency="USD")
    world.record(call("org", 1))
    world.record(call("org", 2, brand_id="other"))
    world.record(call("org", 3, provider="ses", cost=dollar))
    world.record(call("org", 4, provider="ses", cost=dollar, brand_id=None))
    totals = world.usage.spend(world.access()).totals
    assert [(one.brand_id, [str(cost.amount) for cost in one.costs]) for one in totals] == [
        ("brand", ["0.10", "0.00016"]),
        ("none", ["0.00016"]),
        ("other", ["0.10"]),
    ]


def units_of_reports(calls_a_day: int) -> float:
    world = Accounting()
    world.found()
    for day in range(20):
        at = NOON + timedelta(days=day)
        for number in range(calls_a_day):
            world.record(call("org", day * 1000 + number, requested_at=at))
    world.close(at=NOON + timedelta(days=25))
    with world.table.metered() as units:
        world.usage.usage(world.access(), date(2026, 1, 1), date(2026, 1, 25))
        world.usage.spend(world.access(), date(2026, 1, 1), date(2026, 1, 25))
    return units.read


def test_a_report_costs_by_its_days_and_not_by_what_happened_on_them() -> None:
    assert units_of_reports(20) == units_of_reports(1) <= 40
