"""Windows: spans of time that follow each other without gap, one a day of the organization's time zone.

Each starts where the one before ended, whatever became of the zone meanwhile, so every moment is in exactly
one window. A day of 23 or 25 hours is a shorter or longer window; a day that a zone leaves out has none.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from pydantic import Field

from onbrand.kernel.values import Value

GRACE = timedelta(hours=1)
"""How long after its end a window is summed: calls under way are settled by then."""

LATE_AFTER = timedelta(minutes=30)
"""A row written longer than this after its time says that its window has to be summed again. What is left
of ``GRACE`` covers a write that takes long, and clocks that differ."""

LEASE = timedelta(minutes=15)
"""How long a worker that died keeps others from an organization; longer than any function runs."""


class WindowState(StrEnum):
    """``troubled``: a row could not be read or summed; tried again with every run."""

    CLOSED = "closed"
    TROUBLED = "troubled"


class Window(Value):
    """``starts_at`` is inside, ``ends_at`` is not. ``revision`` counts how often it was summed."""

    organization_id: str
    day: date
    starts_at: datetime
    ends_at: datetime
    time_zone: str
    state: WindowState = WindowState.CLOSED
    revision: int = Field(default=1, ge=1)
    summed_at: datetime | None = None
    error: str | None = None


class Progress(Value):
    """How far an organization's windows are closed. Who holds it may sum; ``version`` fences who held it
    before."""

    organization_id: str
    last_day: date | None = None
    closed_until: datetime | None = None
    version: int = 0
    held_until: datetime | None = None

    def is_held(self, now: datetime) -> bool:
        """Whether somebody works on it."""
        return self.held_until is not None and self.held_until > now

    def past(self, window: Window) -> "Progress":
        """The progress once this window is done."""
        return self.model_copy(update={"last_day": window.day, "closed_until": window.ends_at})


class Tenant(Value):
    """What windows need to know of an organization."""

    id: str
    time_zone: str
    created_at: datetime


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The first moment of a day in UTC. Where midnight is left out, it is the moment of the leap; where it
    comes twice, the first."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def day_ends_at(day: date) -> datetime:
    """The end of a day of UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


def next_window(tenant: Tenant, progress: Progress) -> Window:
    """The window after the last one; the first starts a day before the organization, for clocks that differ."""
    zone = ZoneInfo(tenant.time_zone)
    if progress.closed_until is None or progress.last_day is None:
        day = (tenant.created_at.astimezone(zone) - timedelta(days=1)).date()
        starts_at = start_of(day, zone)
    else:
        starts_at = progress.closed_until
        day = max(progress.last_day + timedelta(days=1), starts_at.astimezone(zone).date())
    return Window(
        organization_id=tenant.id,
        day=day,
        starts_at=starts_at,
        ends_at=start_of(day + timedelta(days=1), zone),
        time_zone=tenant.time_zone,
    )


def open_windows(tenant: Tenant, progress: Progress, until: datetime) -> Iterator[Window]:
    """The windows after the last one that have begun before ``until``."""
    window = next_window(tenant, progress)
    while window.starts_at < until:
        yield window
        window = next_window(tenant, progress := progress.past(window))


def is_over(window: Window, now: datetime) -> bool:
    """Whether the window can be summed for good."""
    return window.ends_at + GRACE <= now
