"""All forms of a report's page, drawn once."""

from dataclasses import dataclass
from datetime import datetime

from onbrand.analytics.charts import MAIL_WIDTH, png_of, svg_of
from onbrand.analytics.csv_file import csv_of
from onbrand.analytics.html import html_of
from onbrand.analytics.model import FileFormat
from onbrand.analytics.page import ReportPage
from onbrand.analytics.pdf import pdf_of


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files of a report, and what they are called."""

    files: dict[FileFormat, bytes]
    name: str


def drawn(page: ReportPage, at: datetime) -> Drawn:
    """Draws the page; ``at``: when."""
    drawings = [svg_of(chart, number) for number, chart in enumerate(page.charts)]
    charts = [
        b"" if chart.is_empty else png_of(svg) for chart, svg in zip(page.charts, drawings, strict=True)
    ]
    files = {
        FileFormat.HTML: html_of(page, drawings),
        FileFormat.PDF: pdf_of(page, charts, at),
        FileFormat.CSV: csv_of(page),
    }
    return Drawn(files, file_name(page))


def mail_charts(page: ReportPage) -> list[bytes]:
    """The page's charts for a mail, as PNG; an empty one as nothing."""
    return [
        b"" if chart.is_empty else png_of(svg_of(chart, number, MAIL_WIDTH), width=MAIL_WIDTH)
        for number, chart in enumerate(page.charts)
    ]


def file_name(page: ReportPage) -> str:
    """What the files are called, without extension."""
    return f"{page.kind.value.replace('_', '-')}-{page.period.first.isoformat()}"
