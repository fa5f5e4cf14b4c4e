"""How many messages a recipient and an organization get a day, and when questions are gathered: pure rules."""

from datetime import UTC, date, datetime, time, timedelta

from pydantic import Field

from onbrand.kernel.values import Value

RECIPIENT_A_DAY = 50
ORGANIZATION_A_DAY = 5000
SHARES = 8
"""In which an organization's day is counted: one count would be written by every message that goes out."""
REDRIVES_A_MINUTE = 30
GATHERED_FOR = timedelta(minutes=10)
"""The first question goes out at once; those that follow within this time wait for its end and go together."""


class Pace(Value):
    """What was sent to a subject on a day (UTC): a recipient, or a share of the whole organization. ``gathers_until``: until
    then further questions wait."""

    organization_id: str
    subject: str
    day: date
    sent: int = Field(default=0, ge=0)
    gathers_until: datetime | None = None
    version: int = Field(default=0, ge=0)

    def today(self, now: datetime) -> "Pace":
        """The same, counted anew when the day has changed."""
        day = now.astimezone(UTC).date()
        return self if day == self.day else self.model_copy(update={"day": day, "sent": 0})

    def gathers(self, now: datetime) -> bool:
        """Whether a question has to wait for others."""
        return self.gathers_until is not None and now < self.gathers_until

    def sent_one(self, now: datetime, opens_gathering: bool) -> "Pace":
        """After one more message."""
        current = self.today(now)
        until = now + GATHERED_FOR if opens_gathering else current.gathers_until
        return current.model_copy(
            update={"sent": current.sent + 1, "gathers_until": until, "version": self.version + 1}
        )


def next_day(now: datetime) -> datetime:
    """When a full day's caps are counted anew."""
    return datetime.combine(now.astimezone(UTC).date() + timedelta(days=1), time(), UTC)


def minute_of(now: datetime) -> datetime:
    """The minute that redrives are counted in."""
    return now.replace(second=0, microsecond=0)
