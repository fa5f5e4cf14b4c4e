"""A weekly report with everything that a report may tell."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from onbrand.analytics.digest import ReportDigest, digest_of
from onbrand.analytics.model import FileFormat, ReportFile, ReportKind, ReportPeriod
from onbrand.analytics.page import Anomaly, Chart, Line, ReportPage, ShownAsset, Tile, Unit, Wish
from tests.support.scenes import picture

NAME = "weekly-compliance-2025-12-29"
BRANDS = ("Northbeam Cold Brew", "Northbeam Roastery")
DAYS = tuple(str(day) for day in (29, 30, 31, 1, 2, 3, 4))


def undrawn(chart: Chart) -> bytes:
    """Stands for a chart's picture."""
    return b"\x89PNG"


def drawn(chart: Chart) -> bytes:
    """A chart's picture, as mails have it."""
    from onbrand.analytics.charts import MAIL_WIDTH, png_of, svg_of

    return png_of(svg_of(chart, 1, MAIL_WIDTH), width=MAIL_WIDTH)


def weekly(
    organization: str = "Northbeam Coffee Roasters",
    brands: tuple[str, str] = BRANDS,
    title: str = "Meet Morning Light, our spring filter roast",
    draw: Callable[[Chart], bytes] = undrawn,
) -> ReportDigest:
    """The digest of the week's page."""
    page = _page(organization, brands, title)
    files = [ReportFile(format=one, key=f"o/reports/r.{one.value}", bytes=1) for one in FileFormat]
    charts = [b"" if chart.is_empty else draw(chart) for chart in page.charts]
    return digest_of(page, charts, files, NAME)


def _page(organization: str, brands: tuple[str, str], title: str) -> ReportPage:
    scores = tuple(
        Line(name, tuple(Decimal(value) / 100 for value in values))
        for name, values in zip(
            brands, ((91, 88, 93, 95, 90, 94, 96), (71, 74, 69, 80, 83, 79, 85)), strict=True
        )
    )
    shown = tuple(
        ShownAsset(title, brand, Decimal(score) / 100, "A cup of coffee by a window", picture())
        for brand, score in zip((*brands, brands[0]), (98, 96, 95), strict=True)
    )
    return ReportPage(
        kind=ReportKind.WEEKLY_COMPLIANCE,
        title="Weekly brand compliance",
        organization=organization,
        period=ReportPeriod(first=date(2025, 12, 29), last=date(2026, 1, 4)),
        before=ReportPeriod(first=date(2025, 12, 22), last=date(2025, 12, 28)),
        time_zone="Europe/Berlin",
        tiles=(
            Tile("Brand score", Unit.SHARE, Decimal("0.873"), Decimal("0.831"), Wish.UP),
            Tile("Sent back by reviewers", Unit.COUNT, 9, 4, Wish.DOWN),
            Tile("Assets judged", Unit.COUNT, 1342, 1342),
        ),
        anomalies=(Anomaly(brands[1], "Brand score", Unit.SHARE, Decimal("0.71"), Decimal("0.9"), 8),),
        charts=(
            Chart("Brand score by day", "score", Unit.SHARE, DAYS, scores),
            Chart("Waivers by day", "waivers", Unit.COUNT, DAYS, (Line("Waivers", (None,) * 7),)),
        ),
        sheets=(),
        best=shown,
        worst=shown[:2],
        is_open=True,
        troubled=(date(2026, 1, 3),),
    )
