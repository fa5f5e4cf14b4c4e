"""The activity log: every event once, however often and in whatever order it comes."""

from datetime import date
from typing import Any

from onbrand.audit.model import Activity
from onbrand.audit.ports import ActivityRepository
from onbrand.identity import Access, Permission
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


class AuditService:
    """Writes and shows activity."""

    def __init__(self, repository: ActivityRepository) -> None:
        self._repository = repository

    def record(self, event: Event) -> None:
        """Consumer of every event."""
        self._repository.record(
            Activity(
                id=event.id,
                organization_id=event.organization_id,
                time=event.occurred_at,
                type=event.type,
                aggregate=event.aggregate,
                aggregate_id=event.aggregate_id,
                actor=event.actor,
                payload=event.payload,
            )
        )

    def activity(
        self, access: Access, month: date, limit: int, start: dict[str, Any] | None = None
    ) -> Page[Activity]:
        """What happened in the month that this day is in, the latest first."""
        access.require(Permission.MANAGE_ORGANIZATION)
        return self._repository.month(access.organization_id, month, limit, start)
