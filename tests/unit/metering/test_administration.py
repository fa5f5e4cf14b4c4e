"""Plans and budgets through the use cases of members."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from onbrand.kernel.money import Money
from onbrand.metering.accounts import BudgetDesign, Limit
from onbrand.metering.errors import AccountVersionError, UpgradeRequiredError
from onbrand.metering.plans import PlanId
from tests.support.budgets import OWNER, Buying

TEN = BudgetDesign(limits=(Limit(amount=Decimal("10.00")),))
ADMIN = Access("admin", "org", Role.ADMIN)


def test_an_owner_changes_the_plan_once_and_pays_the_rest_of_the_month() -> None:
    world = Buying(plan=PlanId.FREE)
    world.move(datetime(2026, 1, 16, 12, tzinfo=UTC))
    changed = world.accounts.change_plan(OWNER, PlanId.TEAM)
    assert changed.proration is not None
    assert changed.proration.due == Money(amount=Decimal("24.50"))
    assert (changed.plan.id, changed.version) == (PlanId.TEAM, 1)
    assert changed.resets_at == datetime(2026, 2, 1, tzinfo=UTC)
    again = world.accounts.change_plan(OWNER, PlanId.TEAM)
    assert (again.proration, again.version) == (None, 1)
    assert world.accounts.plan(ADMIN).plan.id is PlanId.TEAM
    with pytest.raises(PermissionMissingError):
        world.accounts.change_plan(ADMIN, PlanId.BUSINESS)
    with pytest.raises(AccountVersionError, match="version 1"):
        world.accounts.change_plan(OWNER, PlanId.BUSINESS, version=0)


def test_a_brands_budget_needs_a_plan_that_has_them() -> None:
    world = Buying(plan=PlanId.FREE)
    with pytest.raises(UpgradeRequiredError) as refused:
        world.accounts.set_budget(ADMIN, "brand", TEN)
    assert str(refused.value) == (
        "Budgets of single brands are not part of the plan Free; the plan Team has them."
    )
    world.accounts.change_plan(OWNER, PlanId.TEAM)
    assert world.accounts.set_budget(ADMIN, "brand", TEN).budget == TEN
    assert world.accounts.budget(ADMIN, "brand").budget == TEN
    assert world.accounts.budget(ADMIN, None).budget == BudgetDesign()
    # it can be taken away, also after the plan was given up
    world.accounts.change_plan(OWNER, PlanId.FREE)
    assert world.accounts.set_budget(ADMIN, "brand", BudgetDesign()).budget == BudgetDesign()
    with pytest.raises(PermissionMissingError):
        world.accounts.set_budget(Access("creator", "org", Role.CREATOR), None, TEN)


def test_the_report_tells_what_is_left() -> None:
    world = Buying(plan=PlanId.TEAM, EUR="10.00")
    world.limit("other", EUR="0.00")
    world.buy(world.purchase(1))
    world.spending.reserve(world.purchase(2))
    report = world.accounts.report(ADMIN)
    assert (report.plan, report.resets_at) == (PlanId.TEAM, datetime(2026, 2, 1, tzinfo=UTC))
    told = [
        (one.brand_id, one.meter, one.limit, one.used, one.reserved, one.left, one.percent)
        for one in report.items
    ]
    tenth, one = Decimal("0.1"), Decimal(1)
    assert told == [
        (None, "EUR", Decimal(10), tenth, tenth, Decimal("9.8"), Decimal("2.0")),
        (None, "pictures", Decimal(500), one, one, Decimal(498), Decimal("0.4")),
        ("brand", "EUR", None, tenth, tenth, None, None),
        ("brand", "pictures", None, one, one, None, None),
        ("other", "EUR", Decimal(0), Decimal(0), Decimal(0), Decimal(0), None),
    ]
    with pytest.raises(PermissionMissingError):
        world.accounts.report(Access("viewer", "org", Role.VIEWER))


def test_a_currency_is_named_once() -> None:
    with pytest.raises(ValueError, match="name each currency once"):
        BudgetDesign(limits=(Limit(amount=Decimal(1)), Limit(amount=Decimal(2))))
