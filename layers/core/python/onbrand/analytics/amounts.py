"""Sums of money by currency: currencies are never added up."""

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from onbrand.kernel.money import Money


def by_currency(amounts: Iterable[Money]) -> dict[str, Decimal]:
    """Exact sums, the largest first; an amount of nothing is left out."""
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for one in amounts:
        sums[one.currency] += one.amount
    paid = {currency: amount for currency, amount in sums.items() if amount}
    return dict(sorted(paid.items(), key=lambda item: (-item[1], item[0])))
