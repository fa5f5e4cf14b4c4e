"""Keys of a request with everything that happened to it, and of the queues of requests."""

from datetime import datetime

from onbrand.adapters.dynamodb.keys.shape import HIGHEST_PRIORITY, aggregate_partition, moment
from onbrand.adapters.dynamodb.table import Key


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


def waiver(organization_id: str, request_id: str, waiver_id: str) -> Key:
    """A waiver of a finding on the request's asset. Prefix ``WAIVERS``."""
    return Key(request_partition(organization_id, request_id), f"{WAIVERS}{waiver_id}")


WAIVERS = "WAIVER#"


def fall(organization_id: str, brand_id: str, fall_id: str) -> Key:
    """A request of the brand that fell below what the brand asks. Prefix ``FALLS``."""
    return Key(aggregate_partition(organization_id, "brand", brand_id), f"{FALLS}{fall_id}")


FALLS = "FALL#"
