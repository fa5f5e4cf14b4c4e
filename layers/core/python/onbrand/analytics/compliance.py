"""The weekly report: how well content kept to its brands, what was found most, the best and the worst assets."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from onbrand.analytics.model import ReportKind, ReportPeriod
from onbrand.analytics.page import (
    Anomaly,
    Cell,
    Chart,
    Column,
    Line,
    ReportPage,
    Sheet,
    ShownAsset,
    Tile,
    Unit,
    Wish,
)
from onbrand.analytics.periods import history
from onbrand.analytics.ports import Surroundings
from onbrand.analytics.reading import Judged, Reading
from onbrand.analytics.series import largest, look, within
from onbrand.metering import ComplianceFigures, ComplianceSummary, Dimension
from onbrand.metering.compliance import figures
from onbrand.metering.facts import combine

KIND = ReportKind.WEEKLY_COMPLIANCE
CHARTED_BRANDS = 6
MOST_FINDINGS = 10
BRANDS = (
    Column("Brand", Unit.TEXT),
    Column("Assets", Unit.COUNT),
    Column("Average score", Unit.SHARE),
    Column("Score the week before", Unit.SHARE),
    Column("Passed without a person", Unit.SHARE),
    Column("Broke a rule", Unit.COUNT),
    Column("Approved", Unit.SHARE),
    Column("Waivers", Unit.COUNT),
)
FINDINGS = (
    Column("Finding", Unit.TEXT),
    Column("Assets", Unit.COUNT),
    Column("Assets the week before", Unit.COUNT),
)
COMPONENTS = (
    Column("Component", Unit.TEXT),
    Column("Average score", Unit.SHARE),
    Column("Score the week before", Unit.SHARE),
)


def compliance_page(
    reading: Reading, surroundings: Surroundings, organization_id: str, period: ReportPeriod
) -> ReportPage:
    """Builds the page of one week."""
    weeks = [*reversed(history(KIND, period)), period]
    items, days = reading.compliance(organization_id, weeks[0].first, period.last)
    totals = [_sum(within(items, week, lambda one: one.date), organization_id) for week in weeks]
    by_brand = {
        brand: [
            _sum(
                within((one for one in items if one.subject_id == brand), week, lambda one: one.date),
                organization_id,
            )
            for week in weeks
        ]
        for brand in sorted({one.subject_id for one in items})
    }
    names = {brand: surroundings.brand(organization_id, brand) for brand in by_brand}
    best, worst = reading.extremes(organization_id, period, days.time_zone)
    return ReportPage(
        kind=KIND,
        title="Weekly brand compliance",
        organization=surroundings.organization(organization_id),
        period=period,
        before=weeks[-2],
        time_zone=days.time_zone,
        tiles=_tiles(totals[-1], totals[-2]),
        anomalies=tuple(_anomalies(by_brand, names)),
        charts=tuple(_charts(weeks, by_brand, names)),
        sheets=(
            _brands(by_brand, names),
            _components(totals[-1], totals[-2]),
            _findings(totals[-1], totals[-2]),
        ),
        best=_shown(surroundings, organization_id, best, names),
        worst=_shown(surroundings, organization_id, worst, names),
        is_open=not days.is_closed(period.last),
        troubled=days.troubled,
    )


def _sum(items: Sequence[ComplianceSummary], organization_id: str) -> ComplianceFigures:
    if not items:
        empty = ComplianceSummary(
            organization_id=organization_id,
            dimension=Dimension.BRAND,
            subject_id="all",
            date=date.min,
        )
        return figures(empty)
    return figures(combine(items[0], items[1:]))


def _tiles(now: ComplianceFigures, before: ComplianceFigures) -> tuple[Tile, ...]:
    return (
        Tile("Assets", Unit.COUNT, now.assets, before.assets),
        Tile("Average score", Unit.SHARE, now.average_score, before.average_score, Wish.UP),
        Tile("Passed without a person", Unit.SHARE, now.pass_rate, before.pass_rate, Wish.UP),
        Tile("Broke a rule", Unit.COUNT, now.failed, before.failed, Wish.DOWN),
        Tile("Approved", Unit.SHARE, now.approval_rate, before.approval_rate, Wish.UP),
    )


def _anomalies(by_brand: dict[str, list[ComplianceFigures]], names: dict[str, str]) -> list[Anomaly]:
    found: list[Anomaly] = []
    for brand, weeks in by_brand.items():
        for measure, read in (("average score", "average_score"), ("passed without a person", "pass_rate")):
            value: Decimal | None = getattr(weeks[-1], read)
            if value is not None:
                known = [one for week in weeks[:-1] if (one := getattr(week, read)) is not None]
                found += look(names[brand], measure, Unit.SHARE, value, known)
        counts = [Decimal(week.assets) for week in weeks]
        while counts[:-1] and not counts[0]:
            del counts[0]
        found += look(names[brand], "assets", Unit.COUNT, counts[-1], counts[:-1])
    return found


def _charts(
    weeks: Sequence[ReportPeriod], by_brand: dict[str, list[ComplianceFigures]], names: dict[str, str]
) -> list[Chart]:
    labels = tuple(f"{week.first:%-d %b}" for week in weeks)
    sizes = {brand: Decimal(sum(one.assets for one in found)) for brand, found in by_brand.items()}
    brands = largest(sizes, CHARTED_BRANDS)
    scores = [Line(names[one], tuple(week.average_score for week in by_brand[one])) for one in brands]
    counts = [Line(names[one], tuple(Decimal(week.assets) for week in by_brand[one])) for one in brands]
    which = "" if len(by_brand) <= CHARTED_BRANDS else f", the {CHARTED_BRANDS} busiest brands"
    return [
        Chart(
            f"Average score by week from Monday{which}",
            "Average score",
            Unit.SHARE,
            labels,
            tuple(scores),
        ),
        Chart(f"Assets by week from Monday{which}", "Assets a week", Unit.COUNT, labels, tuple(counts)),
    ]


def _brands(by_brand: dict[str, list[ComplianceFigures]], names: dict[str, str]) -> Sheet:
    rows: list[tuple[Cell, ...]] = []
    for brand, weeks in sorted(by_brand.items(), key=lambda item: (-item[1][-1].assets, names[item[0]])):
        now, before = weeks[-1], weeks[-2]
        if now.assets or now.decisions:
            rows.append(
                (
                    names[brand],
                    now.assets,
                    now.average_score,
                    before.average_score,
                    now.pass_rate,
                    now.failed,
                    now.approval_rate,
                    now.waivers,
                )
            )
    return Sheet("By brand", BRANDS, tuple(rows), "Nothing was made or decided in this week.")


def _components(now: ComplianceFigures, before: ComplianceFigures) -> Sheet:
    rows = tuple(
        (name.replace("_", " ").capitalize(), score, before.components.get(name))
        for name, score in sorted(now.components.items(), key=lambda item: (item[1], item[0]))
    )
    return Sheet("Scores by component, lowest first", COMPONENTS, rows, "Nothing was judged.")


def _findings(now: ComplianceFigures, before: ComplianceFigures) -> Sheet:
    had = Counter({one.check: one.assets for one in before.findings})
    rows = tuple(
        (one.check.replace("_", " ").capitalize(), one.assets, had[one.check])
        for one in now.findings[:MOST_FINDINGS]
    )
    return Sheet("Most frequent findings", FINDINGS, rows, "No check found anything.")


def _shown(
    surroundings: Surroundings, organization_id: str, judged: Sequence[Judged], names: dict[str, str]
) -> tuple[ShownAsset, ...]:
    shown: list[ShownAsset] = []
    for one in judged:
        known = surroundings.shown(organization_id, one.request_id)
        if known is not None:
            title, alt_text, picture = known
            brand = names.get(one.brand_id) or surroundings.brand(organization_id, one.brand_id)
            shown.append(ShownAsset(title, brand, one.score, alt_text, picture))
    return tuple(shown)
