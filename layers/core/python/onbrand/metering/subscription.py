"""An organization's subscription: the months that it is counted in, and what changing the plan costs."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from pydantic import Field

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value
from onbrand.metering.plans import PLANS, Plan, PlanId
from onbrand.metering.windows import start_of

CENT = Decimal("0.01")


class BillingPeriod(Value):
    """A month of a subscription; ``starts_at`` is inside, ``ends_at`` is not. ``day``: the first day in the
    organization's time zone, which names the period; ``next_day`` is that of the next one."""

    day: date
    next_day: date
    starts_at: datetime
    ends_at: datetime


class Subscription(Value):
    """Months begin at the midnight of ``anchor``'s day of the month in ``time_zone``, or on the last day of
    months that have no such day."""

    plan: PlanId = PlanId.FREE
    anchor: date
    time_zone: str

    @property
    def terms(self) -> Plan:
        """The plan."""
        return PLANS[self.plan]

    def period(self, at: datetime) -> BillingPeriod:
        """The month that this moment is in."""
        zone = ZoneInfo(self.time_zone)
        here = at.astimezone(zone).date()
        number = (here.year - self.anchor.year) * 12 + here.month - self.anchor.month
        # Around a leap of the zone the local day and its first moment need not agree, so neighbours are tried.
        while start_of(self._day(number), zone) > at:
            number -= 1
        while start_of(self._day(number + 1), zone) <= at:
            number += 1
        day, next_day = self._day(number), self._day(number + 1)
        return BillingPeriod(
            day=day, next_day=next_day, starts_at=start_of(day, zone), ends_at=start_of(next_day, zone)
        )

    def _day(self, number: int) -> date:
        """The first day of a month, counted from the anchor's own and never from a clamped one."""
        years, month = divmod(self.anchor.month - 1 + number, 12)
        year = self.anchor.year + years
        return date(year, month + 1, min(self.anchor.day, monthrange(year, month + 1)[1]))


class Proration(Value):
    """What a change of plan costs for the rest of the month."""

    credit: Money = Field(description="What was paid for the old plan and is not used.")
    charge: Money = Field(description="The new plan for the rest of the month.")
    due: Money = Field(description="Charge less credit; below zero it is paid back.")


def prorate(old: Plan, new: Plan, period: BillingPeriod, at: datetime) -> Proration:
    """To the second's fraction, each amount rounded half to even to a cent; ``due`` is their exact difference.

    Raises ValueError when ``at`` is not in the period or the plans are paid in different currencies.
    """
    if not period.starts_at <= at < period.ends_at:
        raise ValueError("the change is not in this period")
    if old.price.currency != new.price.currency:
        raise ValueError("the plans are paid in different currencies")
    left = _share(period.ends_at - at, period.ends_at - period.starts_at)
    credit, charge = _part(old.price, left), _part(new.price, left)
    due = Money(amount=charge.amount - credit.amount, currency=charge.currency)
    return Proration(credit=credit, charge=charge, due=due)


def _share(part: timedelta, whole: timedelta) -> Fraction:
    microsecond = timedelta(microseconds=1)
    return Fraction(part // microsecond, whole // microsecond)


def _part(price: Money, share: Fraction) -> Money:
    exact = Fraction(price.amount) * share
    cents = round(exact / Fraction(CENT))  # half to even, as Fraction rounds
    return Money(amount=(Decimal(cents) * CENT).quantize(CENT, ROUND_HALF_EVEN), currency=price.currency)


def first_subscription(founded_at: datetime, time_zone: str) -> Subscription:
    """What an organization has that chose nothing: the free plan, from the day of its founding."""
    return Subscription(
        anchor=founded_at.astimezone(UTC).astimezone(ZoneInfo(time_zone)).date(), time_zone=time_zone
    )
