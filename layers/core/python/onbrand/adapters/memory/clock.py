"""A clock that stands until it is moved."""

from datetime import UTC, datetime, timedelta


class FrozenClock:
    """Tells the moment it was set to."""

    def __init__(self, at: datetime = datetime(2026, 1, 5, 9, 0, tzinfo=UTC)) -> None:
        self._now = at

    def now(self) -> datetime:
        """The moment it stands at."""
        return self._now

    def advance(self, *, seconds: float) -> None:
        """Moves it on by some seconds."""
        self._now += timedelta(seconds=seconds)
