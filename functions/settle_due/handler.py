"""Door of the schedule that settles what is due: approvals past their deadline, decisions that resumed
nothing, waivers that have ended."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import waivers
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Settles everything that is due at ``now``."""
    lapsed = waivers().lapse(now)
    return {**approval_service().settle_due(now).model_dump(), "lapsed": lapsed}
