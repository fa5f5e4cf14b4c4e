"""Working hours: in the organization's zone, without nights, weekends and holidays."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from onbrand.approval import WorkCalendar, WorkWeek

FRIDAY = datetime(2026, 1, 9, 15, tzinfo=UTC)
DAYS = st.lists(st.integers(1, 7), min_size=1, unique=True).map(tuple)
MOMENTS = st.integers(0, 366 * 24 * 60).map(lambda minutes: FRIDAY + timedelta(minutes=minutes))
ZONES = st.sampled_from(["UTC", "Europe/Oslo", "Asia/Kolkata", "America/New_York", "Pacific/Apia"])


@pytest.mark.parametrize(
    ("hours", "ends"),
    [
        (1, datetime(2026, 1, 9, 16, tzinfo=UTC)),
        (2, datetime(2026, 1, 9, 17, tzinfo=UTC)),
        (3, datetime(2026, 1, 12, 10, tzinfo=UTC)),
        (12, datetime(2026, 1, 14, 11, tzinfo=UTC)),
    ],
)
def test_a_weekend_and_a_holiday_do_not_count(hours: int, ends: datetime) -> None:
    calendar = WorkCalendar(holidays=(date(2026, 1, 13),))
    assert calendar.after(FRIDAY, hours) == ends


def test_what_is_asked_in_the_night_begins_in_the_morning_of_the_zone() -> None:
    calendar = WorkCalendar(time_zone="Europe/Oslo")
    assert calendar.after(datetime(2026, 7, 6, 1, tzinfo=UTC), 1) == datetime(2026, 7, 6, 8, tzinfo=UTC)


def test_a_week_without_nights_is_real_time_also_when_the_clocks_change() -> None:
    calendar = WorkCalendar(days=(1, 2, 3, 4, 5, 6, 7), start=0, end=24, time_zone="Europe/Berlin")
    start = datetime(2026, 3, 28, 12, tzinfo=UTC)
    assert calendar.after(start, 30) == start + timedelta(hours=30)


@given(DAYS, st.integers(0, 22), st.integers(1, 24), ZONES, MOMENTS, st.integers(1, 60), st.integers(1, 60))
def test_hours_add_up_and_never_end_outside_the_working_time(
    days: tuple[int, ...], start: int, length: int, zone: str, begin: datetime, first: int, second: int
) -> None:
    calendar = WorkCalendar(days=days, start=start, end=min(start + length, 24), time_zone=zone)
    middle = calendar.after(begin, first)
    assert middle >= begin + timedelta(hours=first)
    assert calendar.after(middle, second) == calendar.after(begin, first + second)


def test_a_day_that_ends_before_it_starts_is_refused() -> None:
    with pytest.raises(ValidationError, match="must end after it starts"):
        WorkWeek(start=17, end=9)
