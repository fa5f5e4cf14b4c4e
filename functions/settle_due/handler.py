"""Door of the schedule that settles what is due: reviews and their deadlines, decisions that resumed nothing,
requests that nothing has started."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import pipeline_runs
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settles everything that is due at ``now``."""
    try:
        settled = approval_service().settle_due(now)
    finally:
        started = pipeline_runs().start_waiting(now)
    return {**settled.model_dump(), "started": started}
