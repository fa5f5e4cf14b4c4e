"""Permits of one run of a request: as many at once as a run usually needs, so that nobody is stopped in the middle.

A run that was stopped all the same comes back for as many as it has used by then and some more, so that in the end
it gets through. Permits carry the run's own name: two workers that are at one request at the same time each hold, and
settle, their own.
"""

from datetime import datetime

from onbrand.kernel.calls import RateLimitState
from onbrand.kernel.clock import Clock
from onbrand.kernel.limits import Lease, RateLimitedError
from onbrand.sourcing.errors import ProviderQuotaError
from onbrand.sourcing.model import CallFacts, Operation
from onbrand.sourcing.ports import CallPermits

LIMITED = frozenset({Operation.SEARCH, Operation.DETAIL, Operation.DOWNLOAD})
"""Calls that the provider limits; what comes from its CDN is not among them."""

USUAL, MORE, MOST = 6, 3, 30
"""One search, four details, one download; more when that was not enough; the longest possible run or so."""

LONGEST_WAIT_S = 900
"""What takes longer than this is no queue but a used-up quota."""


class RunPermits:
    """The permits of a run. ``run_id`` is nobody else's; ``before``: calls that earlier runs of the request made."""

    def __init__(
        self, permits: CallPermits, clock: Clock, *, organization_id: str, run_id: str, before: int
    ) -> None:
        self._permits = permits
        self._clock = clock
        self._organization_id = organization_id
        self._run_id = run_id
        self._before = before
        self._calls = 0
        self._lease: Lease | None = None
        self._made: list[datetime] = []

    def use(self) -> RateLimitState:
        """Takes one permit for a call that is made right after; what is left of the limit then.

        Raises RateLimitedError, ProviderQuotaError.
        """
        now = self._clock.now()
        lease = self._lease
        if lease is None or len(self._made) == lease.calls or now >= lease.until:
            self.close()
            lease = self._lease = self._take()
        self._made.append(now)
        self._calls += 1
        return lease.state

    def close(self) -> None:
        """Gives back what was not used."""
        lease, self._lease = self._lease, None
        made, self._made = self._made, []
        if lease is not None:
            self._permits.settle(lease, made)

    def _take(self) -> Lease:
        first = max(USUAL, self._before + MORE) if self._before else USUAL
        try:
            return self._permits.take(
                organization_id=self._organization_id,
                permit_id=f"{self._run_id}.{self._calls}",
                calls=min(MORE if self._calls else first, MOST),
                going_on=self._calls > 0,
            )
        except RateLimitedError as error:
            if error.wait_s <= LONGEST_WAIT_S:
                raise
            raise ProviderQuotaError(
                "The limit of calls to the picture library is used up; more are possible in "
                f"{round(error.wait_s / 3600, 1):g} hours."
            ).of_call(CallFacts(reached=False)) from error
