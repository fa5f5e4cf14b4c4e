"""What was used and what it cost, by day: closed days as they were summed, open ones summed now."""

from datetime import date

from pydantic import Field

from onbrand.identity import Access, Permission
from onbrand.kernel.money import Money
from onbrand.kernel.values import Value
from onbrand.metering.calendar import Calendar, Days, summed_now
from onbrand.metering.model import SpendSummary, UsageSummary
from onbrand.metering.ports import LedgerRows, SummaryRepository
from onbrand.metering.sums import sum_calls
from onbrand.metering.windows import Window


class Span(Value):
    """The days of a report."""

    first: date = Field(description="First day, in the organization's time zone.")
    last: date = Field(description="Last day, included.")
    time_zone: str = Field(description="Days begin and end at its midnights.")
    closed_through: date | None = Field(
        description="The last day that is summed for good; later ones still grow. Null before the first night."
    )
    troubled: tuple[date, ...] = Field(
        default=(), description="Days that could not be summed; they are tried again every hour."
    )


class UsageReport(Span):
    """Usage by day and provider."""

    items: tuple[UsageSummary, ...]


class BrandTotal(Value):
    """What a brand's calls cost, one amount a currency."""

    brand_id: str = Field(description="The brand, or `none` for calls of no brand.")
    costs: tuple[Money, ...]


class SpendReport(Span):
    """Spend by day, brand and provider, and of each brand in all."""

    items: tuple[SpendSummary, ...]
    totals: tuple[BrandTotal, ...]


class UsageReports:
    """Reads O(days): the sums of closed days, and the ledger of those that are still open."""

    def __init__(self, calendar: Calendar, summaries: SummaryRepository, rows: LedgerRows) -> None:
        self._calendar = calendar
        self._summaries = summaries
        self._rows = rows

    def usage(self, access: Access, first: date | None = None, last: date | None = None) -> UsageReport:
        """Usage of these days, of the last thirty when none are named. Raises UsageRangeError."""
        days = self._days(access, first, last)
        stored = self._summaries.usage(access.organization_id, days.first, days.last)
        live, days = summed_now(days, lambda window: self._sums(window)[0])
        items = [*(summary for summary in stored if days.is_closed(summary.date)), *live]
        return UsageReport(**span_of(days), items=tuple(items))

    def spend(self, access: Access, first: date | None = None, last: date | None = None) -> SpendReport:
        """Spend of these days, of the last thirty when none are named. Raises UsageRangeError."""
        days = self._days(access, first, last)
        stored = self._summaries.spend(access.organization_id, days.first, days.last)
        live, days = summed_now(days, lambda window: self._sums(window)[1])
        items = [*(summary for summary in stored if days.is_closed(summary.date)), *live]
        return SpendReport(**span_of(days), items=tuple(items), totals=_totals(items))

    def _days(self, access: Access, first: date | None, last: date | None) -> Days:
        access.require(Permission.READ_USAGE)
        return self._calendar.days(access.organization_id, first, last)

    def _sums(self, window: Window) -> tuple[list[UsageSummary], list[SpendSummary]]:
        span = (window.organization_id, window.starts_at, window.ends_at)
        return sum_calls(window.organization_id, window.day, self._rows.calls(*span))


def span_of(days: Days) -> dict[str, object]:
    """The fields that every report has."""
    return {
        "first": days.first,
        "last": days.last,
        "time_zone": days.time_zone,
        "closed_through": days.closed_through,
        "troubled": days.troubled,
    }


def _totals(items: list[SpendSummary]) -> tuple[BrandTotal, ...]:
    sums: dict[str, dict[str, Money]] = {}
    for item in items:
        of_brand = sums.setdefault(item.brand_id, {})
        currency = item.cost.currency
        of_brand[currency] = of_brand[currency] + item.cost if currency in of_brand else item.cost
    return tuple(
        BrandTotal(brand_id=brand_id, costs=tuple(costs[name] for name in sorted(costs)))
        for brand_id, costs in sorted(sums.items())
    )
