"""Deliveries to webhooks and their log in the table; both go by themselves after a month."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, put_event, to_item
from onbrand.adapters.dynamodb.table import (
    Absent,
    Condition,
    ConditionFailed,
    Overwrite,
    Put,
    Table,
    VersionIs,
)
from onbrand.kernel.events import Event
from onbrand.kernel.pages import MAX_PAGE_SIZE, Page
from onbrand.notify.delivery import Delivery, Status
from onbrand.notify.errors import DeliveryMovedError
from onbrand.notify.webhooks.model import Trial, WebhookJob

KEPT = timedelta(days=30)


class TableWebhookDeliveries:
    """A ``notify.webhooks.ports.DeliveryRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, delivery: Delivery, event: Event | None = None) -> bool:
        """Writes a new delivery; False when there is one of this endpoint and cause."""
        try:
            self._put(delivery, Absent(), event)
        except ConditionFailed:
            return False
        return True

    def save(self, delivery: Delivery, event: Event | None = None) -> None:
        """Writes the next version. Raises DeliveryMovedError."""
        try:
            self._put(delivery, VersionIs(delivery.version - 1), event)
        except ConditionFailed as failed:
            raise DeliveryMovedError("The delivery has changed since it was read.") from failed

    def delivery(self, organization_id: str, endpoint_id: str, cause: str) -> Delivery | None:
        """A delivery."""
        item = self._table.get(keys.webhooks.webhook_delivery(organization_id, endpoint_id, cause))
        return from_item(Delivery, item) if item else None

    def deliveries(
        self, organization_id: str, endpoint_id: str, limit: int, start: dict[str, Any] | None, *, dead: bool
    ) -> Page[Delivery]:
        """All of a webhook, or those that failed for good; the latest first."""
        where = organization_id, endpoint_id
        bounds: dict[str, Any] = {"limit": limit, "start": start, "forward": False}
        if dead:
            page = self._table.query(keys.webhooks.dead_partition(*where), index="gsi2", **bounds)
        else:
            prefix = keys.webhooks.DELIVERIES
            page = self._table.query(keys.webhooks.partition(*where), sk_prefix=prefix, **bounds)
        return Page([from_item(Delivery, item) for item in page.items], page.next)

    def due(self, now: datetime) -> Iterator[WebhookJob]:
        """What is to be looked at, the longest waiting first; of each shard at most a page in one look."""
        for shard in keys.webhooks.due_shards():
            page = self._table.query(
                shard, index="gsi3", sk_to=keys.shape.due_until(now), limit=MAX_PAGE_SIZE
            )
            for item in page.items:
                delivery = from_item(Delivery, item)
                yield WebhookJob(
                    organization_id=delivery.organization_id,
                    endpoint_id=delivery.target.address,
                    cause=delivery.cause,
                )

    def log(self, delivery: Delivery, trial: Trial) -> None:
        """Adds an attempt to a delivery's log."""
        key = keys.webhooks.webhook_trial(
            delivery.organization_id, delivery.target.address, delivery.cause, trial.at
        )
        self._table.write(Put(to_item(key, "webhook_trial", trial, expires_at=trial.at + KEPT), Overwrite()))

    def trials(self, organization_id: str, endpoint_id: str, cause: str) -> Sequence[Trial]:
        """The attempts of a delivery, the latest first, at most a page of them."""
        page = self._table.query(
            keys.webhooks.partition(organization_id, endpoint_id),
            sk_prefix=keys.webhooks.trials_prefix(cause),
            forward=False,
            limit=MAX_PAGE_SIZE,
        )
        return [from_item(Trial, item) for item in page.items]

    def _put(self, delivery: Delivery, condition: Condition, event: Event | None) -> None:
        where = delivery.organization_id, delivery.target.address, delivery.cause
        key = keys.webhooks.webhook_delivery(*where)
        one_list = own_list = None
        if delivery.status is Status.DEAD:
            one_list = keys.notify.dead_delivery(delivery.organization_id, delivery.created_at, delivery.id)
            own_list = keys.webhooks.dead_webhook_delivery(*where)
        due = keys.webhooks.webhook_due(delivery.id, delivery.next_at) if delivery.next_at else None
        # One that is still attempted must not go before its end.
        kept = max(delivery.created_at, delivery.next_at or delivery.created_at) + KEPT
        item = to_item(
            key,
            "webhook_delivery",
            delivery,
            delivery.version,
            gsi1=one_list,
            gsi2=own_list,
            gsi3=due,
            expires_at=kept,
        )
        self._table.write(Put(item, condition), *([put_event(event)] if event else []))
