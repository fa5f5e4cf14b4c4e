"""What calls cost that no provider's account tells."""

from decimal import Decimal

from onbrand.kernel.money import Currency, Money
from onbrand.kernel.values import Value


class Price(Value):
    """The price of one call, and the price list that it is from."""

    version: str
    cost: Money


MAIL = Price(version="ses-essentials-2026-07-21", cost=Money(amount=Decimal("0.00016"), currency="USD"))
"""Amazon SES, plan Essentials (the default of new accounts): 0.16 USD per 1,000 mails up to ten millions a month."""


class AwsPrices(Value):
    """List prices of one region for what we use ourselves, before free tiers; each of one unit.

    ``gb_month`` is of 10^9 bytes stored for a month, ``gb_second`` of Lambda's memory on x86.
    """

    version: str
    region: str
    currency: Currency = "USD"
    invocation: Decimal
    gb_second: Decimal
    transition: Decimal
    read_unit: Decimal
    write_unit: Decimal
    put: Decimal
    get: Decimal
    gb_month: Decimal
    event: Decimal


MILLION, THOUSAND = 10**6, 10**3
AWS = AwsPrices(
    version="aws-us-east-1-2026-05",
    region="us-east-1",
    invocation=Decimal("0.20") / MILLION,  # 2026-05, several tables agree
    gb_second=Decimal("0.0000166667"),  # 2024 to 2026, first 6 billion GB-s a month
    transition=Decimal("0.025") / THOUSAND,  # Step Functions Standard, 2026-03-14; retries count
    read_unit=Decimal("0.125") / MILLION,  # DynamoDB on demand, 2025-07-21
    write_unit=Decimal("0.625") / MILLION,
    put=Decimal("0.005") / THOUSAND,  # S3 Standard, long-standing
    get=Decimal("0.0004") / THOUSAND,
    gb_month=Decimal("0.023"),
    event=Decimal("1.00") / MILLION,  # EventBridge, 2026-03-13
)
"""The providers' own pages render most prices dynamically; these are of dated third-party tables."""
