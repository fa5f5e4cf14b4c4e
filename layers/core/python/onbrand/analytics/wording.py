"""How reports write figures, changes and days."""

from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from onbrand.analytics.model import ReportKind, ReportPeriod
from onbrand.analytics.page import Anomaly, Cell, ReportPage, Tile, Unit, Wish
from onbrand.kernel.money import Money
from onbrand.metering import Reconciliation

CENT = Decimal("0.01")
NOTHING = "–"
ROUNDED = "Amounts are rounded to the cent here; the CSV file has them exactly."


def shown(cell: Cell, unit: Unit) -> str:
    """A value as people read it; a dash where there is none."""
    if cell is None:
        return NOTHING
    if isinstance(cell, Money):
        return f"{cents(cell.amount)} {cell.currency}"
    if isinstance(cell, date):
        return plain_day(cell)
    if isinstance(cell, str):
        return cell
    if unit is Unit.SHARE:
        return f"{_rounded(Decimal(cell) * 100, Decimal('0.1')):f} %"
    if unit is Unit.MILLISECONDS:
        return f"{_rounded(Decimal(cell), Decimal(1)):,} ms"
    return f"{_rounded(Decimal(cell), Decimal(1)):,}"


def cents(amount: Decimal) -> str:
    """To the cent; what is less than a cent and not nothing says so."""
    if 0 < amount < CENT / 2:
        return "< 0.01"
    return f"{_rounded(amount, CENT):,}"


def plain_day(day: date) -> str:
    """As in 5 January 2026."""
    return f"{day:%-d %B %Y}"


def period_name(kind: ReportKind, period: ReportPeriod) -> str:
    """A period in words."""
    if kind is ReportKind.DAILY_USAGE:
        return f"{period.first:%A, %-d %B %Y}"
    if kind is ReportKind.MONTHLY_COSTS:
        return f"{period.first:%B %Y}"
    start = f"{period.first:%-d %B}" + (
        f" {period.first.year}" if period.first.year != period.last.year else ""
    )
    return f"{start} – {plain_day(period.last)}"


def before_name(kind: ReportKind) -> str:
    """What the period before is called."""
    return {
        ReportKind.DAILY_USAGE: "the day before",
        ReportKind.WEEKLY_COMPLIANCE: "the week before",
        ReportKind.MONTHLY_COSTS: "the month before",
    }[kind]


def change(tile: Tile, kind: ReportKind) -> str:
    """How far a figure is from the period before."""
    value, before = _number(tile.value), _number(tile.before)
    if value is None or before is None:
        return f"nothing to compare with {before_name(kind)}"
    if value == before:
        return f"as {before_name(kind)}"
    if tile.unit is Unit.SHARE:
        points = _rounded((value - before) * 100, Decimal("0.1"))
        return f"{_signed(points)} points from {before_name(kind)}"
    if not before:
        return f"none {before_name(kind)}"
    percent = _rounded((value - before) / before * 100, Decimal(1))
    return f"{_signed(percent)} % from {before_name(kind)} ({shown(tile.before, tile.unit)})"


def mood(tile: Tile) -> str:
    """Whether a change is good, bad, or neither; a first time is neither."""
    value, before = _number(tile.value), _number(tile.before)
    if not before or value is None or value == before or tile.wish is Wish.NEITHER:
        return "neither"
    return "good" if (value > before) is (tile.wish is Wish.UP) else "bad"


def anomaly_sentence(anomaly: Anomaly) -> str:
    """What is unusual, without the subject."""
    value, usual = _number(anomaly.value), _number(anomaly.usual)
    way = "higher" if value is not None and usual is not None and value > usual else "lower"
    now, normal = shown(anomaly.value, anomaly.unit), shown(anomaly.usual, anomaly.unit)
    return f"{anomaly.measure}: {now}, much {way} than usual (median of {anomaly.periods} before: {normal})"


def disagreement(found: Reconciliation) -> str:
    """What a provider counted and our ledgers do not say, or the other way round."""
    name, day = found.provider.capitalize(), plain_day(found.day)
    ours = f"{found.answered:,} answered"
    if found.open:
        ours += f" and {found.open:,} of unknown outcome"
    if found.missing:
        what = f"{found.missing:,} more than all ledgers of this installation hold ({ours})"
    else:
        what = f"{found.doubled:,} fewer than all ledgers of this installation hold ({ours})"
    return f"{name} counted {found.used:,} calls on {day} (UTC), {what}."


def subject(page: ReportPage) -> str:
    """The subject of the mail."""
    count = len(page.anomalies) + len(page.findings)
    warning = f" – {count} unusual {'figure' if count == 1 else 'figures'}" if count else ""
    return f"{page.title}, {period_name(page.kind, page.period)}{warning}"


def _number(cell: Cell) -> Decimal | None:
    if isinstance(cell, Money):
        return cell.amount
    return Decimal(cell) if isinstance(cell, int | Decimal) else None


def _rounded(value: Decimal, step: Decimal) -> Decimal:
    return value.quantize(step, ROUND_HALF_EVEN)


def _signed(value: Decimal) -> str:
    return f"{value:+,}".replace("-", "−")
