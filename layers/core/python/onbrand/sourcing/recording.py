"""Every call of a request in the ledger: exactly one row a call, written before it and settled after it.

The number of a call (``attempt``) is the first of its operation that the request has not used yet. A row
that an
earlier run left PENDING belongs to a call whose outcome nobody knows: it becomes UNKNOWN and keeps its
price, and the call is
made again under the next number, visibly. A refusal (an answer of 4xx or 5xx, or a call that was never sent)
costs
nothing; a paid call that broke off after it was sent may have been charged, so it is UNKNOWN, too.
"""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.money import Money
from onbrand.sourcing.errors import ProviderError
from onbrand.sourcing.model import CallFacts, CallPrices, Operation
from onbrand.sourcing.ports import Answer, CallLedger

P = ParamSpec("P")
T = TypeVar("T")

LOST = "The worker stopped before the answer was recorded; the call was made again under the next number."


class CallBook:
    """The calls of one request to one provider."""

    def __init__(
        self,
        ledger: CallLedger,
        clock: Clock,
        prices: CallPrices,
        *,
        organization_id: str,
        request_id: str,
        provider: str,
        brand_id: str | None = None,
    ) -> None:
        self._ledger = ledger
        self._clock = clock
        self._prices = prices
        self._organization_id = organization_id
        self._request_id = request_id
        self._provider = provider
        self._brand_id = brand_id
        self._made: dict[Operation, int] = {}

    def make(
        self, operation: Operation, call: Callable[P, Answer[T]], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Makes the call and records it; errors of the call are recorded and raised."""
        row = self._begin(operation)
        try:
            answer = call(*args, **kwargs)
        except ProviderError as error:
            self._ledger.settle(self._failed(row, operation, error))
            raise
        self._ledger.settle(_settled(row, CallOutcome.SUCCEEDED, answer.facts))
        return answer.value

    def _begin(self, operation: Operation) -> ApiCall:
        while True:
            attempt = self._made[operation] = self._made.get(operation, 0) + 1
            row = ApiCall(
                organization_id=self._organization_id,
                request_id=self._request_id,
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
                self._ledger.settle(
                    earlier.model_copy(update={"outcome": CallOutcome.UNKNOWN, "error": LOST})
                )

    def _failed(self, row: ApiCall, operation: Operation, error: ProviderError) -> ApiCall:
        facts = error.facts
        refused = not facts.reached or (facts.status is not None and facts.status >= 300)
        maybe_charged = not refused and (row.cost.amount > 0 or operation is Operation.DOWNLOAD)
        settled = _settled(row, CallOutcome.UNKNOWN if maybe_charged else CallOutcome.FAILED, facts)
        cost = row.cost if maybe_charged else Money(currency=row.cost.currency)
        detail = error.detail if isinstance(error, OnBrandError) else str(error)
        return settled.model_copy(update={"error": detail, "cost": cost})


def _settled(row: ApiCall, outcome: CallOutcome, facts: CallFacts) -> ApiCall:
    return row.model_copy(
        update={
            "outcome": outcome,
            "status": facts.status,
            "response_time_ms": facts.response_time_ms,
            "rate_limit": facts.rate_limit,
            "bytes": facts.bytes,
            "tokens_used": facts.tokens_used,
        }
    )
