"""The ledger as those who buy see it: no call begins that no budget covers."""

from collections.abc import Sequence

from onbrand.kernel.calls import ApiCall
from onbrand.metering.budgets import demand_of
from onbrand.metering.spending import Spending
from onbrand.sourcing.ports import CallLedger


class BudgetedLedger:
    """A ledger that begins no call which is not covered. Made anew for each piece of work."""

    def __init__(self, ledger: CallLedger, spending: Spending) -> None:
        self._ledger = ledger
        self._spending = spending
        self._held: set[str] = set()

    def begin(self, call: ApiCall) -> ApiCall | None:
        """As the ledger's. Raises BudgetExhaustedError before anything is written."""
        is_new = self._spending.reserve(call)
        earlier = self._ledger.begin(call)
        if demand_of(call):
            self._held.add(call.id)
        if earlier is not None and is_new:
            self._spending.release(call)
        return earlier

    def settle(self, call: ApiCall) -> None:
        """As the ledger's, and then the reservation; should the worker die between them, the ledger tells later."""
        self._ledger.settle(call)
        if call.id in self._held:
            self._spending.settle(call)

    def of_request(self, organization_id: str, request_id: str) -> Sequence[ApiCall]:
        """As the ledger's."""
        return self._ledger.of_request(organization_id, request_id)
