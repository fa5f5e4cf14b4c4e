"""Plans and budgets: what may be spent, and what is left of it."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import IfMatch, PathId, access, expected_version, user_id, versioned
from onbrand.bootstrap.costs import cost_reports
from onbrand.bootstrap.metering import accounts
from onbrand.kernel.ids import ULID_PATTERN
from onbrand.kernel.values import Value
from onbrand.metering import (
    PLANS,
    BudgetDesign,
    BudgetReport,
    BudgetState,
    ChangedPlan,
    CostReport,
    Plan,
    PlanId,
    PlanState,
)

router = Router()
TAGS = ["billing"]
OrganizationId = Annotated[
    str,
    Path(
        pattern=f"{ULID_PATTERN}|^current$",
        description="An organization; `current` is the one of the header.",
    ),
]

RequestId = Annotated[
    str, Query(alias="request_id", pattern=ULID_PATTERN, description="The request whose cost is meant.")
]


class PlanList(Value):
    """The plans, the smallest first."""

    items: tuple[Plan, ...]


class PlanChange(Value):
    """The new plan."""

    plan: PlanId


@router.get("/v1/plans", tags=TAGS, operation_id="listPlans", summary="What plans there are")
def list_plans() -> PlanList:
    """With what they cost a month and what they allow."""
    user_id(router)
    return PlanList(items=tuple(PLANS.values()))


@router.get(
    "/v1/organizations/<organization_id>/plan",
    tags=TAGS,
    operation_id="getPlan",
    summary="The organization's plan",
)
def get_plan(organization_id: OrganizationId) -> Response[PlanState]:
    """Months begin on the day that the organization was founded on, at midnight of its time zone."""
    state = accounts().plan(access(router, organization_id))
    return versioned(state, state.version)


@router.put(
    "/v1/organizations/<organization_id>/plan",
    tags=TAGS,
    operation_id="changePlan",
    summary="Change the plan",
)
def change_plan(
    organization_id: OrganizationId, change: PlanChange, if_match: IfMatch = None
) -> Response[ChangedPlan]:
    """Takes effect at once; the answer says what the rest of the month costs. What was used counts in the new plan's
    quota. Owners only. `If-Match` may name the version."""
    version = None if if_match is None else expected_version(if_match)
    state = accounts().change_plan(access(router, organization_id), change.plan, version)
    return versioned(state, state.version)


@router.get(
    "/v1/organizations/<organization_id>/budget",
    tags=TAGS,
    operation_id="getBudget",
    summary="The organization's own budget",
)
def get_budget(organization_id: OrganizationId) -> Response[BudgetState]:
    """Without limits nothing but the plan's quota holds purchases back."""
    state = accounts().budget(access(router, organization_id), None)
    return versioned(state, state.version)


@router.put(
    "/v1/organizations/<organization_id>/budget",
    tags=TAGS,
    operation_id="setBudget",
    summary="Set the organization's budget",
)
def set_budget(
    organization_id: OrganizationId, design: BudgetDesign, if_match: IfMatch = None
) -> Response[BudgetState]:
    """Each purchase is reserved before it is made; what does not fit is not bought, and its request ends with the
    reason. `If-Match` may name the version."""
    version = None if if_match is None else expected_version(if_match)
    state = accounts().set_budget(access(router, organization_id), None, design, version)
    return versioned(state, state.version)


@router.get(
    "/v1/brands/<brand_id>/budget", tags=TAGS, operation_id="getBrandBudget", summary="A brand's budget"
)
def get_brand_budget(brand_id: PathId) -> Response[BudgetState]:
    """It counts beside the organization's."""
    state = accounts().budget(access(router), brand_id)
    return versioned(state, state.version)


@router.put(
    "/v1/brands/<brand_id>/budget", tags=TAGS, operation_id="setBrandBudget", summary="Set a brand's budget"
)
def set_brand_budget(
    brand_id: PathId, design: BudgetDesign, if_match: IfMatch = None
) -> Response[BudgetState]:
    """Not part of every plan: 402 names the one that has it. `If-Match` may name the version."""
    version = None if if_match is None else expected_version(if_match)
    state = accounts().set_budget(access(router), brand_id, design, version)
    return versioned(state, state.version)


@router.get(
    "/v1/usage/budgets",
    tags=TAGS,
    operation_id="getBudgets",
    summary="What is used, reserved and left this month",
)
def budgets() -> BudgetReport:
    """Of the organization and each brand, by currency and for pictures."""
    return accounts().report(access(router))


@router.get(
    "/v1/usage/costs", tags=["records"], operation_id="getCosts", summary="What a request cost, by stage"
)
def costs(request: RequestId) -> CostReport:
    """What providers asked for, and what our own use of AWS comes to at list prices: counted units of functions, state
    transitions, table, bucket, events and mails."""
    return cost_reports().of_request(access(router), request)
