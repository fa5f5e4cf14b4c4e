"""Keys of the activity log."""

from datetime import UTC, datetime

from onbrand.adapters.dynamodb.keys.shape import moment
from onbrand.adapters.dynamodb.table import Key


def activity_partition(organization_id: str, at: datetime) -> str:
    """What happened in a month (of UTC)."""
    return f"ORG#{organization_id}#ACTIVITY#{at.astimezone(UTC):%Y-%m}"


def activity(organization_id: str, at: datetime, activity_id: str) -> Key:
    """Something that happened, by time."""
    return Key(activity_partition(organization_id, at), f"{moment(at)}#{activity_id}")
