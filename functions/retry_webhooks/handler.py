"""Door of the schedule that has failed deliveries attempted again."""

from datetime import datetime
from typing import Any

from onbrand.bootstrap.webhooks import retries
from onbrand.entry.schedule import scheduled


@scheduled
def handler(now: datetime) -> dict[str, Any]:
    """Hands what is due at ``now`` to the sender."""
    return {"jobs": retries().hand_on(now)}
