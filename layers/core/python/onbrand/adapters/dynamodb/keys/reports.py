"""Keys of reports and their definitions."""

from datetime import date, datetime

from onbrand.adapters.dynamodb.keys.shape import SHARD_NAMES, due_until, moment, organization_partition, shard
from onbrand.adapters.dynamodb.table import Key

DEFINITIONS = "REPORTDEFINITION#"


def definition(organization_id: str, definition_id: str) -> Key:
    """A definition. Prefix ``DEFINITIONS``."""
    return Key(organization_partition(organization_id), f"{DEFINITIONS}{definition_id}")


def plan(organization_id: str, definition_id: str) -> Key:
    """What a definition reports next."""
    return Key(organization_partition(organization_id), f"REPORTPLAN#{definition_id}")


def plan_due(definition_id: str, due_at: datetime) -> Key:
    """gsi3 of a plan; query each of ``due_shards`` up to ``due_to``."""
    return Key(f"REPORTDUE#{shard(definition_id)}", f"{moment(due_at)}#{definition_id}")


def due_shards() -> tuple[str, ...]:
    """gsi3 partitions of plans."""
    return tuple(f"REPORTDUE#{name}" for name in SHARD_NAMES)


def due_to(at: datetime) -> str:
    """Upper bound of what is due at or before this moment."""
    return due_until(at)


def claim(organization_id: str, definition_id: str, kind: str, day: date) -> Key:
    """That a definition's report of the period from this day on was ordered."""
    return Key(organization_partition(organization_id), f"REPORTED#{definition_id}#{kind}#{day.isoformat()}")


def report(organization_id: str, report_id: str) -> Key:
    """A report; identifiers sort by time."""
    return Key(reports_partition(organization_id), report_id)


def reports_partition(organization_id: str) -> str:
    """An organization's reports."""
    return f"ORG#{organization_id}#REPORTS"
