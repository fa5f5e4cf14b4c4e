"""Keys of the API-call ledger, of usage and compliance summaries, of rate limits and quotas."""

from datetime import date

from onbrand.adapters.dynamodb.keys.content import request_partition
from onbrand.adapters.dynamodb.keys.shape import organization_partition
from onbrand.adapters.dynamodb.table import Key


def call(organization_id: str, request_id: str, call_id: str) -> Key:
    """An API call of a request. Prefix ``CALLS``."""
    return Key(request_partition(organization_id, request_id), f"{CALLS}{call_id}")


CALLS = "CALL#"


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
