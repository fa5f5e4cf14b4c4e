"""Door of the schedule that settles what is due: approvals past their deadline, decisions that resumed nothing,
messages that waited for their moment or failed."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.notify import notify_service
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settles everything that is due at ``now``."""
    settled = approval_service().settle_due(now).model_dump()
    return {**settled, "messages": notify_service().settle_due(now).model_dump()}
