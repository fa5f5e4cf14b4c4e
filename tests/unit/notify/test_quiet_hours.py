"""Quiet hours by the clock on the wall, also on the days when clocks are changed."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from onbrand.notify.wishes import QuietHours, first_moment

ZONES = (
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "Pacific/Apia",
    "Africa/Casablanca",
)
MINUTES = st.integers(0, 1439).map(lambda minute: time(minute // 60, minute % 60))
MINUTES_OF_THE_YEAR = st.integers(0, 365 * 24 * 60)
AROUND = MINUTES_OF_THE_YEAR.map(lambda minute: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minute))
SPRING = datetime(2026, 3, 29, 0, 30, tzinfo=UTC)
AUTUMN = datetime(2026, 10, 25, 0, 10, tzinfo=UTC)


def quiet_at(quiet: QuietHours, zone: str, moment: datetime) -> bool:
    clock = moment.astimezone(ZoneInfo(zone)).time()
    if quiet.starts < quiet.ends:
        return quiet.starts <= clock < quiet.ends
    return not quiet.ends <= clock < quiet.starts


@settings(max_examples=60, deadline=None)
@given(MINUTES, MINUTES, st.sampled_from(ZONES), AROUND)
@example(time(22), time(2, 30), "Europe/Berlin", SPRING)
@example(time(22), time(2, 30), "Europe/Berlin", AUTUMN)
@example(time(1), time(2), "America/New_York", datetime(2026, 11, 1, 5, 30, tzinfo=UTC))
def test_the_first_moment_is_not_quiet_and_all_before_it_are(
    starts: time, ends: time, zone: str, now: datetime
) -> None:
    if starts == ends:
        return
    quiet = QuietHours(starts=starts, ends=ends)
    moment = first_moment(quiet, zone, now)
    assert moment >= now
    assert not quiet_at(quiet, zone, moment)
    step = now
    while step < moment:
        assert quiet_at(quiet, zone, step)
        step += timedelta(minutes=7)
    if moment > now:
        assert quiet_at(quiet, zone, moment - timedelta(seconds=1))


def test_a_night_is_shorter_when_clocks_go_forward() -> None:
    quiet = QuietHours(starts=time(22), ends=time(7))
    evening = datetime(2026, 3, 28, 21, 0, tzinfo=UTC)
    assert first_moment(quiet, "Europe/Berlin", evening) == datetime(2026, 3, 29, 5, 0, tzinfo=UTC)
    assert first_moment(quiet, "Europe/Berlin", evening - timedelta(days=1)) == datetime(
        2026, 3, 28, 6, 0, tzinfo=UTC
    )


def test_who_wants_no_quiet_is_told_at_once() -> None:
    assert first_moment(None, "Europe/Berlin", SPRING) == SPRING


@pytest.mark.parametrize(("starts", "ends"), [("22:00", "22:00"), ("22:00:30", "07:00")])
def test_quiet_hours_are_whole_minutes_and_end(starts: str, ends: str) -> None:
    with pytest.raises(ValidationError):
        QuietHours.model_validate({"starts": starts, "ends": ends})
