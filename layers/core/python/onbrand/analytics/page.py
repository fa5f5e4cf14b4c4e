"""A report as plain values: what every form of it, on screen, on paper, in a mail and as a table, is made from."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from onbrand.analytics.model import ReportKind, ReportPeriod
from onbrand.kernel.money import Money

Cell = str | int | Decimal | date | Money | None


class Unit(StrEnum):
    """How a value is read. ``share``: 0 to 1."""

    TEXT = "text"
    DATE = "date"
    COUNT = "count"
    MONEY = "money"
    SHARE = "share"
    MILLISECONDS = "milliseconds"


class Wish(StrEnum):
    """Which way a figure should go."""

    UP = "up"
    DOWN = "down"
    NEITHER = "neither"


@dataclass(frozen=True, slots=True)
class Tile:
    """A figure of the period, beside that of the period before (None: nothing to compare with)."""

    label: str
    unit: Unit
    value: Cell
    before: Cell
    wish: Wish = Wish.NEITHER


@dataclass(frozen=True, slots=True)
class Anomaly:
    """``subject``: whose figure; ``usual``: the median of ``periods`` periods before."""

    subject: str
    measure: str
    unit: Unit
    value: Cell
    usual: Cell
    periods: int


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a chart's values, as many as the chart has labels."""

    name: str
    values: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Chart:
    """``axis`` names what is measured and its unit; bars are stacked, scores are lines from 0 to 1."""

    title: str
    axis: str
    unit: Unit
    labels: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to draw."""
        return not any(value for line in self.lines for value in line.values)


@dataclass(frozen=True, slots=True)
class Column:
    """A column's heading and how its values are read."""

    title: str
    unit: Unit


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table; ``empty`` is what stands there without rows."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


@dataclass(frozen=True, slots=True)
class ShownAsset:
    """A finished asset; ``picture``: a small JPEG, missing when it is not there any more."""

    title: str
    brand: str
    score: Decimal
    alt_text: str
    picture: bytes | None


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``before``: the period that figures are compared with; ``findings``: sentences on what does not add up;
    ``is_open``: days are still growing;
    ``troubled``: days that could not be summed."""

    kind: ReportKind
    title: str
    organization: str
    period: ReportPeriod
    before: ReportPeriod
    time_zone: str
    tiles: tuple[Tile, ...]
    anomalies: tuple[Anomaly, ...]
    charts: tuple[Chart, ...]
    sheets: tuple[Sheet, ...]
    best: tuple[ShownAsset, ...] = ()
    worst: tuple[ShownAsset, ...] = ()
    findings: tuple[str, ...] = ()
    is_open: bool = False
    troubled: tuple[date, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether nothing happened in the period."""
        return not any(sheet.rows for sheet in self.sheets)
