"""Door of the schedule that settles what is due: reviews and their deadlines, decisions that resumed nothing,
requests that nothing has started, waivers that have ended."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import pipeline_runs, waivers
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settles everything that is due at ``now``."""
    try:
        settled = approval_service().settle_due(now)
    finally:
        try:
            started = pipeline_runs().start_waiting(now)
        finally:
            lapsed = waivers().lapse(now)
    return {**settled.model_dump(), "started": started, "lapsed": lapsed}
