"""Keys of the API-call ledger, of windows and what they sum up to, of rate limits and quotas."""

from datetime import UTC, date, datetime

from onbrand.adapters.dynamodb.keys.content import request_partition
from onbrand.adapters.dynamodb.keys.shape import moment, organization_partition
from onbrand.adapters.dynamodb.table import Key


def call(organization_id: str, request_id: str, call_id: str) -> Key:
    """An API call of a request. Prefix ``CALLS``."""
    return Key(request_partition(organization_id, request_id), f"{CALLS}{call_id}")


CALLS = "CALL#"


def call_without_request(organization_id: str, cause: str, call_id: str) -> Key:
    """An API call that belongs to no request, such as the mail of an invitation."""
    return Key(f"ORG#{organization_id}#CAUSE#{cause}", f"{CALLS}{call_id}")


def invocation(organization_id: str, request_id: str, stage: str, invocation_id: str) -> Key:
    """What a run of a task used for a request. Prefix ``INVOCATIONS``."""
    return Key(request_partition(organization_id, request_id), f"{INVOCATIONS}{stage}#{invocation_id}")


INVOCATIONS = "INVOCATION#"


def day_partition(organization_id: str, day: date) -> str:
    """What happened on a day of UTC, as sums are made of it: calls and facts, each by its time."""
    return f"ORG#{organization_id}#DAY#{day.isoformat()}"


def ledger(organization_id: str, at: datetime, provider: str, call_id: str) -> Key:
    """An API call in the ledger. Prefix ``CALLS``; the id is deterministic, and so is the rest of the key."""
    return Key(_day(organization_id, at), f"{CALLS}{moment(at)}#{provider}#{call_id}")


def fact(organization_id: str, at: datetime, event_id: str) -> Key:
    """What an event told of an asset. Prefix ``FACTS``."""
    return Key(_day(organization_id, at), f"{FACTS}{moment(at)}#{event_id}")


FACTS = "FACT#"


def at_moment(prefix: str, at: datetime) -> str:
    """Lower bound of the calls or facts from this moment on, and upper bound of those before it: every key
    goes on after its time."""
    return f"{prefix}{moment(at)}"


def _day(organization_id: str, at: datetime) -> str:
    return day_partition(organization_id, at.astimezone(UTC).date())


def window(organization_id: str, day: date) -> Key:
    """The window of a day, once it was summed. ``window_from`` bounds a range of days."""
    return Key(organization_partition(organization_id), window_from(day))


def window_from(day: date) -> str:
    """Bound of the windows from or to this day, included."""
    return f"WINDOW#{day.isoformat()}"


def progress(organization_id: str) -> Key:
    """How far an organization's windows are closed, and who works on them."""
    return Key(organization_partition(organization_id), "WINDOWS")


def redo(organization_id: str, at: datetime, identifier: str) -> Key:
    """That the window of this moment has to be summed again."""
    return Key(redo_partition(organization_id), f"{moment(at)}#{identifier}")


def redo_partition(organization_id: str) -> str:
    """What an organization has to sum again."""
    return f"ORG#{organization_id}#REDO"


def usage_summary(organization_id: str, day: date, provider: str) -> Key:
    """A day's usage of a provider."""
    return Key(organization_partition(organization_id), f"{day_from(USAGE, day)}#{provider}")


USAGE = "USAGE#"


def spend_summary(organization_id: str, day: date, brand_id: str, provider: str) -> Key:
    """What a brand spent on a day at a provider."""
    return Key(organization_partition(organization_id), f"{day_from(SPEND, day)}#{brand_id}#{provider}")


SPEND = "SPEND#"


def day_from(prefix: str, day: date) -> str:
    """Lower bound of the summaries from this day on."""
    return f"{prefix}{day.isoformat()}"


def day_to(prefix: str, day: date) -> str:
    """Upper bound of the summaries up to this day, included."""
    return f"{prefix}{day.isoformat()}#~"


def compliance_summary(organization_id: str, dimension: str, subject_id: str, day: date) -> Key:
    """A day's compliance of a brand, template or author. Prefix ``compliance_prefix``."""
    prefix = compliance_prefix(dimension, subject_id)
    return Key(organization_partition(organization_id), f"{prefix}{day.isoformat()}")


def compliance_prefix(dimension: str, subject_id: str) -> str:
    """Sort keys of a brand's, template's or author's compliance summaries."""
    return f"COMPLIANCE#{dimension}#{subject_id}#"


def compliance_of_day(organization_id: str, dimension: str, day: date, subject_id: str) -> Key:
    """gsi1 of the same: all brands, templates or authors by day. Bounds: ``day_from`` and ``day_to`` without a prefix."""
    return Key(compliance_partition(organization_id, dimension), f"{day.isoformat()}#{subject_id}")


def compliance_partition(organization_id: str, dimension: str) -> str:
    """gsi1 partition of the compliance of all brands, templates or authors."""
    return f"ORG#{organization_id}#COMPLIANCE#{dimension}"


def compliance_week(organization_id: str, brand_id: str, day: date) -> Key:
    """The compliance of a brand in the week that starts on this Monday. Prefix ``weeks_prefix``."""
    return Key(organization_partition(organization_id), f"{weeks_prefix(brand_id)}{day.isoformat()}")


def weeks_prefix(brand_id: str) -> str:
    """Sort keys of a brand's weeks."""
    return f"COMPLIANCEWEEK#{brand_id}#"


def count(provider: str, day: date, organization_id: str, window: date) -> Key:
    """The calls of an organization's window on a provider's day."""
    return Key(counts_partition(provider, day), f"ORG#{organization_id}#{window.isoformat()}")


def counts_partition(provider: str, day: date) -> str:
    """All organizations' calls on a provider's day."""
    return f"SYSTEM#COUNTS#{provider}#{day.isoformat()}"


def reconciliation(provider: str, day: date) -> Key:
    """What comparing a provider's day brought; the sort key is the day."""
    return Key(reconciliations_partition(provider), day.isoformat())


def reconciliations_partition(provider: str) -> str:
    """A provider's days that were compared."""
    return f"SYSTEM#RECONCILED#{provider}"


def provider_rate(provider: str, bucket: str) -> Key:
    """The rate limit that all tenants share at a provider."""
    return Key(f"SYSTEM#RATE#{provider}#{bucket}", "RATE")


def tenant_rate(organization_id: str, provider: str) -> Key:
    """A tenant's fair share of it."""
    return Key(f"ORG#{organization_id}#RATE#{provider}", "RATE")


def account(organization_id: str) -> Key:
    """An organization's plan and budgets."""
    return Key(organization_partition(organization_id), "ACCOUNT")


def tally_partition(organization_id: str, day: date) -> str:
    """What the organization and its brands use in the month that starts on this day."""
    return f"ORG#{organization_id}#BUDGET#{day.isoformat()}"


def tally(organization_id: str, day: date, brand_id: str | None) -> Key:
    """The same of one brand, or of the organization as a whole."""
    sk = "ORG" if brand_id is None else f"BRAND#{brand_id}"
    return Key(tally_partition(organization_id, day), sk)


def reservation(organization_id: str, owner: str, call_id: str) -> Key:
    """What a call may cost; ``owner`` is its request, or other cause."""
    return Key(f"ORG#{organization_id}#RESERVED#{owner}", call_id)
