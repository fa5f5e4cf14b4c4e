"""The ledger of API calls, the windows that it is summed in, and what they tell."""

from onbrand.metering.calendar import Calendar
from onbrand.metering.closing import SHARDS, Closed, ShardJob, WindowCloser
from onbrand.metering.compliance import (
    ComplianceFigures,
    ComplianceRanking,
    ComplianceReports,
    ComplianceTrend,
    Period,
)
from onbrand.metering.errors import (
    AggregationIncompleteError,
    HeldElsewhereError,
    MixedCurrenciesError,
    UsageRangeError,
)
from onbrand.metering.facts import AssetFact, facts_of
from onbrand.metering.model import ComplianceSummary, Dimension, SpendSummary, UsageSummary
from onbrand.metering.usage import SpendReport, UsageReport, UsageReports

__all__ = [
    "SHARDS",
    "AggregationIncompleteError",
    "AssetFact",
    "Calendar",
    "Closed",
    "ComplianceFigures",
    "ComplianceRanking",
    "ComplianceReports",
    "ComplianceSummary",
    "ComplianceTrend",
    "Dimension",
    "HeldElsewhereError",
    "MixedCurrenciesError",
    "Period",
    "ShardJob",
    "SpendReport",
    "SpendSummary",
    "UsageRangeError",
    "UsageReport",
    "UsageReports",
    "UsageSummary",
    "WindowCloser",
    "facts_of",
]
