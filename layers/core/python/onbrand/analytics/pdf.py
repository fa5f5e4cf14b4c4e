"""A report on paper: A4, in our own fonts, with page numbers."""

import io
from collections.abc import Sequence
from datetime import datetime
from importlib.resources import files

from fpdf import FPDF
from fpdf.enums import XPos, YPos
from fpdf.fonts import FontFace

from onbrand.analytics import wording
from onbrand.analytics.anomalies import RULE
from onbrand.analytics.page import ReportPage, Sheet, ShownAsset, Unit

MARGIN = 18
WIDTH = 210 - 2 * MARGIN
INK, PALE, RULE_COLOUR = (28, 36, 48), (90, 100, 114), (216, 221, 229)
GOOD, BAD, NEITHER = (15, 110, 80), (168, 50, 27), PALE
MOODS = {"good": GOOD, "bad": BAD, "neither": NEITHER}
TILE_HEIGHT = 24
FALLBACKS = ("noto_sans_hebrew", "noto_sans_arabic")
WEIGHTS = (("", 400), ("B", 600))


class _Paper(FPDF):
    def __init__(self, running: str) -> None:
        super().__init__(format="A4")
        self._running = running
        root = files("onbrand_fonts")
        for family in ("inter", *FALLBACKS):
            for style, weight in WEIGHTS:
                self.add_font(family, style, str(root.joinpath(family, f"{family}-{weight}.ttf")))
        self.set_fallback_fonts(list(FALLBACKS), exact_match=False)
        self.set_text_shaping(use_shaping_engine=True)
        self.set_margins(MARGIN, MARGIN)
        self.set_auto_page_break(auto=True, margin=20)

    def footer(self) -> None:
        self.set_y(-14)
        self.face(8, colour=PALE)
        self.cell(WIDTH - 20, 5, _fitted(self, self._running, WIDTH - 22))
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align="R")

    def face(self, size: float, style: str = "", colour: tuple[int, int, int] = INK) -> None:
        self.set_font("inter", style, size)
        self.set_text_color(*colour)

    def words(self, text: str, height: float) -> None:
        self.multi_cell(WIDTH, height, text, align="L", new_x=XPos.LMARGIN, new_y=YPos.NEXT)

    def room(self, height: float) -> None:
        """Starts a page when less than this is left."""
        if self.will_page_break(height):
            self.add_page()

    def heading(self, text: str, follows: float) -> None:
        self.room(14 + follows)
        self.ln(6)
        self.face(13, "B")
        self.words(text, 6)
        self.ln(1.5)


def pdf_of(page: ReportPage, charts: Sequence[bytes], at: datetime) -> bytes:
    """``charts``: PNGs of the page's charts; ``at``: when it was made."""
    period = wording.period_name(page.kind, page.period)
    paper = _Paper(f"{page.organization} · {page.title} · {period}")
    paper.set_title(f"{page.title}, {period}")
    paper.set_author(page.organization)
    paper.set_lang("en")
    paper.set_creation_date(at)
    paper.add_page()
    _head(paper, page, period)
    _unusual(paper, page)
    _tiles(paper, page)
    for chart, picture in zip(page.charts, charts, strict=True):
        height = WIDTH * 340 / 720
        paper.heading(chart.title, 12 if chart.is_empty else height)
        if chart.is_empty:
            _quiet(paper, "There is nothing to draw yet.")
        else:
            paper.image(io.BytesIO(picture), w=WIDTH, alt_text=chart.title)
    for title, assets in (("Best assets", page.best), ("Assets with the lowest scores", page.worst)):
        if assets:
            _assets(paper, title, assets)
    for sheet in page.sheets:
        _sheet(paper, sheet)
    paper.ln(6)
    paper.face(8, colour=PALE)
    before = wording.period_name(page.kind, page.before)
    zone = page.time_zone.replace("_", " ")
    paper.words(
        f"Compared with {before}. Days begin and end at midnight in {zone}. {RULE} {wording.ROUNDED}", 4
    )
    return bytes(paper.output())


def _head(paper: _Paper, page: ReportPage, period: str) -> None:
    paper.face(11, "B", PALE)
    paper.words(page.organization, 5.5)
    paper.face(24, "B")
    paper.words(page.title, 11)
    paper.face(13)
    paper.words(period, 7)
    notes = []
    if page.is_open:
        notes.append("These days are not over or not summed yet: the figures still grow.")
    if page.troubled:
        days = ", ".join(map(wording.plain_day, page.troubled))
        notes.append(f"Could not be summed, so they are missing here: {days}.")
    for note in notes:
        paper.ln(2)
        paper.face(10)
        paper.words(note, 5)
    paper.ln(2)
    paper.set_draw_color(*INK)
    paper.set_line_width(0.8)
    paper.line(MARGIN, paper.get_y(), MARGIN + WIDTH, paper.get_y())


def _unusual(paper: _Paper, page: ReportPage) -> None:
    paper.heading("Out of the ordinary", 12)
    if not page.anomalies:
        _quiet(paper, "Nothing is out of the ordinary.")
    for one in page.anomalies:
        paper.face(10, colour=BAD)
        paper.words(f"{one.subject} – {wording.anomaly_sentence(one)}", 5)
        paper.ln(1)


def _tiles(paper: _Paper, page: ReportPage) -> None:
    paper.heading("At a glance", TILE_HEIGHT)
    gap, in_row = 4.0, 3
    width = (WIDTH - gap * (in_row - 1)) / in_row
    for start in range(0, len(page.tiles), in_row):
        paper.room(TILE_HEIGHT)
        top = paper.get_y()
        for number, tile in enumerate(page.tiles[start : start + in_row]):
            left = MARGIN + number * (width + gap)
            paper.set_draw_color(*RULE_COLOUR)
            paper.set_line_width(0.3)
            paper.rect(left, top, width, TILE_HEIGHT, round_corners=True, corner_radius=2)
            paper.set_xy(left + 3, top + 2.5)
            paper.face(8.5, colour=PALE)
            paper.cell(width - 6, 4, tile.label)
            paper.set_xy(left + 3, top + 7)
            paper.face(15, "B")
            paper.cell(width - 6, 7, wording.shown(tile.value, tile.unit))
            paper.set_xy(left + 3, top + 14.5)
            paper.face(7.5, colour=MOODS[wording.mood(tile)])
            paper.multi_cell(width - 6, 3.6, wording.change(tile, page.kind), align="L")
        paper.set_xy(MARGIN, top + TILE_HEIGHT + gap)


def _assets(paper: _Paper, title: str, assets: Sequence[ShownAsset]) -> None:
    width, gap = (WIDTH - 12) / 3, 6.0
    paper.heading(title, width + 16)
    top = paper.get_y()
    for number, asset in enumerate(assets):
        left = MARGIN + number * (width + gap)
        paper.set_fill_color(238, 241, 245)
        paper.rect(left, top, width, width, style="F")
        if asset.picture:
            picture = io.BytesIO(asset.picture)
            paper.image(picture, left, top, width, width, keep_aspect_ratio=True, alt_text=asset.alt_text)
        paper.set_xy(left, top + width + 1.5)
        paper.face(12, "B")
        paper.cell(width, 5.5, wording.shown(asset.score, Unit.SHARE))
        paper.set_xy(left, top + width + 7)
        paper.face(9, "B")
        paper.cell(width, 4.5, _fitted(paper, asset.title, width))
        paper.set_xy(left, top + width + 11.5)
        paper.face(8, colour=PALE)
        paper.cell(width, 4, _fitted(paper, asset.brand, width))
    paper.set_xy(MARGIN, top + width + 17)


def _sheet(paper: _Paper, sheet: Sheet) -> None:
    paper.heading(sheet.title, 22)
    if not sheet.rows:
        _quiet(paper, sheet.empty)
        return
    paper.face(8)
    paper.set_draw_color(*RULE_COLOUR)
    paper.set_line_width(0.2)
    paper.set_fill_color(255)
    first = 2.4 if len(sheet.columns) > 3 else 1.6
    words = (Unit.TEXT, Unit.DATE)
    with paper.table(
        width=WIDTH,
        col_widths=(first, *(1 for _ in sheet.columns[1:])),
        text_align=["LEFT" if column.unit in words else "RIGHT" for column in sheet.columns],
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD", color=PALE),
        line_height=4.2,
        padding=1.2,
    ) as table:
        table.row([column.title for column in sheet.columns])
        for row in sheet.rows:
            table.row(
                [wording.shown(cell, column.unit) for column, cell in zip(sheet.columns, row, strict=True)]
            )


def _quiet(paper: _Paper, text: str) -> None:
    paper.face(10, colour=PALE)
    paper.words(text, 5)


def _fitted(paper: _Paper, text: str, width: float) -> str:
    """As much of the text as fits on one line."""
    if paper.get_string_width(text) <= width:
        return text
    while text and paper.get_string_width(f"{text}…") > width:
        text = text[:-1]
    return f"{text.rstrip()}…"
