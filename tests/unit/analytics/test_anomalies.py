"""What counts as out of the ordinary."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from onbrand.analytics.anomalies import LEAST_HISTORY, unusual
from onbrand.analytics.page import Unit

AMOUNTS = st.decimals(0, 10_000, places=2)
HISTORIES = st.lists(AMOUNTS, min_size=LEAST_HISTORY, max_size=28)


@given(st.lists(AMOUNTS, max_size=LEAST_HISTORY - 1), AMOUNTS)
def test_too_short_a_history_tells_nothing(before: list[Decimal], value: Decimal) -> None:
    assert unusual(value, before, Unit.MONEY) is None


@given(HISTORIES, AMOUNTS, st.randoms())
def test_the_order_of_the_periods_does_not_matter(before: list[Decimal], value: Decimal, random) -> None:
    shuffled = list(before)
    random.shuffle(shuffled)
    assert unusual(value, before, Unit.MONEY) == unusual(value, shuffled, Unit.MONEY)


@given(AMOUNTS, st.integers(LEAST_HISTORY, 28))
def test_what_never_changes_is_usual(value: Decimal, periods: int) -> None:
    assert unusual(value, [value] * periods, Unit.MONEY) is None


@given(HISTORIES, AMOUNTS, st.decimals(0, 100, places=2))
def test_who_is_further_out_than_the_unusual_is_unusual(
    before: list[Decimal], value: Decimal, more: Decimal
) -> None:
    found = unusual(value, before, Unit.MONEY)
    if found is not None:
        further = value + more if value > found.usual else value - more
        assert unusual(further, before, Unit.MONEY) is not None


def test_a_leap_is_unusual_and_a_ripple_is_not() -> None:
    before = [Decimal(text) for text in ("9.80", "10.10", "10.00", "9.90", "10.20", "10.00")]
    assert unusual(Decimal("31.00"), before, Unit.MONEY) is not None
    assert unusual(Decimal("0.00"), before, Unit.MONEY) is not None
    assert unusual(Decimal("10.60"), before, Unit.MONEY) is None


def test_one_outlier_before_does_not_hide_the_next() -> None:
    before = [Decimal(number) for number in (10, 11, 10, 500, 10, 11)]
    assert unusual(Decimal(480), before, Unit.COUNT) is not None
