"""Pages of reports with what a test needs."""

from datetime import date

from onbrand.analytics.model import ReportKind, ReportPeriod
from onbrand.analytics.page import ReportPage, Sheet


def page_of(*sheets: Sheet, organization: str = "Northbeam Coffee", **more: object) -> ReportPage:
    """A day's page with these tables."""
    values: dict[str, object] = {
        "kind": ReportKind.DAILY_USAGE,
        "title": "Daily usage",
        "period": ReportPeriod(first=date(2026, 1, 5), last=date(2026, 1, 5)),
        "before": ReportPeriod(first=date(2026, 1, 4), last=date(2026, 1, 4)),
        "time_zone": "Europe/Oslo",
        "tiles": (),
        "anomalies": (),
        "charts": (),
    }
    return ReportPage(organization=organization, sheets=sheets, **{**values, **more})  # type: ignore[arg-type]
