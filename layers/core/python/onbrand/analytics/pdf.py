"""A report on paper: A4, in our own fonts, with page numbers."""

import io
from collections.abc import Sequence
from datetime import datetime

from onbrand.analytics import wording
from onbrand.analytics.anomalies import RULE
from onbrand.analytics.page import ReportPage, Sheet, ShownAsset, Unit
from onbrand.analytics.paper import INK, MARGIN, PALE, WIDTH, Paper
from onbrand.analytics.paper_tables import draw_table

RULE_COLOUR = (216, 221, 229)
GOOD, BAD, NEITHER = (15, 110, 80), (168, 50, 27), PALE
MOODS = {"good": GOOD, "bad": BAD, "neither": NEITHER}
TILE_HEIGHT = 24
LARGEST, SMALLEST = 15.0, 9.0
"""Of the figure in a tile, in points."""


def pdf_of(page: ReportPage, charts: Sequence[bytes], at: datetime) -> bytes:
    """``charts``: PNGs of the page's charts; ``at``: when it was made."""
    period = wording.period_name(page.kind, page.period)
    paper = Paper(page.organization, f"{page.title} · {period}")
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


def _head(paper: Paper, page: ReportPage, period: str) -> None:
    paper.face(11, "B", PALE)
    with paper.name():
        paper.words(page.organization, 5.5)
    paper.face(24, "B")
    paper.words(page.title, 11)
    paper.face(13)
    paper.words(period, 7)
    notes = []
    if page.is_open:
        notes.append("Not all of this is over and summed yet: the figures still grow.")
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


def _unusual(paper: Paper, page: ReportPage) -> None:
    paper.heading("Out of the ordinary", 12)
    for finding in page.findings:
        paper.face(10, colour=BAD)
        paper.words(finding, 5)
        paper.ln(1)
    if not page.anomalies and not page.findings:
        _quiet(paper, "Nothing is out of the ordinary.")
    for one in page.anomalies:
        paper.face(10, colour=BAD)
        paper.words(f"{one.subject} – {wording.anomaly_sentence(one)}", 5)
        paper.ln(1)


def _tiles(paper: Paper, page: ReportPage) -> None:
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
            value = wording.shown(tile.value, tile.unit)
            size = LARGEST
            paper.face(size, "B")
            while size > SMALLEST and paper.get_string_width(value) > width - 6:
                paper.face(size := size - 0.5, "B")
            paper.cell(width - 6, 7, value)
            paper.set_xy(left + 3, top + 14.5)
            paper.face(7.5, colour=MOODS[wording.mood(tile)])
            paper.multi_cell(width - 6, 3.6, wording.change(tile, page.kind), align="L")
        paper.set_xy(MARGIN, top + TILE_HEIGHT + gap)


def _assets(paper: Paper, title: str, assets: Sequence[ShownAsset]) -> None:
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
        with paper.name():
            paper.cell(width, 4.5, paper.fitted(asset.title, width))
        paper.set_xy(left, top + width + 11.5)
        paper.face(8, colour=PALE)
        with paper.name():
            paper.cell(width, 4, paper.fitted(asset.brand, width))
    paper.set_xy(MARGIN, top + width + 17)


def _sheet(paper: Paper, sheet: Sheet) -> None:
    paper.heading(sheet.title, 22)
    if not sheet.rows:
        _quiet(paper, sheet.empty)
        return
    paper.set_draw_color(*RULE_COLOUR)
    paper.set_line_width(0.2)
    paper.set_fill_color(255)
    draw_table(paper, sheet)


def _quiet(paper: Paper, text: str) -> None:
    paper.face(10, colour=PALE)
    paper.words(text, 5)
