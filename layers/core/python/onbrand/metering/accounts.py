"""An organization's account: its subscription, and the budgets that it set itself."""

from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, model_validator

from onbrand.kernel.money import Currency, Money
from onbrand.kernel.values import Value
from onbrand.metering.budgets import PICTURES
from onbrand.metering.subscription import Subscription

MOST_CURRENCIES = 5


class Limit(Value):
    """An amount of a currency a month."""

    amount: Annotated[Decimal, Field(ge=0, max_digits=12, decimal_places=4)]
    currency: Currency = "EUR"


class BudgetDesign(Value):
    """At most one amount a currency; calls that are paid in another one are not held back."""

    limits: tuple[Limit, ...] = Field(default=(), max_length=MOST_CURRENCIES)

    @model_validator(mode="after")
    def _one_a_currency(self) -> Self:
        currencies = [limit.currency for limit in self.limits]
        if len(set(currencies)) < len(currencies):
            raise ValueError("name each currency once")
        return self


class Account(Value):
    """``brands`` holds the budgets of those brands that have one."""

    organization_id: str
    subscription: Subscription
    budget: BudgetDesign = BudgetDesign()
    brands: dict[str, BudgetDesign] = Field(default_factory=dict)
    version: int = 0

    def limits(self, brand_id: str | None) -> dict[str, Decimal]:
        """Of the organization (None) or of a brand, by meter."""
        if brand_id is not None:
            return _by_meter(self.brands.get(brand_id, BudgetDesign()))
        limits = _by_meter(self.budget)
        pictures = self.subscription.terms.pictures
        return limits if pictures is None else {**limits, PICTURES: Decimal(pictures)}


def _by_meter(design: BudgetDesign) -> dict[str, Decimal]:
    return {limit.currency: limit.amount for limit in design.limits}


def amount_text(meter: str, amount: Decimal) -> str:
    """The amount as people read it: ``41.00 EUR``, ``12 pictures``."""
    if meter == PICTURES:
        return f"{amount:f} {PICTURES}"
    money = Money(amount=amount, currency=meter)
    places = max(2, -int(money.amount.normalize().as_tuple().exponent))
    return f"{money.amount:.{places}f} {money.currency}"
