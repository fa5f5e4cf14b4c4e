"""Requests and what belongs to them as items, and a change of a request as writes of one transaction."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.metering import fact_item
from onbrand.adapters.dynamodb.table import Absent, Item, Key, Overwrite, Present, Put, VersionIs, Write
from onbrand.compliance.waiving import Waiver
from onbrand.content.assets import Asset, Variant
from onbrand.content.model import Change, ContentRequest, RequestStatus, RequestStory, ReviewRecord
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.metering.facts import facts_of

START_GRACE = timedelta(minutes=15)
"""How long the event of a submission has to start the pipeline before the schedule does it."""
VARIANTS_IN_ONE = 40
"""Variants written together with their request; a transaction holds at most 100 writes and 4 MB."""
REJUDGED_IN_ONE = 25
"""Fewer, since the records of fifty approvers may be closed in the same transaction of at most 100 writes."""


def request_item(request: ContentRequest) -> Item:
    """The request, in the queue of its status; while it waits for its execution, the schedule looks at it."""
    organization_id = request.organization_id
    queue = keys.content.status_queue(
        organization_id, request.status.value, request.priority, request.created_at, request.id
    )
    key = keys.content.request(organization_id, request.id)
    waits = request.status is RequestStatus.SUBMITTED
    due = keys.shape.due(request.id, request.updated_at + START_GRACE) if waits else None
    return to_item(key, "request", request, request.version, gsi1=queue, gsi3=due)


def change_writes(change: Change) -> list[Write]:
    """The transaction of a change: the request (if it is still the one that was read), its events, what it
    made, and the facts that are counted."""
    after = change.after
    writes: list[Write] = [Put(request_item(after), VersionIs(change.before.version))]
    writes += [put_event(event) for event in change.events]
    if change.asset is not None:
        key = keys.content.asset(after.organization_id, after.id, change.asset.id)
        item = to_item(key, "asset", change.asset, after.version)
        writes.append(Put(item, Present() if change.before.asset_id == change.asset.id else Absent()))
    writes += [Put(item, Absent()) for item in _variant_items(change, change.variants[:VARIANTS_IN_ONE])]
    writes += [Put(fact_item(fact), Absent()) for fact in facts_of(change)]
    writes += [Put(item, Present()) for item in _variant_items(change, change.rejudged[:REJUDGED_IN_ONE])]
    writes += [_waiver_put(one) for one in change.waivers]
    if (fall := change.fall) is not None:
        key = keys.content.fall(fall.organization_id, fall.brand_id, fall.id)
        writes.append(Put(to_item(key, "fall", fall), Absent()))
    if change.used:
        # A request that is made anew uses the same things again, in newer versions.
        writes += [Put(item, Overwrite()) for item in _use_items(after)]
    return writes


def early_writes(change: Change) -> Iterator[list[Write]]:
    """Variants beyond the first ones, to be written before the transaction: until it succeeds nothing
    refers to new ones, and a repetition writes the same items again."""
    for start in range(REJUDGED_IN_ONE, len(change.rejudged), REJUDGED_IN_ONE):
        chunk = change.rejudged[start : start + REJUDGED_IN_ONE]
        yield [Put(item, Present()) for item in _variant_items(change, chunk)]
    for chunk in _chunks(change.variants[VARIANTS_IN_ONE:]):
        yield [Put(item, Overwrite()) for item in _variant_items(change, chunk)]


def _chunks(variants: Sequence[Variant]) -> Iterator[Sequence[Variant]]:
    for start in range(0, len(variants), VARIANTS_IN_ONE):
        yield variants[start : start + VARIANTS_IN_ONE]


def _variant_items(change: Change, variants: Sequence[Variant]) -> Iterator[Item]:
    after = change.after
    for variant in variants:
        key = keys.content.variant(after.organization_id, after.id, after.asset_id or "", variant.placement)
        yield to_item(key, "variant", variant, after.version)


def _use_items(request: ContentRequest) -> Iterator[Item]:
    if request.pinned is None:
        return
    organization_id, pinned = request.organization_id, request.pinned
    uses: dict[Key, int] = {
        keys.brand.use_of_template(organization_id, pinned.template_id, request.id): pinned.template_version,
        keys.brand.use_of_brand(organization_id, request.brand_id, request.id): pinned.profile_version,
    }
    for key, version in uses.items():
        yield {"pk": key.pk, "sk": key.sk, "type": "use", "request_id": request.id, "version": version}


def _waiver_put(waiver: Waiver) -> Put:
    key = keys.content.waiver(waiver.organization_id, waiver.request_id, waiver.id)
    is_over = waiver.withdrawn_at is not None or waiver.ended_at is not None
    due = None if is_over else keys.shape.due(waiver.id, waiver.ends_at)
    before = follows(waiver.version)
    return Put(to_item(key, "waiver", waiver, waiver.version, gsi3=due), before)


def read_story(items: Sequence[Item]) -> RequestStory | None:
    """What a request's partition holds; None when the request is not there."""
    by_type: dict[str, list[Item]] = {}
    for item in items:
        by_type.setdefault(item["type"], []).append(item)
    if not by_type.get("request"):
        return None
    request = from_item(ContentRequest, by_type["request"][0])
    assets = [from_item(Asset, item) for item in by_type.get("asset", ())]
    made = by_type.get("variant", ())
    variants = _variants_of(request.asset_id, made) if request.outcome is not None else []
    return RequestStory(
        request=request,
        asset=next((asset for asset in assets if asset.id == request.asset_id), None),
        variants=sorted(variants, key=lambda variant: request.placements.index(variant.placement)),
        approvals=[_review(item["data"]) for item in by_type.get("approval", ())],
        calls=sorted(
            (from_item(ApiCall, item) for item in by_type.get("call", ())),
            key=lambda call: (call.requested_at, call.id),
        ),
        events=[from_item(Event, item) for item in by_type.get("event", ())],
        previous=_variants_of(request.previous_asset_id, made),
    )


def _variants_of(asset_id: str | None, items: Sequence[Item]) -> list[Variant]:
    if asset_id is None:
        return []
    prefix = keys.content.variants_prefix(asset_id)
    return [from_item(Variant, item) for item in items if item["sk"].startswith(prefix)]


def _review(document: dict[str, Any]) -> ReviewRecord:
    return ReviewRecord.model_validate({name: document[name] for name in ReviewRecord.model_fields})
