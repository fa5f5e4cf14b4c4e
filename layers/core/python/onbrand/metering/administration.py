"""Plans and budgets as members see and change them."""

from collections.abc import Callable
from datetime import datetime
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Protocol

from pydantic import Field

from onbrand.brand.profile import BrandProfile
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.values import Value
from onbrand.metering.accounts import Account, BudgetDesign
from onbrand.metering.budgets import Tally
from onbrand.metering.errors import AccountMovedError, AccountVersionError, UpgradeRequiredError
from onbrand.metering.plans import PLANS, Feature, Plan, PlanId, plan_with
from onbrand.metering.ports import BudgetRepository
from onbrand.metering.subscription import BillingPeriod, Proration, prorate

TRIES = 10
TENTH = Decimal("0.1")


class PlanState(Value):
    """The plan, and the month that it is counted in."""

    plan: Plan
    starts_at: datetime
    resets_at: datetime = Field(
        description="The midnight of the organization's time zone that ends the month."
    )
    time_zone: str
    version: int = Field(description="Of plan and budgets together; for `If-Match`.")


class ChangedPlan(PlanState):
    """The plan after a change; ``proration`` is null when it was the organization's plan before."""

    proration: Proration | None


class BudgetState(Value):
    """A budget of an organization or a brand."""

    brand_id: str | None = Field(description="Null: of the organization as a whole.")
    budget: BudgetDesign
    version: int = Field(description="Of plan and budgets together; for `If-Match`.")


class Standing(Value):
    """How far a budget or quota is used in this month."""

    brand_id: str | None = Field(description="Null: of the organization as a whole.")
    meter: str = Field(description="A currency, or `pictures`.")
    limit: Decimal | None = Field(description="Null: no limit.")
    used: Decimal
    reserved: Decimal = Field(description="Being bought now, or of an outcome that nobody knows yet.")
    left: Decimal | None
    percent: Decimal | None = Field(description="Used and reserved of the limit.")


class BudgetReport(Value):
    """All budgets and quotas of this month."""

    plan: PlanId
    starts_at: datetime
    resets_at: datetime
    time_zone: str
    items: tuple[Standing, ...]


class Brands(Protocol):
    """Which brands there are."""

    def profile(self, organization_id: str, brand_id: str, version: int | None = None) -> BrandProfile:
        """The brand's profile. Raises a NotFound."""
        ...


class AccountService:
    """Use cases of owners (the plan), administrators (budgets) and whoever may see usage."""

    def __init__(self, repository: BudgetRepository, brands: Brands, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._brands = brands
        self._clock = clock
        self._ids = ids

    def plan(self, access: Access) -> PlanState:
        """The organization's plan."""
        access.require(Permission.READ_USAGE)
        account = self._repository.account(access.organization_id)
        return PlanState(**self._state(account))

    def change_plan(self, access: Access, plan: PlanId, version: int | None = None) -> ChangedPlan:
        """Takes effect at once: the month stays, its rest is paid at the new price, what was used counts.

        Raises AccountVersionError.
        """
        access.require(Permission.MANAGE_PLAN)
        proration: Proration | None = None

        def change(account: Account) -> tuple[Account, dict[str, Any]] | None:
            nonlocal proration
            old, new = account.subscription.terms, PLANS[plan]
            proration = None
            if old.id is new.id:
                return None
            now = self._clock.now()
            proration = prorate(old, new, account.subscription.period(now), now)
            subscription = account.subscription.model_copy(update={"plan": new.id})
            told = {"from": old.id.value, "to": new.id.value, "price_version": new.version}
            return account.model_copy(update={"subscription": subscription}), {
                **told,
                "proration": proration.model_dump(mode="json"),
            }

        account = self._change(access, "PlanChanged", version, change)
        return ChangedPlan(**self._state(account), proration=proration)

    def budget(self, access: Access, brand_id: str | None) -> BudgetState:
        """Of the organization (None) or a brand. Raises BrandNotFoundError."""
        access.require(Permission.READ_USAGE)
        self._require_brand(access, brand_id)
        return _budget(self._repository.account(access.organization_id), brand_id)

    def set_budget(
        self, access: Access, brand_id: str | None, design: BudgetDesign, version: int | None = None
    ) -> BudgetState:
        """Counts from now on, with what this month has used already.

        Raises BrandNotFoundError, UpgradeRequiredError, AccountVersionError.
        """
        access.require(Permission.MANAGE_ORGANIZATION)
        self._require_brand(access, brand_id)

        def change(account: Account) -> tuple[Account, dict[str, Any]] | None:
            if brand_id is not None and design.limits:
                require_feature(account, Feature.BRAND_BUDGETS, "Budgets of single brands")
            if _budget(account, brand_id).budget == design:
                return None
            told = {"brand_id": brand_id, "budget": design.model_dump(mode="json")}
            if brand_id is None:
                return account.model_copy(update={"budget": design}), told
            brands = {**account.brands, brand_id: design}
            if not design.limits:
                del brands[brand_id]
            return account.model_copy(update={"brands": brands}), told

        return _budget(self._change(access, "BudgetChanged", version, change), brand_id)

    def report(self, access: Access) -> BudgetReport:
        """What is used, reserved and left in this month."""
        access.require(Permission.READ_USAGE)
        account = self._repository.account(access.organization_id)
        period = account.subscription.period(self._clock.now())
        found = self._repository.all_tallies(access.organization_id, period.day)
        tallies = {tally.brand_id: tally for tally in found}
        subjects = [None, *sorted({*account.brands, *(brand for brand in tallies if brand is not None)})]
        items: list[Standing] = []
        for subject in subjects:
            tally = tallies.get(subject) or Tally(
                organization_id=access.organization_id, brand_id=subject, period=period.day
            )
            items += _standings(tally, account.limits(subject))
        return BudgetReport(
            plan=account.subscription.plan,
            starts_at=period.starts_at,
            resets_at=period.ends_at,
            time_zone=account.subscription.time_zone,
            items=tuple(items),
        )

    def _state(self, account: Account) -> dict[str, Any]:
        period: BillingPeriod = account.subscription.period(self._clock.now())
        return {
            "plan": account.subscription.terms,
            "starts_at": period.starts_at,
            "resets_at": period.ends_at,
            "time_zone": account.subscription.time_zone,
            "version": account.version,
        }

    def _require_brand(self, access: Access, brand_id: str | None) -> None:
        if brand_id is not None:
            self._brands.profile(access.organization_id, brand_id)

    def _change(
        self,
        access: Access,
        event_type: str,
        version: int | None,
        change: Callable[[Account], tuple[Account, dict[str, Any]] | None],
    ) -> Account:
        for _ in range(TRIES):
            before = self._repository.account(access.organization_id)
            if version is not None and before.version != version:
                raise AccountVersionError(f"Plan and budgets are at version {before.version} by now.")
            changed = change(before)
            if changed is None:
                return before
            account = changed[0].model_copy(update={"version": before.version + 1})
            event = Event(
                id=self._ids.new(),
                type=event_type,
                organization_id=access.organization_id,
                aggregate="account",
                aggregate_id=access.organization_id,
                sequence=account.version,
                occurred_at=self._clock.now(),
                actor=access.user_id,
                payload=changed[1],
            )
            try:
                self._repository.save(account, event)
            except AccountMovedError:
                continue
            return account
        raise AccountMovedError("Plan and budgets are being changed by others at the moment; try again.")


def require_feature(account: Account, feature: Feature, what: str) -> None:
    """Raises UpgradeRequiredError, which names the plan that has the feature."""
    plan = account.subscription.terms
    if feature not in plan.features:
        raise UpgradeRequiredError(
            f"{what} are not part of the plan {plan.name}; the plan {plan_with(feature).name} has them."
        )


def _budget(account: Account, brand_id: str | None) -> BudgetState:
    budget = account.budget if brand_id is None else account.brands.get(brand_id, BudgetDesign())
    return BudgetState(brand_id=brand_id, budget=budget, version=account.version)


def _standings(tally: Tally, limits: dict[str, Decimal]) -> list[Standing]:
    standings: list[Standing] = []
    for meter in sorted({*limits, *tally.meters}):
        use, limit = tally.use(meter), limits.get(meter)
        standings.append(
            Standing(
                brand_id=tally.brand_id,
                meter=meter,
                limit=limit,
                used=use.used,
                reserved=use.reserved,
                left=None if limit is None else max(limit - use.taken, Decimal(0)),
                percent=(use.taken * 100 / limit).quantize(TENTH, ROUND_HALF_EVEN) if limit else None,
            )
        )
    return standings
