"""Keys of webhooks, of their deliveries and of the attempts at these."""

from datetime import datetime

from onbrand.adapters.dynamodb.keys.shape import (
    SHARD_NAMES,
    aggregate_partition,
    moment,
    organization_partition,
    shard,
)
from onbrand.adapters.dynamodb.table import Key

ENDPOINTS = "WEBHOOK#"
DELIVERIES = "DELIVERY#"


def webhook(organization_id: str, endpoint_id: str) -> Key:
    """A webhook. Prefix ``ENDPOINTS``."""
    return Key(organization_partition(organization_id), f"{ENDPOINTS}{endpoint_id}")


def partition(organization_id: str, endpoint_id: str) -> str:
    """Everything that belongs to a webhook."""
    return aggregate_partition(organization_id, "webhook", endpoint_id)


def webhook_secrets(organization_id: str, endpoint_id: str) -> Key:
    """What its messages are signed with."""
    return Key(partition(organization_id, endpoint_id), "SECRETS")


def webhook_health(organization_id: str, endpoint_id: str) -> Key:
    """Since when it fails."""
    return Key(partition(organization_id, endpoint_id), "HEALTH")


def webhook_delivery(organization_id: str, endpoint_id: str, cause: str) -> Key:
    """A delivery; causes are ids of events and so sort by time. Prefix ``DELIVERIES``."""
    return Key(partition(organization_id, endpoint_id), f"{DELIVERIES}{cause}")


def dead_webhook_delivery(organization_id: str, endpoint_id: str, cause: str) -> Key:
    """gsi2 of a delivery that failed for good; gsi1 is its place among the dead of every channel."""
    return Key(dead_partition(organization_id, endpoint_id), cause)


def dead_partition(organization_id: str, endpoint_id: str) -> str:
    """gsi2 partition of a webhook's deliveries that failed for good."""
    return f"{partition(organization_id, endpoint_id)}#DEAD"


def webhook_trial(organization_id: str, endpoint_id: str, cause: str, at: datetime) -> Key:
    """An attempt at a delivery. Prefix ``trials_prefix``."""
    return Key(partition(organization_id, endpoint_id), f"{trials_prefix(cause)}{moment(at)}")


def trials_prefix(cause: str) -> str:
    """Sort keys of the attempts at a delivery."""
    return f"TRIAL#{cause}#"


def webhook_due(delivery_id: str, at: datetime) -> Key:
    """gsi3 of a delivery that is to be looked at; query each of ``due_shards`` up to ``shape.due_until``."""
    return Key(f"WEBHOOKDUE#{shard(delivery_id)}", f"{moment(at)}#{delivery_id}")


def due_shards() -> tuple[str, ...]:
    """gsi3 partitions of what is to be looked at."""
    return tuple(f"WEBHOOKDUE#{name}" for name in SHARD_NAMES)
