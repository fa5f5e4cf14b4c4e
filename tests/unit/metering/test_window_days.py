"""Windows: one a day of the organization's zone, without gap or overlap, whatever the zone does."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.metering.windows import Progress, Tenant, Window, is_over, next_window, open_windows, start_of

ZONES = (
    "UTC", "Europe/Berlin", "Europe/London", "Europe/Dublin", "America/New_York", "America/Los_Angeles",
    "America/Sao_Paulo", "America/Santiago", "America/Havana", "America/St_Johns", "America/Asuncion",
    "Africa/Cairo", "Africa/Casablanca", "Asia/Beirut", "Asia/Gaza", "Asia/Kolkata", "Asia/Kathmandu",
    "Asia/Tehran", "Australia/Lord_Howe", "Australia/Sydney", "Pacific/Auckland", "Pacific/Chatham",
    "Pacific/Apia", "Pacific/Kiritimati", "America/Nuuk",
)  # fmt: skip
TICK = timedelta(microseconds=1)
CREATED = datetime(2026, 3, 28, 12, tzinfo=UTC)


def walk(tenant: Tenant, count: int, progress: Progress | None = None) -> list[Window]:
    progress = progress or Progress(organization_id=tenant.id)
    found: list[Window] = []
    for _ in range(count):
        found.append(next_window(tenant, progress))
        progress = progress.past(found[-1])
    return found


@pytest.mark.parametrize("zone", ZONES)
def test_a_day_starts_at_its_first_moment_in_every_zone_until_2030(zone: str) -> None:
    info, day = ZoneInfo(zone), date(2024, 1, 1)
    lengths: set[timedelta] = set()
    while day < date(2031, 1, 1):
        start = start_of(day, info)
        assert start.astimezone(info).date() == day
        assert (start - TICK).astimezone(info).date() == day - timedelta(days=1)
        lengths.add(start_of(day + timedelta(days=1), info) - start)
        day += timedelta(days=1)
    hours = {length / timedelta(hours=1) for length in lengths}
    changes = {0.5} if zone == "Australia/Lord_Howe" else {1.0}
    assert hours == {24} or {abs(length - 24) for length in hours} == {0.0, *changes}


def test_a_day_that_a_zone_left_out_has_no_window() -> None:
    tenant = Tenant(id="org", time_zone="Pacific/Apia", created_at=datetime(2011, 12, 30, 1, tzinfo=UTC))
    days = walk(tenant, 4)
    assert [window.day.day for window in days] == [28, 29, 31, 1]
    assert all(one.ends_at == after.starts_at for one, after in itertools.pairwise(days))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(ZONES), st.integers(1, 4)), min_size=1, max_size=6))
def test_windows_follow_each_other_although_the_zone_is_changed(moves: list[tuple[str, int]]) -> None:
    found: list[Window] = []
    progress = Progress(organization_id="org")
    for zone, count in moves:
        found += walk(Tenant(id="org", time_zone=zone, created_at=CREATED), count, progress)
        progress = progress.past(found[-1])
    for one, after in itertools.pairwise(found):
        assert one.ends_at == after.starts_at
        assert one.day < after.day
    for window in found:
        assert timedelta(0) < window.ends_at - window.starts_at <= timedelta(hours=51)


def test_the_first_window_is_of_the_day_before_the_organization() -> None:
    (first,) = walk(Tenant(id="org", time_zone="Asia/Tokyo", created_at=CREATED), 1)
    assert first.day == date(2026, 3, 27)
    assert first.ends_at == datetime(2026, 3, 27, 15, tzinfo=UTC)


def test_a_window_is_over_an_hour_after_its_end() -> None:
    tenant = Tenant(id="org", time_zone="UTC", created_at=CREATED)
    (window,) = walk(tenant, 1)
    assert not is_over(window, window.ends_at + timedelta(minutes=59))
    assert is_over(window, window.ends_at + timedelta(minutes=60))


def test_open_windows_are_those_that_have_begun() -> None:
    tenant = Tenant(id="org", time_zone="Europe/Berlin", created_at=CREATED)
    found = list(open_windows(tenant, Progress(organization_id="org"), CREATED))
    assert [window.day.day for window in found] == [27, 28]
    assert found[-1].starts_at <= CREATED < found[-1].ends_at
