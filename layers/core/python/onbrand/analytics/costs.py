"""The monthly report: what was spent, by brand and by provider, day by day."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from onbrand.analytics.amounts import by_currency
from onbrand.analytics.model import ReportKind, ReportPeriod
from onbrand.analytics.page import Anomaly, Cell, Chart, Column, Line, ReportPage, Sheet, Tile, Unit, Wish
from onbrand.analytics.periods import history
from onbrand.analytics.ports import Surroundings
from onbrand.analytics.reading import Reading
from onbrand.analytics.series import days_of, largest, look, since_first, within
from onbrand.kernel.money import Money
from onbrand.metering import SpendSummary
from onbrand.metering.sums import NO_BRAND

KIND = ReportKind.MONTHLY_COSTS
CHARTED_BRANDS = 6
WITHOUT_BRAND = "Without a brand"


def costs_page(
    reading: Reading, surroundings: Surroundings, organization_id: str, period: ReportPeriod
) -> ReportPage:
    """Builds the page of one month."""
    months = [*reversed(history(KIND, period)), period]
    items, days = reading.spend(organization_id, months[0].first, period.last)
    names = {
        brand: WITHOUT_BRAND if brand == NO_BRAND else surroundings.brand(organization_id, brand)
        for brand in sorted({one.brand_id for one in items})
    }
    by_month = [within(items, month, lambda one: one.date) for month in months]
    return ReportPage(
        kind=KIND,
        title="Monthly costs",
        organization=surroundings.organization(organization_id),
        period=period,
        before=months[-2],
        time_zone=days.time_zone,
        tiles=_tiles(by_month[-1], by_month[-2]),
        anomalies=tuple(_anomalies(by_month, names, period)),
        charts=tuple(_charts(by_month[-1], months, by_month, names)),
        sheets=(
            _sheet("By brand", "Brand", by_month, lambda one: one.brand_id, names),
            _sheet("By provider", "Provider", by_month, lambda one: one.provider, {}),
            _daily(by_month[-1]),
        ),
        is_open=not days.is_closed(period.last),
        troubled=tuple(day for day in days.troubled if period.first <= day <= period.last),
    )


def _tiles(now: Sequence[SpendSummary], before: Sequence[SpendSummary]) -> tuple[Tile, ...]:
    spent, had = by_currency(one.cost for one in now), by_currency(one.cost for one in before)
    currencies = list(dict.fromkeys([*spent, *had])) or ["EUR"]
    costs = [
        Tile(
            "Costs",
            Unit.MONEY,
            Money(amount=spent.get(currency, Decimal(0)), currency=currency),
            Money(amount=had.get(currency, Decimal(0)), currency=currency),
            Wish.DOWN,
        )
        for currency in currencies
    ]
    calls = Tile("Calls", Unit.COUNT, sum(one.total for one in now), sum(one.total for one in before))
    return (*costs, calls)


def _anomalies(
    by_month: Sequence[Sequence[SpendSummary]], names: dict[str, str], period: ReportPeriod
) -> list[Anomaly]:
    found: list[Anomaly] = []
    for currency in by_currency(one.cost for items in by_month for one in items):
        for brand, name in names.items():
            months = [
                sum((one.cost.amount for one in items if _is(one, brand, currency)), Decimal(0))
                for items in by_month
            ]
            found += look(
                name, "costs of the month", Unit.MONEY, months[-1], since_first(months[:-1]), currency
            )
        found += _days(by_month[-1], currency, period)
    return found


def _is(one: SpendSummary, brand: str, currency: str) -> bool:
    return one.brand_id == brand and one.cost.currency == currency


def _days(items: Sequence[SpendSummary], currency: str, period: ReportPeriod) -> list[Anomaly]:
    """Days of the month that are far from the other days of the month that cost something."""
    costs = _by_day(items, currency)
    found: list[Anomaly] = []
    for day in days_of(period.first, period.last):
        if costs.get(day):
            others = [amount for on, amount in costs.items() if on != day and amount]
            found += look(f"{day:%-d %B}", "cost of the day", Unit.MONEY, costs[day], others, currency)
    return found


def _by_day(items: Sequence[SpendSummary], currency: str) -> dict[date, Decimal]:
    costs: dict[date, Decimal] = {}
    for one in items:
        if one.cost.currency == currency:
            costs[one.date] = costs.get(one.date, Decimal(0)) + one.cost.amount
    return costs


def _charts(
    items: Sequence[SpendSummary],
    months: Sequence[ReportPeriod],
    by_month: Sequence[Sequence[SpendSummary]],
    names: dict[str, str],
) -> list[Chart]:
    charts: list[Chart] = []
    days = days_of(months[-1].first, months[-1].last)
    for currency in by_currency(one.cost for found in by_month for one in found):
        of_month = [one for one in items if one.cost.currency == currency]
        sizes = {
            brand: sum((o.cost.amount for o in of_month if o.brand_id == brand), Decimal(0))
            for brand in names
        }
        shown = [brand for brand in largest(sizes, CHARTED_BRANDS) if sizes[brand]]
        lines = [
            Line(names[brand], _row(_by_day([o for o in of_month if o.brand_id == brand], currency), days))
            for brand in shown
        ]
        rest = [one for one in of_month if one.brand_id not in shown]
        if any(one.cost.amount for one in rest):
            lines.append(Line("All others", _row(_by_day(rest, currency), days)))
        labels = tuple(str(day.day) for day in days)
        title = f"Costs by day, {currency}"
        charts.append(Chart(title, f"{currency} a day", Unit.MONEY, labels, tuple(lines)))
        totals = tuple(
            sum((one.cost.amount for one in found if one.cost.currency == currency), Decimal(0))
            for found in by_month
        )
        labels = tuple(f"{month.first:%b %Y}" for month in months)
        title = f"Costs by month, {currency}"
        charts.append(Chart(title, f"{currency} a month", Unit.MONEY, labels, (Line("Costs", totals),)))
    return charts


def _row(costs: dict[date, Decimal], days: Sequence[date]) -> tuple[Decimal, ...]:
    return tuple(costs.get(day, Decimal(0)) for day in days)


def _sheet(
    title: str,
    heading: str,
    by_month: Sequence[Sequence[SpendSummary]],
    group_of: Callable[[SpendSummary], str],
    names: Mapping[str, str],
) -> Sheet:
    columns = (
        Column(heading, Unit.TEXT),
        Column("Calls", Unit.COUNT),
        Column("Costs", Unit.MONEY),
        Column("Month before", Unit.MONEY),
        Column("Share of the costs", Unit.SHARE),
    )
    whole = by_currency(one.cost for one in by_month[-1])
    groups = sorted({(group_of(one), one.cost.currency) for one in by_month[-1]})
    rows: list[tuple[Cell, ...]] = []
    for group, currency in groups:
        now, before = (
            [one for one in items if group_of(one) == group and one.cost.currency == currency]
            for items in (by_month[-1], by_month[-2])
        )
        amount = sum((one.cost.amount for one in now), Decimal(0))
        had = sum((one.cost.amount for one in before), Decimal(0))
        share = (amount / whole[currency]).quantize(Decimal("0.0001")) if whole.get(currency) else None
        money = (Money(amount=amount, currency=currency), Money(amount=had, currency=currency))
        rows.append((names.get(group, group), sum(one.total for one in now), *money, share))
    rows.sort(key=lambda row: (row[2].currency, -row[2].amount, str(row[0])))  # type: ignore[union-attr]
    return Sheet(title, columns, tuple(rows), "Nothing was spent in this month.")


def _daily(items: Sequence[SpendSummary]) -> Sheet:
    columns = (Column("Day", Unit.DATE), Column("Calls", Unit.COUNT), Column("Costs", Unit.MONEY))
    groups = sorted({(one.date, one.cost.currency) for one in items})
    rows = tuple(
        (
            day,
            sum(one.total for one in items if (one.date, one.cost.currency) == (day, currency)),
            Money(amount=_by_day(items, currency)[day], currency=currency),
        )
        for day, currency in groups
    )
    return Sheet("By day", columns, rows, "Nothing was spent in this month.")
