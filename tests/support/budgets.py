"""An organization that buys pictures under budgets, on any table."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from onbrand.adapters.dynamodb.budgets import TableBudgets
from onbrand.adapters.dynamodb.metering import TableRows
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.identity import Access, Role
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.money import Money
from onbrand.metering.accounts import BudgetDesign, Limit
from onbrand.metering.administration import AccountService
from onbrand.metering.budgeted_ledger import BudgetedLedger
from onbrand.metering.budgets import Use
from onbrand.metering.plans import PlanId
from onbrand.metering.spending import Spending
from tests.support.accounting import FOUNDED, Accounting, call

PRICE = Decimal("0.10")
OWNER = Access("owner", "org", Role.OWNER)


class EveryBrand:
    """Knows any brand."""

    def profile(self, organization_id: str, brand_id: str, version: int | None = None) -> Any:
        """Something."""
        return object()


class Buying(Accounting):
    """An organization founded on 1 January 2026; ``limits``: its budgets, by currency."""

    def __init__(self, table: Any = None, plan: PlanId = PlanId.BUSINESS, **limits: str) -> None:
        super().__init__(table)
        self.repository = TableBudgets(self.table)
        self.spending = Spending(self.repository, self.clock, SequentialIds())
        self.accounts = AccountService(self.repository, EveryBrand(), self.clock, SequentialIds())
        self.found(at=FOUNDED)
        self.accounts.change_plan(OWNER, plan)
        self.limit(None, **limits)

    def limit(self, brand_id: str | None, **limits: str) -> None:
        """Sets a budget."""
        design = BudgetDesign(
            limits=tuple(Limit(amount=Decimal(amount), currency=name) for name, amount in limits.items())
        )
        self.accounts.set_budget(OWNER, brand_id, design)

    def purchase(self, number: int, **changes: Any) -> ApiCall:
        """The call that buys a picture for a request of this number, before it is made."""
        row: dict[str, Any] = {
            "request_id": f"request-{number}",
            "operation": "resources.download",
            "requested_at": self.clock.now(),
            "outcome": CallOutcome.PENDING,
            "status": None,
            "cost": Money(amount=PRICE),
        }
        return call(**(row | changes))

    def buy(self, purchase: ApiCall, outcome: CallOutcome = CallOutcome.SUCCEEDED) -> ApiCall | None:
        """Buys as sourcing does; what the ledger held before, if anything."""
        ledger = BudgetedLedger(self.ledger, self.spending)
        earlier = ledger.begin(purchase)
        if earlier is None:
            ledger.settle(ended(purchase, outcome))
        return earlier

    def use(self, meter: str = "EUR", brand_id: str | None = None) -> Use:
        """What is counted in this month."""
        day = self.repository.account("org").subscription.period(self.clock.now()).day
        tallies = {tally.brand_id: tally for tally in self.repository.all_tallies("org", day)}
        return tallies[brand_id].use(meter) if brand_id in tallies else Use()

    def spent(self) -> Decimal:
        """The ledger's own sum, of all its days."""
        rows = TableRows(self.table).calls("org", FOUNDED, datetime(2026, 3, 1, tzinfo=UTC))
        return sum((row.cost.amount for row in rows), Decimal(0))


def ended(purchase: ApiCall, outcome: CallOutcome) -> ApiCall:
    """The call once its outcome is known, or is known to be unknown."""
    cost = Money() if outcome is CallOutcome.FAILED else purchase.cost
    status = {CallOutcome.SUCCEEDED: 200, CallOutcome.FAILED: 500}.get(outcome)
    return purchase.model_copy(update={"outcome": outcome, "cost": cost, "status": status})
