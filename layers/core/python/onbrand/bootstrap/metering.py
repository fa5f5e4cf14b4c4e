"""Provides the ledger, the windows that it is summed in, reports of them, budgets and plans."""

from onbrand.adapters.dynamodb.budgets import TableBudgets
from onbrand.adapters.dynamodb.metering import TableLedger, TableRows
from onbrand.adapters.dynamodb.metering_counts import TableCounts
from onbrand.adapters.dynamodb.metering_summaries import TableSummaries
from onbrand.adapters.dynamodb.metering_windows import TableWindows
from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.bootstrap.brand import library
from onbrand.bootstrap.parts import WorkQueue, parts
from onbrand.kernel.limits import Standing, Window
from onbrand.metering import (
    AccountService,
    BudgetedLedger,
    Calendar,
    ComplianceReports,
    ProviderDays,
    ProviderLimits,
    Quotes,
    RateLimiter,
    Spending,
    UsageReports,
    WindowCloser,
)
from onbrand.settings import DetectionSettings, PriceSettings
from onbrand.sourcing import CallPrices
from onbrand.sourcing.estimate import LOOKING, SOURCING, Estimate, estimated

PROVIDERS = ("freepik",)
"""Those that may report what they counted."""


def ledger() -> TableLedger:
    """The ledger of calls."""
    return TableLedger(parts().table, parts().clock)


def freepik_permits(windows: tuple[Window, ...]) -> RateLimiter:
    """Permits for calls to Freepik, which are counted for the whole account."""
    return RateLimiter(
        TableRates(parts().table), parts().clock, ProviderLimits(provider="freepik", windows=windows)
    )


def count_person(subject: str) -> Standing:
    """Counts a call of a person to the members' API. Raises RateLimitedError."""
    return parts().throttle.person(subject)


def count_tenant(organization_id: str) -> Standing:
    """Counts a call for a tenant. Raises RateLimitedError."""
    return parts().throttle.tenant(organization_id)


def budgeted_ledger() -> BudgetedLedger:
    """The ledger for those who buy."""
    return BudgetedLedger(ledger(), spending())


def spending() -> Spending:
    """Reserves and settles."""
    return Spending(TableBudgets(parts().table), parts().clock, parts().ids)


def accounts() -> AccountService:
    """Plans and budgets."""
    return AccountService(TableBudgets(parts().table), library(), parts().clock, parts().ids)


def quotes() -> Quotes:
    """What requests will cost."""
    environ = parts().environ
    freepik, detection = PriceSettings.read(environ), DetectionSettings.read(environ)
    prices = {"costs": freepik.freepik_costs, "currency": freepik.freepik_currency}
    costs = [estimated("freepik", CallPrices.model_validate(prices), SOURCING)]
    if detection.picture_detector is not None:
        costs.append(estimated(detection.picture_detector, detection_prices(), LOOKING))
    return Quotes(spending(), Estimate(costs=tuple(costs)))


def detection_prices() -> CallPrices:
    """What a look at a picture costs."""
    settings = DetectionSettings.read(parts().environ)
    return CallPrices.model_validate(
        {"costs": settings.rekognition_costs, "currency": settings.rekognition_currency}
    )


def shard_work() -> WorkQueue:
    """Where shards wait for their worker."""
    return parts().work


def window_closer() -> WindowCloser:
    """Sums what is due."""
    return WindowCloser(TableWindows(parts().table), TableRows(parts().table), parts().clock)


def provider_days() -> ProviderDays:
    """Compares the ledgers with what providers report."""
    return ProviderDays(TableCounts(parts().table), PROVIDERS)


def usage_reports() -> UsageReports:
    """Usage and spend by day."""
    return UsageReports(_calendar(), TableSummaries(parts().table), TableRows(parts().table))


def compliance_trends() -> ComplianceReports:
    """Compliance by day and week."""
    return ComplianceReports(_calendar(), TableSummaries(parts().table), TableRows(parts().table))


def _calendar() -> Calendar:
    return Calendar(TableWindows(parts().table), parts().clock)
