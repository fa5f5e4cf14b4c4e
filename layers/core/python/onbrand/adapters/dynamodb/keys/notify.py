"""Keys of deliveries, of what people wish to be told, of unreachable addresses, and of how much was sent."""

from datetime import datetime

from onbrand.adapters.dynamodb.keys.shape import moment, organization_partition
from onbrand.adapters.dynamodb.table import Key


def delivery(organization_id: str, delivery_id: str) -> Key:
    """A delivery."""
    return Key(f"ORG#{organization_id}#DELIVERY#{delivery_id}", "DELIVERY")


def delivery_in_log(organization_id: str, created_at: datetime, delivery_id: str) -> Key:
    """gsi2 of a delivery: all of an organization by time."""
    return Key(log_partition(organization_id), f"{moment(created_at)}#{delivery_id}")


def log_partition(organization_id: str) -> str:
    """gsi2 partition of an organization's deliveries."""
    return f"ORG#{organization_id}#DELIVERIES"


def dead_delivery(organization_id: str, created_at: datetime, delivery_id: str) -> Key:
    """gsi1 of a delivery that failed for good, by whatever channel."""
    return Key(dead_partition(organization_id), f"{moment(created_at)}#{delivery_id}")


def dead_partition(organization_id: str) -> str:
    """gsi1 partition of what failed for good."""
    return f"ORG#{organization_id}#DEADLETTERS"


def held_delivery(organization_id: str, user_id: str, created_at: datetime, delivery_id: str) -> Key:
    """gsi1 of a delivery that waits and may be gathered with others of its person."""
    return Key(held_partition(organization_id, user_id), f"{moment(created_at)}#{delivery_id}")


def held_partition(organization_id: str, user_id: str) -> str:
    """gsi1 partition of a person's deliveries that may be gathered."""
    return f"ORG#{organization_id}#HELD#{user_id}"


def wishes(organization_id: str, user_id: str) -> Key:
    """What a person wants to be told."""
    return Key(organization_partition(organization_id), f"WISHES#{user_id}")


def unreachable(organization_id: str, digest: str) -> Key:
    """An address that gets no mail any more. Prefix ``UNREACHABLE``."""
    return Key(organization_partition(organization_id), f"{UNREACHABLE}{digest}")


UNREACHABLE = "UNREACHABLE#"


def pace(organization_id: str, subject: str) -> Key:
    """How much a recipient (a digest of the address) or the whole organization got."""
    return Key(f"ORG#{organization_id}#PACE#{subject}", "PACE")
