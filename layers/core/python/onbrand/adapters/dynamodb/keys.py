"""Every key of the table: functions that make a ``Key``, a partition or a prefix. Nothing else makes any.

Partitions of a tenant start with ``ORG#<organization>``. Ordinals are padded to eight digits, to sort.
Text that a person wrote is never part of a key, save a slug (checked) and hashes.
"""

from datetime import UTC, date, datetime
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


def address_hash(address: str) -> str:
    """SHA-256 of an address in its normal form (trimmed, lower case)."""
    return sha256(address.strip().lower().encode()).hexdigest()


# Organizations, people and their claims


def organization_partition(organization_id: str) -> str:
    """Partition of an organization's own records."""
    return f"ORG#{organization_id}"


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


# Brands and templates, approval workflows


def brand(organization_id: str, brand_id: str) -> Key:
    """The current profile. Prefix ``BRANDS``."""
    return Key(organization_partition(organization_id), f"BRAND#{brand_id}")


def brand_version(organization_id: str, brand_id: str, version: int) -> Key:
    """A version of the profile; never changed."""
    return Key(aggregate_partition(organization_id, "brand", brand_id), f"V#{ordinal(version)}")


def brand_asset(organization_id: str, brand_id: str, asset_id: str) -> Key:
    """A brand asset. Prefix ``brand_assets_prefix``."""
    return Key(organization_partition(organization_id), f"{brand_assets_prefix(brand_id)}{asset_id}")


def brand_assets_prefix(brand_id: str) -> str:
    """Sort keys of a brand's assets."""
    return f"BRANDASSET#{brand_id}#"


BRANDS = "BRAND#"


def current_asset(organization_id: str, brand_id: str, kind: str, name: str) -> Key:
    """The newest ready asset of a place: a logo's variant, or a picture's name (a slug)."""
    return Key(organization_partition(organization_id), f"{current_assets_prefix(brand_id, kind)}{name}")


def current_assets_prefix(brand_id: str, kind: str) -> str:
    """Sort keys of a brand's current logos or pictures."""
    return f"BRANDCURRENT#{brand_id}#{kind}#"


def template(organization_id: str, template_id: str) -> Key:
    """The current template. Prefix ``TEMPLATES``."""
    return Key(organization_partition(organization_id), f"{TEMPLATES}{template_id}")


TEMPLATES = "TEMPLATE#"


def published_template(organization_id: str, template_id: str) -> Key:
    """The newest published version of a template."""
    return Key(aggregate_partition(organization_id, "template", template_id), "PUBLISHED")


def brand_templates_partition(organization_id: str, brand_id: str) -> str:
    """gsi1 partition of a brand's templates; sort key: the template's id."""
    return f"ORG#{organization_id}#BRAND#{brand_id}#TEMPLATES"


def brand_published_partition(organization_id: str, brand_id: str) -> str:
    """gsi1 partition of a brand's published templates; sort key: the template's id."""
    return f"ORG#{organization_id}#BRAND#{brand_id}#PUBLISHED"


def template_version(organization_id: str, template_id: str, version: int) -> Key:
    """A version of the template; never changed."""
    return Key(aggregate_partition(organization_id, "template", template_id), f"V#{ordinal(version)}")


def use_of_template(organization_id: str, template_id: str, request_id: str) -> Key:
    """A request that uses the template. Prefix ``USES`` of ``aggregate_partition(o, "template", t)``."""
    return Key(aggregate_partition(organization_id, "template", template_id), f"{USES}{request_id}")


def use_of_brand(organization_id: str, brand_id: str, request_id: str) -> Key:
    """A request that uses the profile. Prefix ``USES`` of ``aggregate_partition(o, "brand", b)``."""
    return Key(aggregate_partition(organization_id, "brand", brand_id), f"{USES}{request_id}")


USES = "USE#"


def workflow(organization_id: str, workflow_id: str) -> Key:
    """The current approval workflow. Prefix ``WORKFLOWS``."""
    return Key(organization_partition(organization_id), f"{WORKFLOWS}{workflow_id}")


WORKFLOWS = "WORKFLOW#"


def workflow_version(organization_id: str, workflow_id: str, version: int) -> Key:
    """A version of the approval workflow; never changed."""
    return Key(aggregate_partition(organization_id, "workflow", workflow_id), f"V#{ordinal(version)}")


# Events


def aggregate_partition(organization_id: str, aggregate: str, aggregate_id: str) -> str:
    """Partition of an aggregate's history and versions; ``aggregate`` is its noun, in lower case."""
    return f"ORG#{organization_id}#{AGGREGATES.get(aggregate, aggregate.upper())}#{aggregate_id}"


def event(organization_id: str, aggregate: str, aggregate_id: str, sequence: int) -> Key:
    """An event of an aggregate. Prefix ``EVENT``."""
    return Key(aggregate_partition(organization_id, aggregate, aggregate_id), f"{EVENT}{ordinal(sequence)}")


# A request with everything that happened to it


def request_partition(organization_id: str, request_id: str) -> str:
    """One query on it shows a request with everything that belongs to it."""
    return aggregate_partition(organization_id, "request", request_id)


def request(organization_id: str, request_id: str) -> Key:
    """The request."""
    return Key(request_partition(organization_id, request_id), "REQUEST")


def asset(organization_id: str, request_id: str, asset_id: str) -> Key:
    """What a request composed. Prefix ``ASSETS`` gives assets and variants."""
    return Key(request_partition(organization_id, request_id), f"{ASSETS}{asset_id}")


ASSETS = "ASSET#"


def variant(organization_id: str, request_id: str, asset_id: str, placement: str) -> Key:
    """An asset rendered for a placement."""
    return Key(request_partition(organization_id, request_id), f"{variants_prefix(asset_id)}{placement}")


def variants_prefix(asset_id: str) -> str:
    """Sort keys of an asset's variants."""
    return f"{ASSETS}{asset_id}#VARIANT#"


def step(organization_id: str, request_id: str, number: int) -> Key:
    """A step of the approval, with the task token. Prefix ``STEPS`` gives steps and approvers."""
    return Key(request_partition(organization_id, request_id), f"{STEPS}{ordinal(number)}")


STEPS = "STEP#"


def approver(organization_id: str, request_id: str, number: int, user_id: str) -> Key:
    """What one approver of a step is asked."""
    return Key(request_partition(organization_id, request_id), f"{approvers_prefix(number)}{user_id}")


def approvers_prefix(number: int) -> str:
    """Sort keys of a step's approvers."""
    return f"{STEPS}{ordinal(number)}#APPROVER#"


def call(organization_id: str, request_id: str, call_id: str) -> Key:
    """An API call of a request. Prefix ``CALLS``."""
    return Key(request_partition(organization_id, request_id), f"{CALLS}{call_id}")


CALLS = "CALL#"


def request_event(organization_id: str, request_id: str, sequence: int) -> Key:
    """An event of a request. Prefix ``EVENT``."""
    return event(organization_id, "request", request_id, sequence)


def status_queue(
    organization_id: str, status: str, priority: int, created_at: datetime, request_id: str
) -> Key:
    """gsi1 of a request: the queue of a status, priority (0-99) descending, then oldest first."""
    if not 0 <= priority <= HIGHEST_PRIORITY:
        raise ValueError(f"priority is 0 to {HIGHEST_PRIORITY}")
    pk = status_partition(organization_id, status)
    return Key(pk, f"{HIGHEST_PRIORITY - priority:02d}#{moment(created_at)}#{request_id}")


def status_partition(organization_id: str, status: str) -> str:
    """gsi1 partition of the requests of a status."""
    return f"ORG#{organization_id}#STATUS#{status}"


def open_approval(organization_id: str, user_id: str, due_at: datetime, request_id: str) -> Key:
    """gsi2 of an approver's item while it is open: what waits for a person, the most urgent first."""
    return Key(open_approvals_partition(organization_id, user_id), f"{moment(due_at)}#{request_id}")


def open_approvals_partition(organization_id: str, user_id: str) -> str:
    """gsi2 partition of what waits for a person."""
    return f"ORG#{organization_id}#APPROVER#{user_id}"


def due(identifier: str, at: datetime) -> Key:
    """gsi3 of any item with a due time; query each of ``due_shards`` up to ``due_until``."""
    return Key(f"DUE#{shard(identifier)}", f"{moment(at)}#{identifier}")


def due_shards() -> tuple[str, ...]:
    """gsi3 partitions of what is due."""
    return tuple(f"DUE#{name}" for name in SHARD_NAMES)


def due_until(at: datetime) -> str:
    """Upper bound (``sk_to``) that includes everything due at or before this moment."""
    return f"{moment(at)}#~"


# Idempotency


def idempotency(organization_id: str, principal: str, operation: str, key: str) -> Key:
    """What a principal's idempotency key was used for; the key is a person's text, so it is hashed."""
    digest = sha256(f"{operation}\n{key}".encode()).hexdigest()
    return Key(organization_partition(organization_id), f"IDEM#{principal}#{digest}")


def seen(organization_id: str, consumer: str, event_id: str) -> Key:
    """That a consumer has handled an event."""
    return Key(organization_partition(organization_id), f"SEEN#{consumer}#{event_id}")


# Metering


def ledger_partition(organization_id: str, day: date, provider: str) -> str:
    """The calls of a day (of UTC) to a provider."""
    return f"ORG#{organization_id}#USAGE#{day.isoformat()}#{provider}"


def ledger(organization_id: str, day: date, provider: str, call_id: str) -> Key:
    """An API call in the ledger; the id is deterministic."""
    return Key(ledger_partition(organization_id, day, provider), f"{CALLS}{call_id}")


def usage_summary(organization_id: str, day: date, provider: str) -> Key:
    """A day's usage of a provider. Prefix ``USAGE``; ``usage_from``, ``usage_to`` bound a range of days."""
    return Key(organization_partition(organization_id), f"{USAGE}{day.isoformat()}#{provider}")


USAGE = "USAGE#"


def usage_from(day: date) -> str:
    """Lower bound of the summaries from this day on."""
    return f"{USAGE}{day.isoformat()}"


def usage_to(day: date) -> str:
    """Upper bound of the summaries up to this day, included."""
    return f"{USAGE}{day.isoformat()}#~"


def compliance_summary(organization_id: str, brand_id: str, day: date) -> Key:
    """A day's compliance of a brand. Prefix ``compliance_prefix``."""
    return Key(organization_partition(organization_id), f"{compliance_prefix(brand_id)}{day.isoformat()}")


def compliance_prefix(brand_id: str) -> str:
    """Sort keys of a brand's compliance summaries."""
    return f"COMPLIANCE#{brand_id}#"


def provider_rate(provider: str, bucket: str) -> Key:
    """The rate limit that all tenants share at a provider."""
    return Key(f"SYSTEM#RATE#{provider}#{bucket}", "RATE")


def tenant_rate(organization_id: str, provider: str) -> Key:
    """A tenant's fair share of it."""
    return Key(f"ORG#{organization_id}#RATE#{provider}", "RATE")


def quota(organization_id: str, period: str) -> Key:
    """A tenant's quota for a period."""
    return Key(organization_partition(organization_id), f"QUOTA#{period}")


# Activity and settings


def activity_partition(organization_id: str, at: datetime) -> str:
    """What happened in a month (of UTC)."""
    return f"ORG#{organization_id}#ACTIVITY#{at.astimezone(UTC):%Y-%m}"


def activity(organization_id: str, at: datetime, activity_id: str) -> Key:
    """Something that happened, by time."""
    return Key(activity_partition(organization_id, at), f"{moment(at)}#{activity_id}")


def setting(name: str) -> Key:
    """A system setting."""
    return Key(SYSTEM, f"SETTING#{name}")
