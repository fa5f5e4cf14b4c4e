"""Tables on paper: figures get the width that they need, words share what is left, no word of a heading is broken."""

from collections.abc import Sequence

from fpdf.fonts import FontFace

from onbrand.analytics import wording
from onbrand.analytics.page import Sheet, Unit
from onbrand.analytics.paper import PALE, WIDTH, Paper

SIZE, PADDING = 8.0, 1.2
SLACK = 2.2
"""Millimetres: the cell's own margins and rounding."""
WORDS = (Unit.TEXT, Unit.DATE)
NARROWEST = 24.0
"""Of a column of words, in millimetres."""


def draw_table(paper: Paper, sheet: Sheet) -> None:
    """Draws the table below where the paper stands, over as many pages as it takes."""
    rows = [
        [wording.shown(cell, column.unit) for column, cell in zip(sheet.columns, row, strict=True)]
        for row in sheet.rows
    ]
    widths = _widths(paper, sheet, rows)
    paper.face(SIZE)
    with paper.table(
        width=WIDTH,
        col_widths=tuple(widths),
        text_align=["LEFT" if column.unit in WORDS else "RIGHT" for column in sheet.columns],
        borders_layout="HORIZONTAL_LINES",
        headings_style=FontFace(emphasis="BOLD", color=PALE),
        line_height=4.2,
        padding=PADDING,
    ) as table:
        table.row([column.title for column in sheet.columns])
        for row in rows:
            table.row(row)


def _widths(paper: Paper, sheet: Sheet, rows: Sequence[Sequence[str]]) -> list[float]:
    """Millimetres of each column, together the paper's width."""
    paper.face(SIZE, "B")
    headings = [max(map(paper.get_string_width, column.title.split())) for column in sheet.columns]
    paper.face(SIZE)
    widest = [max(paper.get_string_width(row[place]) for row in rows) for place in range(len(headings))]
    texts = [place for place, column in enumerate(sheet.columns) if column.unit is Unit.TEXT]
    widths = [
        max(heading, NARROWEST if place in texts else widest[place]) + 2 * PADDING + SLACK
        for place, heading in enumerate(headings)
    ]
    left = WIDTH - sum(widths)
    wanted = {place: max(0.0, widest[place] + 2 * PADDING + SLACK - widths[place]) for place in texts}
    if left > 0 and sum(wanted.values()) > 0:
        share = min(1.0, left / sum(wanted.values()))
        for place, more in wanted.items():
            widths[place] += more * share
    # What nobody needs is spread, so that the table is as wide as the page; too much is taken from all alike.
    scale = WIDTH / sum(widths)
    return [width * scale for width in widths]
