"""The tables of a report as CSV: exact figures, safe to open in a spreadsheet."""

import csv
import io
import re
from datetime import date
from decimal import Decimal

from onbrand.analytics.page import Cell, Column, ReportPage, Unit
from onbrand.kernel.money import Money

FORMULA = re.compile(r"^\s*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^\t")
"""What a spreadsheet takes for a formula, also in full width and after spaces."""


def csv_of(page: ReportPage) -> bytes:
    """One table after the other, each with its title above; UTF-8 with a byte order mark, which Excel needs."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_MINIMAL, lineterminator="\r\n")
    writer.writerow(
        [safe(f"{page.organization}: {page.title}"), page.period.first, page.period.last, page.time_zone]
    )
    for finding in page.findings:
        writer.writerow([safe(finding)])
    for sheet in page.sheets:
        writer.writerow([])
        writer.writerow([safe(sheet.title)])
        writer.writerow([title for column in sheet.columns for title in _titles(column)])
        for row in sheet.rows:
            writer.writerow(
                [
                    value
                    for column, cell in zip(sheet.columns, row, strict=True)
                    for value in _values(column, cell)
                ]
            )
    return b"\xef\xbb\xbf" + buffer.getvalue().encode()


def safe(text: str) -> str:
    """The text, with an apostrophe in front when it would be taken for a formula; on one line."""
    line = " ".join(text.splitlines())
    return f"'{line}" if FORMULA.match(line) else line


def _titles(column: Column) -> list[str]:
    if column.unit is Unit.MONEY:
        return [column.title, f"{column.title}, currency"]
    return [f"{column.title}, ms" if column.unit is Unit.MILLISECONDS else column.title]


def _values(column: Column, cell: Cell) -> list[str]:
    if isinstance(cell, Money):
        return [f"{cell.amount:f}", cell.currency]
    if cell is None:
        return ["", ""] if column.unit is Unit.MONEY else [""]
    if isinstance(cell, Decimal):
        return [f"{cell:f}"]
    if isinstance(cell, date):
        return [cell.isoformat()]
    return [str(cell) if isinstance(cell, int) else safe(cell)]
