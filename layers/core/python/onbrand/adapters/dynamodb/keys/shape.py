"""Shapes that keys of all rooms share, and the keys that belong to no room: events, what is due, idempotency.

Ordinals are padded to eight digits and times are UTC with microseconds, so that text order is their order. Text that
a person wrote is never part of a key, save a slug (checked) and hashes.
"""

from datetime import UTC, datetime
from hashlib import sha256

from onbrand.adapters.dynamodb.table import Key

SHARDS = 16
HIGHEST_PRIORITY = 99
SYSTEM = "SYSTEM"
EVENT = "EVENT#"
AGGREGATES = {
    "organization": "ORG",
    "user": "USER",
    "membership": "MEMBER",
    "invitation": "INVITE",
    "brand": "BRAND",
    "brand_asset": "BRANDASSET",
    "template": "TEMPLATE",
    "workflow": "WORKFLOW",
    "request": "REQ",
    "substitute": "SUBSTITUTE",
    "approver_group": "APPROVERGROUP",
    "calendar": "WORKCALENDAR",
    "delivery": "DELIVERY",
    "mail_address": "MAILADDRESS",
    "webhook": "WEBHOOK",
    "webhook_delivery": "WEBHOOKDELIVERY",
    "webhook_test": "WEBHOOKTEST",
    "report": "REPORT",
    "report_definition": "REPORTDEFINITION",
}
"""The nouns that have events, and their names in keys."""


def ordinal(number: int) -> str:
    """Eight digits, so that text order is number order."""
    if not 0 <= number <= 99_999_999:
        raise ValueError(f"{number} does not fit into eight digits")
    return f"{number:08d}"


def moment(at: datetime) -> str:
    """UTC with microseconds, so that text order is time order."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def shard(identifier: str) -> str:
    """Two digits, 00 to 15, spread evenly over identifiers."""
    return f"{sha256(identifier.encode()).digest()[0] % SHARDS:02d}"


SHARD_NAMES = tuple(f"{number:02d}" for number in range(SHARDS))


def organization_partition(organization_id: str) -> str:
    """Partition of an organization's own records."""
    return f"ORG#{organization_id}"


def aggregate_partition(organization_id: str, aggregate: str, aggregate_id: str) -> str:
    """Partition of an aggregate's history and versions; ``aggregate`` is its noun, in lower case."""
    return f"ORG#{organization_id}#{AGGREGATES.get(aggregate, aggregate.upper())}#{aggregate_id}"


def event(organization_id: str, aggregate: str, aggregate_id: str, sequence: int) -> Key:
    """An event of an aggregate. Prefix ``EVENT``."""
    return Key(aggregate_partition(organization_id, aggregate, aggregate_id), f"{EVENT}{ordinal(sequence)}")


def due(identifier: str, at: datetime) -> Key:
    """gsi3 of any item with a due time; query each of ``due_shards`` up to ``due_until``."""
    return Key(f"DUE#{shard(identifier)}", f"{moment(at)}#{identifier}")


def due_shards() -> tuple[str, ...]:
    """gsi3 partitions of what is due."""
    return tuple(f"DUE#{name}" for name in SHARD_NAMES)


def due_until(at: datetime) -> str:
    """Upper bound (``sk_to``) that includes everything due at or before this moment."""
    return f"{moment(at)}#~"


def idempotency(organization_id: str, principal: str, operation: str, key: str) -> Key:
    """What a principal's idempotency key was used for; the key is a person's text, so it is hashed."""
    digest = sha256(f"{operation}\n{key}".encode()).hexdigest()
    return Key(organization_partition(organization_id), f"IDEM#{principal}#{digest}")
