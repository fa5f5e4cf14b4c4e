"""The activity log in the table."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Put, Table
from onbrand.audit.model import Activity
from onbrand.kernel.pages import Page

RETENTION = timedelta(days=400)


class TableActivity:
    """An ``audit.ports.ActivityRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def record(self, activity: Activity) -> None:
        """Writes an entry; does nothing when it is there."""
        key = keys.audit.activity(activity.organization_id, activity.time, activity.id)
        item = to_item(key, "activity", activity, expires_at=activity.time + RETENTION)
        try:
            self._table.write(Put(item, Absent()))
        except ConditionFailed:
            return

    def month(
        self, organization_id: str, month: date, limit: int, start: dict[str, Any] | None
    ) -> Page[Activity]:
        """Entries of the month, the latest first."""
        partition = keys.audit.activity_partition(organization_id, datetime.combine(month, time(), UTC))
        page = self._table.query(partition, limit=limit, forward=False, start=start)
        return Page([from_item(Activity, item) for item in page.items], page.next)
