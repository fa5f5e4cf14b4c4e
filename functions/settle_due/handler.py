"""Door of the schedule that settles what is due: approvals past their deadline, decisions that resumed
nothing, reservations whose outcome nobody told."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.metering import spending
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settles everything that is due at ``now``."""
    try:
        settled = approval_service().settle_due(now).model_dump()
    finally:  # one that cannot be settled does not keep the others' money
        reservations = spending().reconcile(now)
    return {**settled, "reservations": reservations}
