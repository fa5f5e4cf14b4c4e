"""How compliant content was, by brand, template or author, and where it is going."""

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from enum import StrEnum
from typing import TypeAlias

from pydantic import Field

from onbrand.identity import Access, Permission
from onbrand.kernel.values import Value
from onbrand.metering.calendar import Calendar, Days, summed_now
from onbrand.metering.facts import combine, monday_of, sum_facts
from onbrand.metering.model import ComplianceSummary, Dimension, Share
from onbrand.metering.ports import LedgerRows, SummaryRepository
from onbrand.metering.usage import Span, span_of
from onbrand.metering.windows import Window

TEN_THOUSANDTH = Decimal("0.0001")
APPROVED = "approved"
Day: TypeAlias = date


class Period(StrEnum):
    """What a point of a trend stands for."""

    DAY = "day"
    WEEK = "week"


class CheckCount(Value):
    """A check that found something, and in how many assets."""

    check: str
    assets: int


class ComplianceFigures(Value):
    """Scores and rates are 0 to 1, null where nothing was judged or decided."""

    subject_id: str = Field(description="The brand, template or author.")
    date: Day = Field(description="The day, or the Monday that the week starts on.")
    assets: int = Field(description="Assets that were rendered and judged.")
    average_score: Decimal | None
    pass_rate: Decimal | None = Field(description="Share of the assets that passed without a person.")
    failed: int = Field(description="Assets that broke a rule that must hold.")
    components: dict[str, Decimal] = Field(description="Average score by component.")
    findings: tuple[CheckCount, ...] = Field(description="The most frequent first.")
    waivers: int
    decisions: dict[str, int] = Field(description="How often people, or the workflow, decided what.")
    approval_rate: Decimal | None


class ComplianceTrend(Span):
    """Figures by day or week; ``total`` of all, ``previous`` of as many days before, and the difference of
    the two average scores."""

    items: tuple[ComplianceFigures, ...]
    total: ComplianceFigures
    previous: ComplianceFigures
    score_change: Decimal | None


class ComplianceRanking(Span):
    """All brands, templates or authors with the figures of these days, the busiest first."""

    items: tuple[ComplianceFigures, ...]


class ComplianceReports:
    """Reads O(days) for one subject, O(days x subjects) for all of a kind."""

    def __init__(self, calendar: Calendar, summaries: SummaryRepository, rows: LedgerRows) -> None:
        self._calendar = calendar
        self._summaries = summaries
        self._rows = rows

    def trend(
        self,
        access: Access,
        dimension: Dimension,
        subject_id: str,
        first: date | None = None,
        last: date | None = None,
        period: Period = Period.DAY,
    ) -> ComplianceTrend:
        """The trend of one brand, template or author. Raises UsageRangeError."""
        days = self._days(access, first, last)
        length = days.last - days.first + timedelta(days=1)
        known = self._summaries.compliance(
            days.organization_id, dimension, subject_id, days.first - length, days.last
        )
        closed = [one for one in known if days.is_closed(one.date)]
        every, days = summed_now(days, self._sums)
        live = [one for one in every if (one.dimension, one.subject_id) == (dimension, subject_id)]
        now = [*(one for one in closed if one.date >= days.first), *live]
        before = [one for one in closed if one.date < days.first]
        empty = ComplianceSummary(
            organization_id=days.organization_id,
            dimension=dimension,
            subject_id=subject_id,
            date=days.first,
        )
        total = figures(combine(empty, now))
        previous = figures(combine(empty.model_copy(update={"date": days.first - length}), before))
        change = None
        if total.average_score is not None and previous.average_score is not None:
            change = total.average_score - previous.average_score
        points = now if period is Period.DAY else self._weeks(days, empty, now)
        return ComplianceTrend(
            **span_of(days),
            items=tuple(map(figures, points)),
            total=total,
            previous=previous,
            score_change=change,
        )

    def ranking(
        self, access: Access, dimension: Dimension, first: date | None = None, last: date | None = None
    ) -> ComplianceRanking:
        """All of a kind, compared. Raises UsageRangeError."""
        days = self._days(access, first, last)
        stored = self._summaries.compliance_of_all(days.organization_id, dimension, days.first, days.last)
        every, days = summed_now(days, self._sums)
        live = (one for one in every if one.dimension is dimension)
        known = [*(one for one in stored if days.is_closed(one.date)), *live]
        by_subject: dict[str, list[ComplianceSummary]] = {}
        for one in known:
            by_subject.setdefault(one.subject_id, []).append(one)
        whole = [figures(combine(first_, rest)) for first_, *rest in by_subject.values()]
        return ComplianceRanking(
            **span_of(days), items=tuple(sorted(whole, key=lambda one: (-one.assets, one.subject_id)))
        )

    def _days(self, access: Access, first: date | None, last: date | None) -> Days:
        access.require(Permission.READ_USAGE)
        return self._calendar.days(access.organization_id, first, last)

    def _sums(self, window: Window) -> list[ComplianceSummary]:
        span = (window.organization_id, window.starts_at, window.ends_at)
        return sum_facts(window.organization_id, window.day, self._rows.facts(*span))

    def _weeks(
        self, days: Days, empty: ComplianceSummary, known: Sequence[ComplianceSummary]
    ) -> list[ComplianceSummary]:
        """Weeks with a day in the range; of a brand, those that are over come as they were summed."""
        mondays = sorted({monday_of(one.date) for one in known})
        stored: dict[date, ComplianceSummary] = {}
        if empty.dimension is Dimension.BRAND:
            weeks = self._summaries.weeks(
                days.organization_id, empty.subject_id, monday_of(days.first), days.last
            )
            sunday = timedelta(days=6)
            stored = {one.date: one for one in weeks if days.is_closed(one.date + sunday)}
        return [
            stored.get(monday)
            or combine(
                empty.model_copy(update={"date": monday}),
                (one for one in known if monday_of(one.date) == monday),
            )
            for monday in mondays
        ]


def figures(summary: ComplianceSummary) -> ComplianceFigures:
    """Averages and rates of a sum, to four decimals."""
    decided = sum(summary.decisions.values())
    most = sorted(summary.findings.items(), key=lambda item: (-item[1], item[0]))
    return ComplianceFigures(
        subject_id=summary.subject_id,
        date=summary.date,
        assets=summary.assets,
        average_score=_mean(summary.score),
        pass_rate=_rate(summary.passed, summary.assets),
        failed=summary.failed,
        components={
            name: mean for name, share in summary.components.items() if (mean := _mean(share)) is not None
        },
        findings=tuple(CheckCount(check=check, assets=assets) for check, assets in most),
        waivers=summary.waivers,
        decisions=summary.decisions,
        approval_rate=_rate(summary.decisions.get(APPROVED, 0), decided),
    )


def _mean(share: Share) -> Decimal | None:
    if not share.count:
        return None
    return (share.total / share.count).quantize(TEN_THOUSANDTH, ROUND_HALF_EVEN)


def _rate(some: int, of: int) -> Decimal | None:
    return (Decimal(some) / of).quantize(TEN_THOUSANDTH, ROUND_HALF_EVEN) if of else None
