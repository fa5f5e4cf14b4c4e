"""Keys of organizations, people and their claims."""

from hashlib import sha256

from onbrand.adapters.dynamodb.keys.shape import SHARD_NAMES, organization_partition, shard
from onbrand.adapters.dynamodb.table import Key


def address_hash(address: str) -> str:
    """SHA-256 of an address in its normal form (trimmed, lower case)."""
    return sha256(address.strip().lower().encode()).hexdigest()


def organization(organization_id: str) -> Key:
    """The organization."""
    return Key(organization_partition(organization_id), "ORG")


def member(organization_id: str, user_id: str) -> Key:
    """A membership. Prefix ``MEMBERS`` lists an organization's; gsi1 ``user_memberships`` a person's."""
    return Key(organization_partition(organization_id), f"{MEMBERS}{user_id}")


MEMBERS = "MEMBER#"


def user_memberships(user_id: str, organization_id: str) -> Key:
    """gsi1 of a membership."""
    return Key(user_memberships_partition(user_id), f"ORG#{organization_id}")


def user_memberships_partition(user_id: str) -> str:
    """gsi1 partition of a person's memberships."""
    return f"USER#{user_id}"


def invitation(organization_id: str, invitation_id: str) -> Key:
    """An invitation. Prefix ``INVITATIONS``."""
    return Key(organization_partition(organization_id), f"{INVITATIONS}{invitation_id}")


INVITATIONS = "INVITE#"


def organization_listing(organization_id: str) -> Key:
    """The entry in the list of all organizations, which has sixteen partitions (``organization_shards``)."""
    return Key(f"SYSTEM#ORGS#{shard(organization_id)}", f"ORG#{organization_id}")


def organization_shards() -> tuple[str, ...]:
    """Partitions of the list of all organizations."""
    return tuple(f"SYSTEM#ORGS#{name}" for name in SHARD_NAMES)


def user(user_id: str) -> Key:
    """A person."""
    return Key(f"USER#{user_id}", "USER")


def email_claim(address: str) -> Key:
    """Who has this address."""
    return Key(email_partition(address), "CLAIM")


def email_partition(address: str) -> str:
    """Everything that waits for an address."""
    return f"EMAIL#{address_hash(address)}"


def email_invitation(address: str, organization_id: str) -> Key:
    """An invitation that waits for the person with this address; one per organization."""
    return Key(email_partition(address), f"{INVITATIONS}{organization_id}")


def slug_claim(slug: str) -> Key:
    """Which organization has this slug."""
    return Key(f"SLUG#{slug}", "CLAIM")
