"""What audit needs from outside."""

from datetime import date
from typing import Any, Protocol

from onbrand.audit.model import Activity
from onbrand.kernel.pages import Page


class ActivityRepository(Protocol):
    """The activity log."""

    def record(self, activity: Activity) -> None:
        """Writes an entry; does nothing when it is there."""
        ...

    def month(
        self, organization_id: str, month: date, limit: int, start: dict[str, Any] | None
    ) -> Page[Activity]:
        """Entries of the month (of UTC) that this day is in, the latest first."""
        ...
