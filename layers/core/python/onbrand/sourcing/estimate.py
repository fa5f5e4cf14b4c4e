"""What a picture will cost, as far as that is known before it is searched for."""

from collections.abc import Mapping
from decimal import Decimal

from pydantic import Field

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value
from onbrand.sourcing.model import CallPrices, Operation
from onbrand.sourcing.service import CONSIDERED

SOURCING: Mapping[Operation, int] = {
    Operation.SEARCH: 1,
    Operation.DETAIL: CONSIDERED,
    Operation.PREVIEW: CONSIDERED,
    Operation.DOWNLOAD: 1,
    Operation.FILE: 1,
}
"""The calls of a request whose first search finds enough, and whose first choice is still there."""

LOOKING: Mapping[Operation, int] = {Operation.FACES: 1, Operation.LABELS: 1}


class EstimatedCost(Value):
    """What the calls to one provider will cost at its price list of this version."""

    provider: str
    cost: Money
    price_version: str


class Estimate(Value):
    """What a request will probably cost. The ledger says what it did cost."""

    pictures: int = Field(default=1, ge=0, description="Licences that will be bought.")
    costs: tuple[EstimatedCost, ...] = ()


def estimated(provider: str, prices: CallPrices, calls: Mapping[Operation, int]) -> EstimatedCost:
    """The cost of so many calls of each operation."""
    amount = sum((prices.of(name).amount * count for name, count in calls.items()), Decimal(0))
    cost = Money(amount=amount, currency=prices.currency)
    return EstimatedCost(provider=provider, cost=cost, price_version=prices.version)
