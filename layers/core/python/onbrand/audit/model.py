"""What happened in an organization, as its activity log tells it."""

from datetime import datetime
from typing import Any

from onbrand.kernel.values import Value


class Activity(Value):
    """An event in the log; ``id`` is the event's."""

    id: str
    organization_id: str
    time: datetime
    type: str
    aggregate: str
    aggregate_id: str
    actor: str
    payload: dict[str, Any]
