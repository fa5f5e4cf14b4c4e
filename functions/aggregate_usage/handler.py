"""Door of the nightly schedule: the API calls of the day before are summed per organization and provider."""

from datetime import datetime, timedelta
from typing import Any

from onbrand.bootstrap.metering import metering_service
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Aggregates the UTC day before ``now``."""
    day = (now - timedelta(days=1)).date()
    return {"date": day.isoformat(), **metering_service().aggregate(day).model_dump()}
