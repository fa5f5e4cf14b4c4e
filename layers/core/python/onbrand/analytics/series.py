"""Figures by period, and what is unusual in them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from onbrand.analytics.anomalies import unusual
from onbrand.analytics.model import ReportPeriod
from onbrand.analytics.page import Anomaly, Cell, Unit
from onbrand.kernel.money import Money

T = TypeVar("T")


def within(items: Iterable[T], period: ReportPeriod, day_of: Callable[[T], date]) -> list[T]:
    """The items of a period."""
    return [one for one in items if period.first <= day_of(one) <= period.last]


def days_of(first: date, last: date) -> list[date]:
    """Every day, both included."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def since_first(values: Sequence[Decimal]) -> list[Decimal]:
    """Without the nothings at the beginning: before the first use there was nothing to be usual."""
    start = next((number for number, value in enumerate(values) if value), len(values))
    return list(values[start:])


def look(
    subject: str, measure: str, unit: Unit, value: Decimal, before: Sequence[Decimal], currency: str = ""
) -> list[Anomaly]:
    """The anomaly, if it is one. ``before``: the oldest first."""
    found = unusual(value, before, unit)
    if found is None:
        return []

    def cell(amount: Decimal) -> Cell:
        return Money(amount=amount, currency=currency) if unit is Unit.MONEY else amount

    return [Anomaly(subject, measure, unit, cell(found.value), cell(found.usual), len(before))]


def largest(sums: Mapping[str, Decimal], most: int) -> list[str]:
    """The names with the largest sums, the largest first."""
    return [name for name, _ in sorted(sums.items(), key=lambda item: (-item[1], item[0]))[:most]]
