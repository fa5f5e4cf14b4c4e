"""What a request will cost, asked before anything is bought."""

from collections import defaultdict
from decimal import Decimal

from onbrand.metering.budgets import PICTURES
from onbrand.metering.spending import Spending
from onbrand.sourcing.estimate import Estimate


class Quotes:
    """A ``content.ports.Allowance``. It holds nothing back: what is left may be gone when the picture is bought."""

    def __init__(self, spending: Spending, usual: Estimate) -> None:
        self._spending = spending
        self._usual = usual

    def estimate(self, organization_id: str, brand_id: str) -> Estimate:
        """The cost of a request as things usually go. Raises BudgetExhaustedError."""
        demand: defaultdict[str, Decimal] = defaultdict(Decimal)
        demand[PICTURES] += self._usual.pictures
        for line in self._usual.costs:
            demand[line.cost.currency] += line.cost.amount
        wanted = {meter: amount for meter, amount in demand.items() if amount}
        self._spending.check(organization_id, brand_id, wanted)
        return self._usual
