"""Moments on pages: the organization's time, with the zone's own abbreviation."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.approval_links.moments import day

WINTER, SUMMER = datetime(2026, 1, 5, 17, tzinfo=UTC), datetime(2026, 7, 5, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("moment", "zone", "says"),
    [
        (WINTER, "UTC", "5 January 2026, 17:00 UTC"),
        (WINTER, "Europe/Berlin", "5 January 2026, 18:00 CET"),
        (SUMMER, "Europe/Berlin", "6 July 2026, 01:30 CEST"),
        (WINTER, "America/New_York", "5 January 2026, 12:00 EST"),
        (WINTER, "America/Sao_Paulo", "5 January 2026, 14:00 UTC-03:00"),
        (WINTER, "Asia/Kathmandu", "5 January 2026, 22:45 UTC+05:45"),
    ],
)
def test_a_moment_is_told_in_the_zone_that_it_names(moment: datetime, zone: str, says: str) -> None:
    assert day(moment, zone) == says


@given(st.integers(0, 200))
def test_the_two_hours_of_the_night_when_clocks_go_back_are_told_apart(minutes: int) -> None:
    before = datetime(2026, 10, 25, 0, tzinfo=UTC) + timedelta(minutes=minutes)
    assert day(before, "Europe/Oslo") != day(before + timedelta(hours=1), "Europe/Oslo")
