"""The plans, as data: what an organization pays a month, and what it may do for that."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType

from pydantic import Field

from onbrand.kernel.money import Money
from onbrand.kernel.values import Value


class PlanId(StrEnum):
    """The plans, the smallest first."""

    FREE = "free"
    TEAM = "team"
    BUSINESS = "business"


class Feature(StrEnum):
    """What not every plan has."""

    BRAND_BUDGETS = "brand_budgets"


class Plan(Value):
    """A plan at its price of a day. ``pictures``: how many may be licensed in a month, None without limit."""

    id: PlanId
    name: str
    price: Money = Field(description="A month, without tax.")
    pictures: int | None = Field(default=None, ge=0, description="Licensed pictures a month; null: no limit.")
    features: tuple[Feature, ...] = ()
    version: str = Field(description="Names the price list.")
    since: date = Field(description="The first day of this price list.")


def _plan(plan: PlanId, euros: str, pictures: int | None, *features: Feature) -> Plan:
    return Plan(
        id=plan,
        name=plan.value.capitalize(),
        price=Money(amount=Decimal(euros), currency="EUR"),
        pictures=pictures,
        features=features,
        version="plans-2026-01-01",
        since=date(2026, 1, 1),
    )


PLANS: Mapping[PlanId, Plan] = MappingProxyType(
    {
        plan.id: plan
        for plan in (
            _plan(PlanId.FREE, "0.00", 50),
            _plan(PlanId.TEAM, "49.00", 500, Feature.BRAND_BUDGETS),
            _plan(PlanId.BUSINESS, "199.00", None, Feature.BRAND_BUDGETS),
        )
    }
)


def plan_with(feature: Feature) -> Plan:
    """The smallest plan that has this feature."""
    return next(plan for plan in PLANS.values() if feature in plan.features)


def plan_above(plan: Plan) -> Plan | None:
    """The smallest plan with more pictures; None when there is none."""
    if plan.pictures is None:
        return None
    few = plan.pictures
    return next((one for one in PLANS.values() if one.pictures is None or one.pictures > few), None)
