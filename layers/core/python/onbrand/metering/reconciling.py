"""Our ledgers against what a provider reports: the calls of its day that it says were used, and those that we have.

No provider of ours has a statement of calls that could be fetched. What Freepik may send is the rest of the day's cap
with each answer, for the whole account and without a promise; so the calls of all organizations are held against it.
The lowest rest of a day says what was used. A call that was sent and not answered may have been counted or not. Only
a cap that starts again at midnight in UTC is known to belong to a day; where nothing is reported, nothing is claimed.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from pydantic import Field

from onbrand.kernel.calls import ApiCall, RateLimitState
from onbrand.kernel.values import Value

NEAR_MIDNIGHT = timedelta(minutes=5)
"""Clocks differ, and so does what providers call a day."""

LONG = timedelta(hours=1)
"""A cap that starts again sooner than this may be one of minutes; at the very end of a day nothing is read."""

SUMMED_AFTER = timedelta(hours=15)
"""By then every organization on earth has closed its windows over a day of UTC: the last one ends twelve hours after
it, is summed an hour later, and the schedule fires every hour."""


class CallCount(Value):
    """Calls of an organization's window on a provider's ``day`` (UTC).

    ``answered`` calls were counted by the provider, ``open`` ones perhaps. ``used`` is what it said was used of
    ``limit``, by the whole account.
    """

    organization_id: str
    window: date
    provider: str
    day: date
    answered: int = Field(default=0, ge=0)
    open: int = Field(default=0, ge=0)
    used: int | None = None
    limit: int | None = None


class Reconciliation(Value):
    """A provider's day: what it counted, and what all ledgers hold."""

    provider: str
    day: date
    used: int
    answered: int
    open: int

    @property
    def missing(self) -> int:
        """Calls that the provider counted and that no ledger has, not even without an answer."""
        return max(0, self.used - self.answered - self.open)

    @property
    def doubled(self) -> int:
        """Answered calls in our ledgers that the provider never counted."""
        return max(0, self.answered - self.used)

    @property
    def agrees(self) -> bool:
        """Whether both can be true."""
        return not self.missing and not self.doubled


class CallCounts:
    """Counts the calls that pass through, in memory that does not grow with them."""

    def __init__(self, organization_id: str, window: date) -> None:
        self._organization_id = organization_id
        self._window = window
        self._found: dict[tuple[str, date], CallCount] = {}

    def passed(self, calls: Iterable[ApiCall]) -> Iterator[ApiCall]:
        """The same calls, counted."""
        for call in calls:
            if call.rate_limit != RateLimitState():
                self._count(call)
            yield call

    def found(self) -> Sequence[CallCount]:
        """By provider and day, those of providers that report at all."""
        return [self._found[key] for key in sorted(self._found)]

    def _count(self, call: ApiCall) -> None:
        at = call.requested_at.astimezone(UTC)
        key = (call.provider, at.date())
        count = self._found.get(key) or CallCount(
            organization_id=self._organization_id, window=self._window, provider=call.provider, day=at.date()
        )
        known = {"answered": count.answered + 1} if call.status is not None else {"open": count.open + 1}
        state = call.rate_limit
        if _is_of_day(state, at) and state.limit is not None and state.remaining is not None:
            known |= {"used": max(count.used or 0, state.limit - state.remaining), "limit": state.limit}
        self._found[key] = count.model_copy(update=known)


def _is_of_day(state: RateLimitState, at: datetime) -> bool:
    if not state.told or state.resets_at is None or state.resets_at - at < LONG:
        return False
    midnight = datetime.combine(at.date() + timedelta(days=1), datetime.min.time(), UTC)
    return abs(state.resets_at - midnight) <= NEAR_MIDNIGHT


def reconciled(provider: str, day: date, counts: Sequence[CallCount]) -> Reconciliation | None:
    """All organizations' counts against what was reported to any of them; None when nothing was."""
    used = [count.used for count in counts if count.used is not None]
    if not used:
        return None
    return Reconciliation(
        provider=provider,
        day=day,
        used=max(used),
        answered=sum(count.answered for count in counts),
        open=sum(count.open for count in counts),
    )


def day_to_reconcile(now: datetime) -> date:
    """The last day of UTC that every organization has summed."""
    return (now.astimezone(UTC) - SUMMED_AFTER).date() - timedelta(days=1)
