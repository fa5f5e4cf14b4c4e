"""Every call of a request, or of another cause, in the ledger: exactly one row a call, written before it and settled
after it.

The number of a call (``attempt``) is the first of its operation that the request has not used yet. A row
that an
earlier run left PENDING belongs to a call whose outcome nobody knows. Nothing is bought again beside it: as long as
its worker may still be at it, whoever comes is sent to wait, and finds the outcome then. After that it becomes
UNKNOWN and keeps its price, and the call is made again under the next number, visibly. A refusal (an answer of 4xx or
5xx, or a call that was never sent) costs nothing; a paid call that broke off after it was sent may have been charged,
so it is UNKNOWN, too.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import ParamSpec, TypeVar

from onbrand.kernel.calls import ApiCall, CallOutcome, RateLimitState
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.limits import RateLimitedError
from onbrand.kernel.money import Money
from onbrand.sourcing.errors import ProviderError
from onbrand.sourcing.model import CallFacts, CallPrices, Operation
from onbrand.sourcing.permits import LIMITED, RunPermits
from onbrand.sourcing.ports import Answer, CallLedger

P = ParamSpec("P")
T = TypeVar("T")

AT_WORK = timedelta(seconds=150)
"""Longer than the function runs that buys: whoever began a call so long ago and has not settled it never will."""

LOST = "The worker stopped before the answer was recorded; the call was made again under the next number."


class CallBook:
    """The calls of one request, or of another ``cause``, to one provider; ``permits`` where that provider limits
    them."""

    def __init__(
        self,
        ledger: CallLedger,
        clock: Clock,
        prices: CallPrices,
        *,
        organization_id: str,
        provider: str,
        request_id: str | None = None,
        cause: str | None = None,
        brand_id: str | None = None,
        permits: RunPermits | None = None,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._prices = prices
        self._organization_id = organization_id
        self._request_id = request_id
        self._cause = cause
        self._provider = provider
        self._brand_id = brand_id
        self._permits = permits
        self._made: dict[Operation, int] = {}

    def make(
        self, operation: Operation, call: Callable[P, Answer[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Makes the call and records it; errors of the call are recorded and raised.

        Raises RateLimitedError (also while another worker is at the same purchase) and ProviderQuotaError before
        anything was recorded or called.
        """
        limited = self._permits is not None and operation in LIMITED
        state = self._permits.use() if self._permits and limited else RateLimitState()
        row = self._begin(operation).model_copy(update={"rate_limit": state})
        try:
            answer = call(*args, **kwargs)
        except ProviderError as error:
            self._ledger.settle(self._failed(row, error))
            raise
        self._ledger.settle(_settled(row, CallOutcome.SUCCEEDED, answer.facts))
        return answer.value

    def _begin(self, operation: Operation) -> ApiCall:
        while True:
            attempt = self._made[operation] = self._made.get(operation, 0) + 1
            row = ApiCall(
                organization_id=self._organization_id,
                request_id=self._request_id,
                cause=self._cause,
                brand_id=self._brand_id,
                provider=self._provider,
                operation=operation,
                attempt=attempt,
                requested_at=self._clock.now(),
                outcome=CallOutcome.PENDING,
                cost=self._prices.of(operation),
                price_version=self._prices.version,
            )
            earlier = self._ledger.begin(row)
            if earlier is None:
                return row
            if earlier.outcome is CallOutcome.PENDING:
                self._leave_to_its_worker(earlier, row)
                self._ledger.settle(
                    earlier.model_copy(update={"outcome": CallOutcome.UNKNOWN, "error": LOST})
                )

    def _leave_to_its_worker(self, earlier: ApiCall, row: ApiCall) -> None:
        """Raises RateLimitedError while a licence that is being bought may still come."""
        left = earlier.requested_at + AT_WORK - row.requested_at
        if row.operation == Operation.DOWNLOAD and left > timedelta(0):
            wait_s = int(left.total_seconds()) + 1
            raise RateLimitedError("Another worker is buying this picture; its outcome is awaited.", wait_s)

    def _failed(self, row: ApiCall, error: ProviderError) -> ApiCall:
        facts = error.facts
        refused = not facts.reached or (facts.status is not None and facts.status >= 300)
        maybe_charged = not refused and _is_purchase(row)
        settled = _settled(row, CallOutcome.UNKNOWN if maybe_charged else CallOutcome.FAILED, facts)
        cost = row.cost if maybe_charged else Money(currency=row.cost.currency)
        detail = error.detail if isinstance(error, OnBrandError) else str(error)
        return settled.model_copy(update={"error": detail, "cost": cost})


def _is_purchase(row: ApiCall) -> bool:
    """A licence is one at any price."""
    return row.cost.amount > 0 or row.operation == Operation.DOWNLOAD


def _settled(row: ApiCall, outcome: CallOutcome, facts: CallFacts) -> ApiCall:
    return row.model_copy(
        update={
            "outcome": outcome,
            "status": facts.status,
            "response_time_ms": facts.response_time_ms,
            # What the provider says of its limit counts more than what we know of it.
            "rate_limit": row.rate_limit if facts.rate_limit == RateLimitState() else facts.rate_limit,
            "bytes": facts.bytes,
            "tokens_used": facts.tokens_used,
        }
    )
