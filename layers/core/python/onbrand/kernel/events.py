"""The event envelope. An event is the audit trail, the event store and the outbox at once."""

from datetime import datetime
from typing import Any

from pydantic import Field

from onbrand.kernel.values import Value

PIPELINE = "system:pipeline"
SCHEDULE = "system:schedule"


class Event(Value):
    """Something that happened to an aggregate, in the past tense.

    ``sequence`` counts from 1 within the aggregate; ``actor`` is a user id or a ``system:`` name;
    ``payload`` holds ids and small facts, never pictures or documents.
    """

    id: str
    type: str
    organization_id: str
    aggregate: str
    aggregate_id: str
    sequence: int = Field(ge=1)
    occurred_at: datetime
    actor: str
    payload: dict[str, Any] = Field(default_factory=dict)
    schema_version: int = 1
