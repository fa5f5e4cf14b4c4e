"""What a person wants to be told, and when: kinds that are off, quiet hours, and one message for many questions."""

from datetime import datetime, time, timedelta
from typing import Annotated, Self
from zoneinfo import ZoneInfo

from pydantic import Field, field_validator, model_validator

from onbrand.identity.model import TimeZone
from onbrand.kernel.values import Value
from onbrand.notify.kinds import TREATMENTS, Kind

MINUTE = timedelta(minutes=1)
LONGEST_DAY = 26 * 60
"""Minutes in which the clock on every wall shows each time of day, also when clocks are changed by two hours."""


class QuietHours(Value):
    """From ``starts`` to ``ends`` by the clock on the person's wall, also over midnight; whole minutes."""

    starts: time
    ends: time

    @field_validator("starts", "ends")
    @classmethod
    def _whole_minutes(cls, moment: time) -> time:
        if moment.tzinfo is not None or moment.second or moment.microsecond:
            raise ValueError("Write the time as hours and minutes, like 22:00")
        return moment

    @model_validator(mode="after")
    def _leaves_time(self) -> Self:
        if self.starts == self.ends:
            raise ValueError("Quiet hours must end at another time than they start")
        return self

    def covers(self, clock: time) -> bool:
        """Whether it is quiet at this time of day."""
        if self.starts < self.ends:
            return self.starts <= clock < self.ends
        return clock >= self.starts or clock < self.ends


class WishesDesign(Value):
    """What a person writes. ``off``: kinds that are not sent; ``digest``: whether questions that follow one another
    within minutes come as one message; ``time_zone``: None means the organization's."""

    off: Annotated[tuple[Kind, ...], Field(max_length=len(Kind))] = ()
    digest: bool = True
    quiet: QuietHours | None = None
    time_zone: TimeZone | None = None

    @field_validator("off")
    @classmethod
    def _may_be_off(cls, off: tuple[Kind, ...]) -> tuple[Kind, ...]:
        for kind in off:
            if not TREATMENTS[kind].optional:
                raise ValueError(f"Messages of the kind {kind.value} cannot be switched off")
        return tuple(sorted(set(off)))


class Wishes(WishesDesign):
    """A person's wishes in an organization; ``version`` 0: none were made."""

    organization_id: str
    user_id: str
    version: int = Field(default=0, ge=0)


def first_moment(quiet: QuietHours | None, zone: str, now: datetime) -> datetime:
    """The first moment from ``now`` on that is not quiet: ``now`` itself, or a full minute (UTC).

    It asks the clock on the wall minute by minute, so days whose clocks are changed need no rule of their own.
    """
    if quiet is None or not quiet.covers(_wall(now, zone)):
        return now
    moment = now.replace(second=0, microsecond=0)
    for _ in range(LONGEST_DAY):
        moment += MINUTE
        if not quiet.covers(_wall(moment, zone)):
            return moment
    return moment


def _wall(moment: datetime, zone: str) -> time:
    return moment.astimezone(ZoneInfo(zone)).time().replace(second=0, microsecond=0)
