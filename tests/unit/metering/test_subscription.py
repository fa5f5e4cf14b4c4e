"""Months of a subscription, and what a change of plan costs."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.metering.plans import PLANS, Feature, PlanId, plan_above, plan_with
from onbrand.metering.subscription import Subscription, first_subscription, prorate

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",  # leaps at midnight
    "Africa/Cairo",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Apia",
    "Asia/Kathmandu",
)
MOMENTS = st.floats(0, 2500).map(lambda days: datetime(2024, 1, 1, tzinfo=UTC) + timedelta(days=days))
SUBSCRIPTIONS = st.builds(
    Subscription,
    plan=st.sampled_from(PlanId),
    anchor=st.dates(date(2023, 12, 1), date(2024, 12, 31)),
    time_zone=st.sampled_from(ZONES),
)


@given(SUBSCRIPTIONS, MOMENTS)
def test_every_moment_is_in_exactly_one_month(subscription: Subscription, at: datetime) -> None:
    period = subscription.period(at)
    assert period.starts_at <= at < period.ends_at
    before = subscription.period(period.starts_at - timedelta(microseconds=1))
    after = subscription.period(period.ends_at)
    assert (before.ends_at, before.next_day) == (period.starts_at, period.day)
    assert (after.starts_at, after.day) == (period.ends_at, period.next_day)


@given(SUBSCRIPTIONS, MOMENTS)
def test_months_begin_at_a_midnight_on_the_anchors_day_or_the_last_one(
    subscription: Subscription, at: datetime
) -> None:
    period = subscription.period(at)
    last = monthrange(period.day.year, period.day.month)[1]
    assert period.day.day == min(subscription.anchor.day, last)
    here = period.starts_at.astimezone(ZoneInfo(subscription.time_zone))
    assert here.date() == period.day
    just_before = (period.starts_at - timedelta(microseconds=1)).astimezone(ZoneInfo(subscription.time_zone))
    assert just_before.date() < period.day
    assert timedelta(days=27, hours=22) <= period.ends_at - period.starts_at <= timedelta(days=31, hours=2)


def test_a_month_that_starts_on_the_thirty_first_comes_back_to_it() -> None:
    subscription = Subscription(anchor=date(2026, 1, 31), time_zone="UTC")
    days, at = [], datetime(2026, 1, 31, tzinfo=UTC)
    for _ in range(5):
        days.append(subscription.period(at).day.isoformat())
        at = subscription.period(at).ends_at
    assert days == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]
    assert Subscription(anchor=date(2024, 1, 31), time_zone="UTC").period(
        datetime(2024, 3, 1, tzinfo=UTC)
    ).day == date(2024, 2, 29)


def test_the_first_month_starts_on_the_day_of_the_founding_where_the_organization_is() -> None:
    founded = datetime(2026, 1, 31, 23, 30, tzinfo=UTC)
    assert first_subscription(founded, "Europe/Berlin").anchor == date(2026, 2, 1)
    assert first_subscription(founded, "UTC") == Subscription(anchor=date(2026, 1, 31), time_zone="UTC")


@given(SUBSCRIPTIONS, MOMENTS, st.sampled_from(PlanId), st.sampled_from(PlanId))
def test_a_change_and_back_at_the_same_moment_costs_nothing(
    subscription: Subscription, at: datetime, first: PlanId, second: PlanId
) -> None:
    period, old, new = subscription.period(at), PLANS[first], PLANS[second]
    there, back = prorate(old, new, period, at), prorate(new, old, period, at)
    assert there.due.amount + back.due.amount == 0
    assert there.due.amount == there.charge.amount - there.credit.amount
    assert 0 <= there.credit.amount <= old.price.amount
    assert 0 <= there.charge.amount <= new.price.amount
    assert there.due.amount == there.due.amount.quantize(Decimal("0.01"))


@given(SUBSCRIPTIONS, MOMENTS, st.lists(st.floats(0, 0.999999), max_size=5))
def test_all_that_is_paid_in_a_month_is_what_each_plan_was_had_for(
    subscription: Subscription, at: datetime, shares: list[float]
) -> None:
    period = subscription.period(at)
    length = period.ends_at - period.starts_at
    moments = sorted(period.starts_at + length * share for share in shares)
    plans = [PLANS[PlanId.TEAM if number % 2 else PlanId.BUSINESS] for number in range(len(moments) + 1)]
    paid = plans[0].price.amount + sum(
        (prorate(plans[n], plans[n + 1], period, moment).due.amount for n, moment in enumerate(moments)),
        Decimal(0),
    )
    edges = [period.starts_at, *moments, period.ends_at]
    exact = sum(
        float(plan.price.amount) * ((edges[n + 1] - edges[n]) / length) for n, plan in enumerate(plans)
    )
    assert abs(float(paid) - exact) <= 0.0101 * max(len(moments), 1)


def test_a_whole_month_is_paid_at_its_start_and_half_in_its_middle() -> None:
    subscription = Subscription(anchor=date(2026, 4, 1), time_zone="UTC")
    period = subscription.period(datetime(2026, 4, 10, tzinfo=UTC))
    team, business = PLANS[PlanId.TEAM], PLANS[PlanId.BUSINESS]
    start = prorate(PLANS[PlanId.FREE], team, period, period.starts_at)
    assert (start.charge, start.credit.amount) == (team.price, 0)
    middle = prorate(team, business, period, datetime(2026, 4, 16, tzinfo=UTC))
    amounts = (middle.credit.amount, middle.charge.amount, middle.due.amount)
    assert amounts == (Decimal("24.50"), Decimal("99.50"), Decimal("75.00"))
    with pytest.raises(ValueError, match="not in this period"):
        prorate(team, business, period, period.ends_at)


def test_plans_grow() -> None:
    prices = [plan.price.amount for plan in PLANS.values()]
    assert prices == sorted(prices)
    assert [plan_above(plan) for plan in PLANS.values()] == [*list(PLANS.values())[1:], None]
    for small, large in zip(PLANS.values(), list(PLANS.values())[1:], strict=False):
        assert set(small.features) <= set(large.features)
    assert {plan_with(feature).id for feature in Feature} == {PlanId.TEAM}
