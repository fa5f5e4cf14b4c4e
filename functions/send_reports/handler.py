"""Door of the hourly schedule: it orders the reports that are due somewhere on earth."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.analytics import report_planner
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Orders what is due; each report is then made on its own."""
    return report_planner().order_due(now).model_dump()
