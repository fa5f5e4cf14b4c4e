"""The ledger of API calls, the windows that it is summed in, and what they tell."""

from onbrand.metering.accounts import BudgetDesign, Limit
from onbrand.metering.administration import AccountService, BudgetReport, BudgetState, ChangedPlan, PlanState
from onbrand.metering.budgeted_ledger import BudgetedLedger
from onbrand.metering.calendar import Calendar
from onbrand.metering.closing import SHARDS, Closed, ShardJob, WindowCloser
from onbrand.metering.compliance import (
    ComplianceFigures,
    ComplianceRanking,
    ComplianceReports,
    ComplianceTrend,
    Period,
)
from onbrand.metering.costs import CostReport, CostReports
from onbrand.metering.errors import (
    AggregationIncompleteError,
    HeldElsewhereError,
    MixedCurrenciesError,
    UpgradeRequiredError,
    UsageRangeError,
)
from onbrand.metering.facts import AssetFact, facts_of
from onbrand.metering.limiter import ProviderLimits, RateLimiter
from onbrand.metering.model import ComplianceSummary, Dimension, SpendSummary, UsageSummary
from onbrand.metering.plans import PLANS, Plan, PlanId
from onbrand.metering.provider_days import ProviderDays
from onbrand.metering.quotes import Quotes
from onbrand.metering.reconciling import Reconciliation
from onbrand.metering.spending import Spending
from onbrand.metering.throttle import Policy, Throttle
from onbrand.metering.usage import SpendReport, UsageReport, UsageReports

__all__ = [
    "PLANS",
    "SHARDS",
    "AccountService",
    "AggregationIncompleteError",
    "AssetFact",
    "BudgetDesign",
    "BudgetReport",
    "BudgetState",
    "BudgetedLedger",
    "Calendar",
    "ChangedPlan",
    "Closed",
    "ComplianceFigures",
    "ComplianceRanking",
    "ComplianceReports",
    "ComplianceSummary",
    "ComplianceTrend",
    "CostReport",
    "CostReports",
    "Dimension",
    "HeldElsewhereError",
    "Limit",
    "MixedCurrenciesError",
    "Period",
    "Plan",
    "PlanId",
    "PlanState",
    "Policy",
    "ProviderDays",
    "ProviderLimits",
    "Quotes",
    "RateLimiter",
    "Reconciliation",
    "ShardJob",
    "SpendReport",
    "SpendSummary",
    "Spending",
    "Throttle",
    "UpgradeRequiredError",
    "UsageRangeError",
    "UsageReport",
    "UsageReports",
    "UsageSummary",
    "WindowCloser",
    "facts_of",
]
