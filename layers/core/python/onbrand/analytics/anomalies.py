"""What is out of the ordinary: further from the median of the periods before than their usual spread explains."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from onbrand.analytics.page import Unit

SPREADS = Decimal("3.5")
NORMAL = Decimal("1.4826")
"""Makes the median absolute deviation of a normal distribution its standard deviation."""
LEAST_HISTORY = 5
LEAST_SHARE = Decimal("0.1")
LEAST: dict[Unit, Decimal] = {
    Unit.COUNT: Decimal(3),
    Unit.MONEY: Decimal("0.50"),
    Unit.SHARE: Decimal("0.02"),
    Unit.MILLISECONDS: Decimal(50),
}
"""Differences up to these are never worth a word."""
RULE = (
    "Unusual is what lies further from the median of the periods before (at least five) than 3.5 times their "
    "spread (1.4826 × median absolute deviation), and by more than a tenth of the median."
)


@dataclass(frozen=True, slots=True)
class Unusual:
    """A figure that is far from ``usual``, the median of the periods before."""

    value: Decimal
    usual: Decimal


def unusual(value: Decimal, before: Sequence[Decimal], unit: Unit) -> Unusual | None:
    """Whether the value is out of the ordinary; None too when too little is known to tell."""
    if len(before) < LEAST_HISTORY:
        return None
    usual = median(before)
    spread = NORMAL * median(abs(one - usual) for one in before)
    if abs(value - usual) > max(SPREADS * spread, LEAST_SHARE * abs(usual), LEAST[unit]):
        return Unusual(value, usual)
    return None
