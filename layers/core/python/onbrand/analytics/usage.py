"""The daily report: calls to other services, how they went, what they cost."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from onbrand.analytics.amounts import by_currency
from onbrand.analytics.model import ReportKind, ReportPeriod
from onbrand.analytics.page import Anomaly, Chart, Column, Line, ReportPage, Sheet, Tile, Unit, Wish
from onbrand.analytics.periods import history
from onbrand.analytics.ports import Surroundings
from onbrand.analytics.reading import Reading
from onbrand.analytics.series import days_of, look, since_first
from onbrand.analytics.wording import disagreement
from onbrand.kernel.money import Money
from onbrand.metering import UsageSummary

KIND = ReportKind.DAILY_USAGE
CHARTED = 14
COLUMNS = (
    Column("Provider", Unit.TEXT),
    Column("Calls", Unit.COUNT),
    Column("Successful", Unit.COUNT),
    Column("Failed", Unit.COUNT),
    Column("Cost", Unit.MONEY),
    Column("Average response", Unit.MILLISECONDS),
    Column("95 % within", Unit.MILLISECONDS),
    Column("Tokens", Unit.COUNT),
    Column("Day before", Unit.COUNT),
)


def usage_page(
    reading: Reading, surroundings: Surroundings, organization_id: str, period: ReportPeriod
) -> ReportPage:
    """Builds the page of one day."""
    earlier = history(KIND, period)
    items, days = reading.usage(organization_id, earlier[-1].first, period.last)
    today = [one for one in items if one.date == period.first]
    before = [one for one in items if one.date == earlier[0].first]
    return ReportPage(
        kind=KIND,
        title="Daily usage",
        organization=surroundings.organization(organization_id),
        period=period,
        before=earlier[0],
        time_zone=days.time_zone,
        tiles=_tiles(today, before),
        anomalies=tuple(_anomalies(items, period.first)),
        charts=tuple(_charts(items, period.first)),
        sheets=(_providers(today, before),),
        findings=tuple(map(disagreement, reading.disagreements(earlier[0].first, period.last))),
        is_open=not days.is_closed(period.last),
        troubled=days.troubled,
    )


def _tiles(today: Sequence[UsageSummary], before: Sequence[UsageSummary]) -> tuple[Tile, ...]:
    had = by_currency(one.cost for one in before)
    spent = by_currency(one.cost for one in today) or dict.fromkeys(had or ["EUR"], Decimal(0))
    costs = [
        Tile(
            "Cost",
            Unit.MONEY,
            Money(amount=amount, currency=currency),
            Money(amount=had.get(currency, Decimal(0)), currency=currency),
            Wish.DOWN,
        )
        for currency, amount in spent.items()
    ]
    return (
        Tile("Calls", Unit.COUNT, sum(one.total for one in today), sum(one.total for one in before)),
        Tile(
            "Failed calls",
            Unit.COUNT,
            sum(one.failed for one in today),
            sum(one.failed for one in before),
            Wish.DOWN,
        ),
        *costs,
    )


def _anomalies(items: Sequence[UsageSummary], today: date) -> list[Anomaly]:
    found: list[Anomaly] = []
    for provider in sorted({one.provider for one in items}):
        by_day = {one.date: one for one in items if one.provider == provider}
        days = days_of(min(by_day), today)
        calls = [Decimal(by_day[day].total if day in by_day else 0) for day in days]
        failed = [Decimal(by_day[day].failed if day in by_day else 0) for day in days]
        times = [Decimal(p95) for day in days if day in by_day and (p95 := by_day[day].p95_response_ms)]
        found += look(provider, "calls", Unit.COUNT, calls[-1], calls[:-1])
        found += look(provider, "failed calls", Unit.COUNT, failed[-1], failed[:-1])
        if today in by_day and by_day[today].p95_response_ms:
            measure = "response time (95 % within)"
            found += look(provider, measure, Unit.MILLISECONDS, times[-1], times[:-1])
        for currency in sorted({one.cost.currency for one in by_day.values()}):
            costs = [
                by_day[day].cost.amount
                if day in by_day and by_day[day].cost.currency == currency
                else Decimal(0)
                for day in days
            ]
            series = since_first(costs[:-1])
            found += look(provider, "cost", Unit.MONEY, costs[-1], series, currency)
    return found


def _charts(items: Sequence[UsageSummary], today: date) -> list[Chart]:
    first = today.fromordinal(today.toordinal() - CHARTED + 1)
    days = days_of(first, today)
    labels = tuple(f"{day:%-d %b}" for day in days)

    def line(name: str, amounts: Sequence[tuple[date, Decimal]]) -> Line:
        return Line(name, tuple(sum((a for on, a in amounts if on == day), Decimal(0)) for day in days))

    charts = [
        Chart(
            f"Calls in {CHARTED} days",
            "Calls a day",
            Unit.COUNT,
            labels,
            (
                line("Successful", [(one.date, Decimal(one.successful)) for one in items]),
                line("Failed", [(one.date, Decimal(one.failed)) for one in items]),
            ),
        )
    ]
    recent = [one for one in items if one.date >= first]
    for currency in by_currency(one.cost for one in recent):
        of_currency = [one for one in recent if one.cost.currency == currency]
        lines = [
            line(name, [(one.date, one.cost.amount) for one in of_currency if one.provider == name])
            for name in sorted({one.provider for one in of_currency})
        ]
        title = f"Cost in {CHARTED} days, {currency}"
        charts.append(Chart(title, f"{currency} a day", Unit.MONEY, labels, tuple(lines)))
    return charts


def _providers(today: Sequence[UsageSummary], before: Sequence[UsageSummary]) -> Sheet:
    had = {one.provider: one.total for one in before}
    rows = tuple(
        (
            one.provider,
            one.total,
            one.successful,
            one.failed,
            one.cost,
            one.average_response_ms,
            one.p95_response_ms,
            one.tokens,
            had.get(one.provider, 0),
        )
        for one in sorted(today, key=lambda one: (-one.total, one.provider))
    )
    return Sheet("By provider", COLUMNS, rows, "No calls were made on this day.")
