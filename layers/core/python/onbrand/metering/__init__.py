"""The ledger of API calls and what it sums up to."""

from onbrand.metering.errors import AggregationIncompleteError, MixedCurrenciesError, UsageRangeError
from onbrand.metering.model import UsageSummary
from onbrand.metering.service import Aggregated, MeteringService

__all__ = [
    "Aggregated",
    "AggregationIncompleteError",
    "MeteringService",
    "MixedCurrenciesError",
    "UsageRangeError",
    "UsageSummary",
]
