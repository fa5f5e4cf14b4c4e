"""What calls cost that no provider's account tells."""

from decimal import Decimal

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value


class Price(Value):
    """The price of one call, and the price list that it is from."""

    version: str
    cost: Money


MAIL = Price(version="ses-essentials-2026-07-21", cost=Money(amount=Decimal("0.00016"), currency="USD"))
"""Amazon SES, plan Essentials (the default of new accounts): 0.16 USD per 1,000 mails up to ten millions a month."""
