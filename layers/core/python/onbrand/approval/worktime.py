"""Working time: hours that an organization works, in its own time zone, without its holidays."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, model_validator

from onbrand.identity.model import TimeZone
from onbrand.kernel.values import Value

Hour = Annotated[int, Field(ge=0, le=24)]
HORIZON_DAYS = 3660
"""A calendar without a working day in ten years is refused when it is written."""


class WorkWeek(Value):
    """What an organization writes: working days (1 is Monday), from and until which hour, and days off."""

    days: tuple[Annotated[int, Field(ge=1, le=7)], ...] = Field(default=(1, 2, 3, 4, 5), min_length=1)
    start: Hour = 9
    end: Hour = 17
    holidays: tuple[date, ...] = Field(default=(), max_length=500)

    @model_validator(mode="after")
    def _has_hours(self) -> Self:
        if self.end <= self.start:
            raise ValueError("The working day must end after it starts")
        return self


class WorkCalendar(WorkWeek):
    """A version of the organization's working time; ``version`` 0 is the default that nobody wrote."""

    time_zone: TimeZone = "UTC"
    version: int = Field(default=0, ge=0)

    def after(self, start: datetime, hours: float) -> datetime:
        """The moment (UTC) when this many working hours have passed since ``start``. A day that the zone makes
        longer or shorter counts as it is."""
        left = timedelta(hours=hours)
        day = start.astimezone(ZoneInfo(self.time_zone)).date()
        for _ in range(HORIZON_DAYS):
            if day.isoweekday() in self.days and day not in self.holidays:
                opens, closes = self._hours(day)
                room = closes - max(opens, start)
                if room >= left:
                    return max(opens, start) + left
                left -= max(room, timedelta())
            day += timedelta(days=1)
        raise ValueError("The calendar has no working day within ten years")

    def _hours(self, day: date) -> tuple[datetime, datetime]:
        return self._at(day, self.start), self._at(day, self.end)

    def _at(self, day: date, hour: int) -> datetime:
        if hour == 24:
            day, hour = day + timedelta(days=1), 0
        return datetime.combine(day, time(hour), ZoneInfo(self.time_zone)).astimezone(UTC)
