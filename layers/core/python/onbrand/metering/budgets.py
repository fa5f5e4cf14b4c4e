"""Budgets and quotas as pure rules: what is used and reserved in a month, what is left, when to warn.

A *meter* is what is counted: ``EUR`` (any currency) for money, ``pictures`` for licensed pictures. A tally counts
an organization's or a brand's meters in one period. It only changes together with a reservation, so what it says
is always the sum of the reservations.
"""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.values import Value

PICTURES = "pictures"
BUYS_PICTURE = "resources.download"
"""The call that licenses a picture."""
WARN_AT = (50, 80, 95)
"""Percent of a limit that are told, once each."""


class Use(Value):
    """``used`` is bought, ``reserved`` is being bought or has an outcome that nobody knows."""

    used: Decimal = Decimal(0)
    reserved: Decimal = Decimal(0)

    @property
    def taken(self) -> Decimal:
        """What nobody else can have."""
        return self.used + self.reserved


class Warned(Value):
    """The highest warning given, and the limit that it was about."""

    percent: int
    limit: Decimal


class Tally(Value):
    """What an organization (``brand_id`` None) or a brand uses in a period."""

    organization_id: str
    brand_id: str | None = None
    period: date
    meters: dict[str, Use] = Field(default_factory=dict)
    warned: dict[str, Warned] = Field(default_factory=dict)
    warnings: int = 0
    version: int = 0

    def use(self, meter: str) -> Use:
        """Of one meter."""
        return self.meters.get(meter, Use())

    def plus(self, *, used: Mapping[str, Decimal], reserved: Mapping[str, Decimal]) -> "Tally":
        """With these amounts more (or less, where they are negative), one version on."""
        meters = dict(self.meters)
        for meter in sorted({*used, *reserved}):
            use = self.use(meter)
            meters[meter] = Use(
                used=use.used + used.get(meter, Decimal(0)),
                reserved=use.reserved + reserved.get(meter, Decimal(0)),
            )
        return self.model_copy(update={"meters": meters, "version": self.version + 1})


class ReservationState(StrEnum):
    """``open``: the outcome is not known yet. ``released``: nothing was bought."""

    OPEN = "open"
    SETTLED = "settled"
    RELEASED = "released"


class Reservation(Value):
    """What one call may cost, held from before it is made until its outcome is known.

    ``period`` is the one that it was made in, whenever it is settled. ``charged`` is what it came to.
    """

    organization_id: str
    brand_id: str | None = None
    request_id: str | None = None
    cause: str
    call_id: str
    period: date
    amounts: dict[str, Decimal]
    charged: dict[str, Decimal] = Field(default_factory=dict)
    state: ReservationState = ReservationState.OPEN
    expires_at: datetime
    version: int = 1


class Shortage(Value):
    """The budget or quota that a call does not fit into any more."""

    brand_id: str | None
    meter: str
    limit: Decimal
    taken: Decimal


def demand_of(call: ApiCall) -> dict[str, Decimal]:
    """What a call takes of which meter; nothing when it is free."""
    demand: dict[str, Decimal] = {}
    if call.cost.amount:
        demand[call.cost.currency] = call.cost.amount
    if call.operation == BUYS_PICTURE:
        demand[PICTURES] = Decimal(1)
    return demand


def shortage(tally: Tally, demand: Mapping[str, Decimal], limits: Mapping[str, Decimal]) -> Shortage | None:
    """The first limit that the demand would exceed; None when all of it fits."""
    for meter in sorted(demand):
        taken = tally.use(meter).taken
        if meter in limits and taken + demand[meter] > limits[meter]:
            return Shortage(brand_id=tally.brand_id, meter=meter, limit=limits[meter], taken=taken)
    return None


def warnings_due(tally: Tally, limits: Mapping[str, Decimal]) -> dict[str, int]:
    """The highest threshold that each meter has reached and that was not told yet, by meter.

    A changed limit starts anew: half of more money is another fact.
    """
    due: dict[str, int] = {}
    for meter, limit in limits.items():
        taken = tally.use(meter).taken
        reached = [percent for percent in WARN_AT if taken > 0 and taken * 100 >= limit * percent]
        told = tally.warned.get(meter)
        before = told.percent if told and told.limit == limit else 0
        if reached and reached[-1] > before:
            due[meter] = reached[-1]
    return due


def with_warnings(tally: Tally, due: Mapping[str, int], limits: Mapping[str, Decimal]) -> Tally:
    """The tally once these warnings are told."""
    told = {meter: Warned(percent=percent, limit=limits[meter]) for meter, percent in due.items()}
    return tally.model_copy(
        update={"warned": {**tally.warned, **told}, "warnings": tally.warnings + len(told)}
    )
