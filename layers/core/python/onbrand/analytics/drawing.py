"""All forms of a report's page, drawn once."""

from dataclasses import dataclass
from datetime import datetime

from onbrand.analytics.charts import png_of, svg_of
from onbrand.analytics.csv_file import csv_of
from onbrand.analytics.html import html_of
from onbrand.analytics.mail import ReportMail
from onbrand.analytics.model import FileFormat
from onbrand.analytics.page import ReportPage
from onbrand.analytics.pdf import pdf_of

CONTENT_TYPES = {
    FileFormat.HTML: "text/html; charset=utf-8",
    FileFormat.PDF: "application/pdf",
    FileFormat.CSV: "text/csv; charset=utf-8",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """The files of a report, and its mail but for the recipient."""

    files: dict[FileFormat, bytes]
    mail: ReportMail


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
    return Drawn(files, ReportMail(page, charts, files, file_name(page)))


def file_name(page: ReportPage) -> str:
    """What the files are called, without extension."""
    return f"{page.kind.value.replace('_', '-')}-{page.period.first.isoformat()}"
