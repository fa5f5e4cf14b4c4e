"""Door of the schedule that settles what is due: reviews and their deadlines, decisions that resumed nothing,
requests that nothing has started, messages that waited for their moment or failed."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import pipeline_runs
from onbrand.bootstrap.notify import notify_service
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settles everything that is due at ``now``; one that fails keeps no other from its turn."""
    try:
        settled = approval_service().settle_due(now)
    finally:
        try:
            started = pipeline_runs().start_waiting(now)
        finally:
            messages = notify_service().settle_due(now)
    return {**settled.model_dump(), "started": started, "messages": messages.model_dump()}
