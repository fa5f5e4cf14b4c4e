"""The days that a report asks for: which are summed for good, and which have to be summed now."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import Unprocessable
from onbrand.metering.errors import UsageRangeError
from onbrand.metering.ports import WindowRepository
from onbrand.metering.windows import Window, WindowState, open_windows

T = TypeVar("T")

MAX_DAYS = 366
USUAL_DAYS = 30


@dataclass(frozen=True, slots=True)
class Days:
    """From ``first`` to ``last``, both included, in the organization's time zone. ``open``: the windows that
    are not closed yet; ``troubled``: days that could not be summed."""

    organization_id: str
    first: date
    last: date
    time_zone: str
    closed_through: date | None
    open: tuple[Window, ...]
    troubled: tuple[date, ...]

    def is_closed(self, day: date) -> bool:
        """Whether the day's sums are written."""
        return self.closed_through is not None and day <= self.closed_through


def summed_now(days: Days, sum_of: Callable[[Window], Sequence[T]]) -> tuple[list[T], Days]:
    """What the open windows come to so far; those that cannot be summed are troubled days, as when they are
    closed."""
    found: list[T] = []
    troubled: list[date] = []
    for window in days.open:
        try:
            found += sum_of(window)
        except (ValueError, Unprocessable):  # a row that cannot be read, or has no sum with the others
            troubled.append(window.day)
    return found, replace(days, troubled=(*days.troubled, *troubled))


class Calendar:
    """Knows an organization's days."""

    def __init__(self, windows: WindowRepository, clock: Clock) -> None:
        self._windows = windows
        self._clock = clock

    def days(self, organization_id: str, first: date | None, last: date | None) -> Days:
        """These days; without a last one up to today, without a first one thirty in all.

        Raises UsageRangeError.
        """
        now = self._clock.now()
        tenant = self._windows.tenant(organization_id)
        last = last or now.astimezone(ZoneInfo(tenant.time_zone)).date()
        first = first or last - timedelta(days=USUAL_DAYS - 1)
        if not timedelta(0) <= last - first < timedelta(days=MAX_DAYS):
            raise UsageRangeError(f"Name a first and a last day, at most {MAX_DAYS} days apart.")
        progress = self._windows.progress(organization_id)
        return Days(
            organization_id=organization_id,
            first=first,
            last=last,
            time_zone=tenant.time_zone,
            closed_through=progress.last_day,
            open=tuple(
                window for window in open_windows(tenant, progress, now) if first <= window.day <= last
            ),
            troubled=tuple(
                window.day
                for window in self._windows.windows(organization_id, first, last)
                if window.state is WindowState.TROUBLED
            ),
        )
