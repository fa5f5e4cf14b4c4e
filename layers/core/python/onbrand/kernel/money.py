"""Amounts of money: an exact decimal and an ISO 4217 currency, never a float."""

from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, StringConstraints

Currency = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class Money(BaseModel):
    """``amount`` units of ``currency``; sums of different currencies are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Decimal = Decimal(0)
    currency: Currency = "EUR"

    def __add__(self, other: "Money") -> "Money":
        if other.currency != self.currency:
            raise ValueError(f"{other.currency} cannot be added to {self.currency}")
        return Money(amount=self.amount + other.amount, currency=self.currency)
