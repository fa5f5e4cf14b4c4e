"""What consumers have done about events, so that a repeated event does nothing twice."""

from datetime import datetime, timedelta

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Delete, Item, Present, Put, Table

KEPT = timedelta(days=30)
"""Longer than any queue keeps a message (14 days)."""


class TableClaims:
    """A ``notify.ports.Claims``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def claim(self, organization_id: str, consumer: str, event_id: str, now: datetime) -> bool:
        """Whether the claim is ours."""
        key = keys.shape.seen(organization_id, consumer, event_id)
        item: Item = {
            "pk": key.pk,
            "sk": key.sk,
            "type": "seen",
            "claimed_at": now.isoformat(),
            "expires_at": int((now + KEPT).timestamp()),
        }
        try:
            self._table.write(Put(item, Absent()))
        except ConditionFailed:
            return False
        return True

    def release(self, organization_id: str, consumer: str, event_id: str) -> None:
        """Gives a claim back; nothing happens when there is none."""
        try:
            self._table.write(Delete(keys.shape.seen(organization_id, consumer, event_id), Present()))
        except ConditionFailed:
            return
