"""Reads the figures of days: closed ones as they were summed, open ones summed now."""

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from onbrand.analytics.model import ReportPeriod
from onbrand.metering import (
    Calendar,
    ComplianceSummary,
    Dimension,
    Reconciliation,
    SpendSummary,
    UsageSummary,
)
from onbrand.metering.calendar import Days, summed_now
from onbrand.metering.facts import sum_facts
from onbrand.metering.ports import CountRepository, LedgerRows, SummaryRepository
from onbrand.metering.sums import sum_calls
from onbrand.metering.windows import Window, start_of

EXTREMES = 3


@dataclass(frozen=True, slots=True)
class Judged:
    """An asset's last score in a period."""

    request_id: str
    brand_id: str
    score: Decimal


class Reading:
    """Figures of an organization."""

    def __init__(
        self,
        calendar: Calendar,
        summaries: SummaryRepository,
        rows: LedgerRows,
        counts: CountRepository,
        providers: Sequence[str],
    ) -> None:
        self._calendar = calendar
        self._summaries = summaries
        self._rows = rows
        self._counts = counts
        self._providers = providers

    def usage(self, organization_id: str, first: date, last: date) -> tuple[list[UsageSummary], Days]:
        """By day and provider."""
        days = self._calendar.days(organization_id, first, last)
        stored = self._summaries.usage(organization_id, first, last)
        live, days = summed_now(days, lambda window: self._calls(window)[0])
        return [*(one for one in stored if days.is_closed(one.date)), *live], days

    def spend(self, organization_id: str, first: date, last: date) -> tuple[list[SpendSummary], Days]:
        """By day, brand and provider."""
        days = self._calendar.days(organization_id, first, last)
        stored = self._summaries.spend(organization_id, first, last)
        live, days = summed_now(days, lambda window: self._calls(window)[1])
        return [*(one for one in stored if days.is_closed(one.date)), *live], days

    def compliance(
        self, organization_id: str, first: date, last: date
    ) -> tuple[list[ComplianceSummary], Days]:
        """By day and brand."""
        days = self._calendar.days(organization_id, first, last)
        stored = self._summaries.compliance_of_all(organization_id, Dimension.BRAND, first, last)
        live, days = summed_now(days, self._facts)
        return [*(one for one in stored if days.is_closed(one.date)), *live], days

    def extremes(
        self, organization_id: str, period: ReportPeriod, time_zone: str
    ) -> tuple[Sequence[Judged], Sequence[Judged]]:
        """The best and the worst assets of a period, no asset twice."""
        zone = ZoneInfo(time_zone)
        ends_at = start_of(period.last + timedelta(days=1), zone)
        latest = {
            fact.request_id: Judged(fact.request_id, fact.brand_id, fact.score)
            for fact in self._rows.facts(organization_id, start_of(period.first, zone), ends_at)
            if fact.score is not None
        }
        best = heapq.nlargest(EXTREMES, latest.values(), key=lambda one: (one.score, one.request_id))
        rest = [one for one in latest.values() if one not in best]
        return best, heapq.nsmallest(EXTREMES, rest, key=lambda one: (one.score, one.request_id))

    def disagreements(self, first: date, last: date) -> list[Reconciliation]:
        """Providers' days on which they and our ledgers cannot both be right."""
        return [
            one
            for provider in self._providers
            for one in self._counts.reconciled(provider, first, last)
            if not one.agrees
        ]

    def _calls(self, window: Window) -> tuple[list[UsageSummary], list[SpendSummary]]:
        span = (window.organization_id, window.starts_at, window.ends_at)
        return sum_calls(window.organization_id, window.day, self._rows.calls(*span))

    def _facts(self, window: Window) -> list[ComplianceSummary]:
        span = (window.organization_id, window.starts_at, window.ends_at)
        found = sum_facts(window.organization_id, window.day, self._rows.facts(*span))
        return [one for one in found if one.dimension is Dimension.BRAND]
