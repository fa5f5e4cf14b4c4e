"""Requests, assets, variants and their events in the table."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.content_items import change_writes, early_writes, read_story, request_item
from onbrand.adapters.dynamodb.items import expired, from_item, put_event, to_item
from onbrand.adapters.dynamodb.ranges import all_items, due_items
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Check,
    ConditionFailed,
    Key,
    Present,
    Put,
    Table,
)
from onbrand.content.assets import Asset, Variant
from onbrand.content.errors import IdempotencyKeyReusedError, RequestMovedError, RequestNotFoundError
from onbrand.content.model import Change, ContentRequest, RequestStatus, RequestStory
from onbrand.content.submission import Submission, unknown
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page

OPERATION = "submit_request"
KEY_LIFETIME = timedelta(days=7)
"""How long an idempotency key answers with what it made."""


class TableRequests:
    """A ``content.ports.RequestRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def request(self, organization_id: str, request_id: str) -> ContentRequest:
        """The request. Raises RequestNotFoundError."""
        item = self._table.get(keys.content.request(organization_id, request_id))
        if item is None:
            raise RequestNotFoundError("There is no such request.")
        return from_item(ContentRequest, item)

    def asset(self, request: ContentRequest) -> Asset | None:
        """What the request composed so far."""
        if request.asset_id is None:
            return None
        item = self._table.get(keys.content.asset(request.organization_id, request.id, request.asset_id))
        return from_item(Asset, item) if item else None

    def variants(self, request: ContentRequest) -> Sequence[Variant]:
        """The finished files, in the order of the request's placements."""
        if request.asset_id is None:
            return ()
        partition = keys.content.request_partition(request.organization_id, request.id)
        prefix = keys.content.variants_prefix(request.asset_id)
        found = [from_item(Variant, item) for item in all_items(self._table, partition, sk_prefix=prefix)]
        return sorted(found, key=lambda variant: request.placements.index(variant.placement))

    def variant(self, request: ContentRequest, placement: str) -> Variant | None:
        """The finished file for a placement."""
        if request.asset_id is None or placement not in request.placements:
            return None
        key = keys.content.variant(request.organization_id, request.id, request.asset_id, placement)
        item = self._table.get(key)
        return from_item(Variant, item) if item else None

    def story(self, organization_id: str, request_id: str) -> RequestStory:
        """The request and everything that happened to it. Raises RequestNotFoundError."""
        partition = keys.content.request_partition(organization_id, request_id)
        story = read_story(list(all_items(self._table, partition)))
        if story is None:
            raise RequestNotFoundError("There is no such request.")
        return story

    def page(
        self, organization_id: str, status: RequestStatus, limit: int, start: dict[str, Any] | None
    ) -> Page[ContentRequest]:
        """Requests of a status in queue order."""
        partition = keys.content.status_partition(organization_id, status.value)
        page = self._table.query(partition, index="gsi1", limit=limit, start=start)
        return Page([from_item(ContentRequest, item) for item in page.items], page.next)

    def waiting(self, now: datetime) -> Iterator[ContentRequest]:
        """Requests that no execution has taken up in time, as the index knows them."""
        for item in due_items(self._table, keys.shape.due_shards(), keys.shape.due_until(now)):
            if item["type"] == "request":
                yield from_item(ContentRequest, item)

    def earlier_submission(self, submission: Submission, now: datetime) -> ContentRequest | None:
        """What the same submission made before. Raises IdempotencyKeyReusedError."""
        item = self._table.get(_idempotency_key(submission))
        if item is None or expired(item, now):
            return None
        if item["fingerprint"] != submission.fingerprint:
            raise IdempotencyKeyReusedError("This Idempotency-Key was used for another request before.")
        return from_item(ContentRequest, item)

    def submit(self, submission: Submission, request: ContentRequest, event: Event) -> None:
        """Writes a new request. Raises UnknownReferenceError, RequestMovedError."""
        now = request.created_at
        key = _idempotency_key(submission)
        used = self._table.get(key)
        if used is not None and not expired(used, now):
            raise RequestMovedError("This Idempotency-Key was used a moment ago.")
        remembered = to_item(
            key,
            "idempotency",
            request,
            expires_at=now + KEY_LIFETIME,
            fingerprint=submission.fingerprint,
            request_id=request.id,
        )
        free = Absent() if used is None else AttributeIs("request_id", used["request_id"])
        references = _references(request)
        try:
            self._table.write(
                Put(request_item(request), Absent()),
                put_event(event),
                Put(remembered, free),
                *(Check(reference, Present()) for reference in references.values()),
            )
        except ConditionFailed as failed:
            for field, reference in references.items():
                if failed.on(reference):
                    raise unknown(field, f"There is no such {field.removesuffix('_id')}.") from failed
            raise RequestMovedError("This Idempotency-Key was used a moment ago.") from failed

    def save(self, change: Change) -> None:
        """Writes a change. Raises RequestMovedError."""
        try:
            for writes in early_writes(change):
                self._table.write(*writes)
            self._table.write(*change_writes(change))
        except ConditionFailed as failed:
            raise RequestMovedError("The request has changed since it was read.") from failed


def _idempotency_key(submission: Submission) -> Key:
    return keys.shape.idempotency(submission.organization_id, submission.principal, OPERATION, submission.key)


def _references(request: ContentRequest) -> dict[str, Key]:
    organization_id = request.organization_id
    references = {"brand_id": keys.brand.brand(organization_id, request.brand_id)}
    if request.template_id is not None:
        references["template_id"] = keys.brand.template(organization_id, request.template_id)
    if request.workflow_id is not None:
        references["workflow_id"] = keys.approval.workflow(organization_id, request.workflow_id)
    return references
