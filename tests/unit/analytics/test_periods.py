"""Which period follows, and which are due."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.analytics.model import ReportKind, ReportPeriod
from onbrand.analytics.periods import MOST_LATE, due_at, due_periods, period_after, period_before, period_with

KINDS = st.sampled_from(ReportKind)
DAYS = st.dates(date(2020, 1, 1), date(2080, 1, 1))


@given(KINDS, DAYS)
def test_periods_follow_each_other_without_gap(kind: ReportKind, day: date) -> None:
    period = period_with(kind, day)
    assert period.first <= day <= period.last
    after = period_after(kind, period)
    assert after.first == period.last + timedelta(days=1)
    assert period_before(kind, after) == period
    assert all(period_with(kind, one) == period for one in (period.first, period.last))


@given(KINDS, DAYS, st.integers(0, 90))
def test_what_is_due_is_summed_and_over(kind: ReportKind, day: date, passed: int) -> None:
    first = period_with(kind, day)
    now = datetime.combine(day, datetime.min.time(), UTC) + timedelta(days=passed)
    closed = (now - timedelta(days=2)).date()
    due, after = due_periods(kind, first, "Europe/Oslo", now, closed)
    assert len(due) <= MOST_LATE[kind]
    for one in due:
        assert first.first <= one.first
        assert one.last <= closed
        assert due_at(one, "Europe/Oslo") <= now
    if due:
        assert period_after(kind, due[-1]) == after
        again, still = due_periods(kind, after, "Europe/Oslo", now, closed)
        assert (again, still) == ([], after)
    else:
        assert after == first


def test_nothing_is_due_before_the_days_are_summed() -> None:
    period = ReportPeriod(first=date(2026, 1, 5), last=date(2026, 1, 5))
    now = datetime(2026, 1, 7, tzinfo=UTC)
    assert due_periods(ReportKind.DAILY_USAGE, period, "UTC", now, None) == ([], period)
    assert due_periods(ReportKind.DAILY_USAGE, period, "UTC", now, date(2026, 1, 4)) == ([], period)


@pytest.mark.parametrize(
    ("zone", "utc_hour"), [("UTC", 7), ("Europe/Oslo", 6), ("Asia/Kolkata", 1), ("America/New_York", 12)]
)
def test_it_is_due_at_seven_by_the_readers_clock(zone: str, utc_hour: int) -> None:
    period = ReportPeriod(first=date(2026, 1, 5), last=date(2026, 1, 5))
    moment = due_at(period, zone)
    assert (moment.day, moment.hour) == (6, utc_hour)
