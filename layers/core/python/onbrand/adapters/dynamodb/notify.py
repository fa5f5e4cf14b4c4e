"""Deliveries in the table, with what was sent to whom: a claim is one transaction with the counts."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.ranges import due_items
from onbrand.adapters.dynamodb.table import (
    ConditionFailed,
    Index,
    Item,
    Key,
    Put,
    Table,
    Write,
)
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page
from onbrand.notify.delivery import Delivery, Status
from onbrand.notify.errors import DeliveryMovedError
from onbrand.notify.kinds import TREATMENTS
from onbrand.notify.pace import Pace

KEPT = timedelta(days=90)
MOST_WRITES = 100
"""In one transaction."""


class TableDeliveries:
    """A ``notify.ports.DeliveryRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, organization_id: str, delivery_id: str) -> Delivery | None:
        """A delivery."""
        item = self._table.get(keys.notify.delivery(organization_id, delivery_id))
        return from_item(Delivery, item) if item else None

    def add(self, deliveries: Sequence[Delivery]) -> list[Delivery]:
        """Writes new deliveries, as many at once as a transaction takes; as they are written: what has an id that is
        already there stays as it is."""
        written: list[Delivery] = []
        for start in range(0, len(deliveries), MOST_WRITES):
            some = deliveries[start : start + MOST_WRITES]
            try:
                self._table.write(*(_put(one) for one in some))
            except ConditionFailed:
                written += [self._add_one(one) for one in some]
            else:
                written += some
        return written

    def _add_one(self, delivery: Delivery) -> Delivery:
        try:
            self._table.write(_put(delivery))
        except ConditionFailed:
            return self.get(delivery.organization_id, delivery.id) or delivery
        return delivery

    def save(self, *deliveries: Delivery, paces: Sequence[Pace] = (), events: Sequence[Event] = ()) -> None:
        """Writes the next versions as one. Raises DeliveryMovedError."""
        writes: list[Write] = [_put(one) for one in deliveries]
        writes += [_put_pace(pace) for pace in paces]
        writes += [put_event(event) for event in events]
        try:
            self._table.write(*writes)
        except ConditionFailed as failed:
            raise DeliveryMovedError("The delivery has changed since it was read.") from failed

    def pace(self, organization_id: str, subject: str, now: datetime) -> Pace:
        """How much the subject got."""
        item = self._table.get(keys.notify.pace(organization_id, subject))
        if item is None:
            return Pace(organization_id=organization_id, subject=subject, day=now.date())
        return from_item(Pace, item).today(now)

    def due(self, now: datetime) -> Iterator[Delivery]:
        """What has to be looked at, as the index knows it."""
        for item in due_items(self._table, keys.shape.due_shards(), keys.shape.due_until(now)):
            if item["type"] == "delivery":
                yield from_item(Delivery, item)

    def held(self, organization_id: str, user_id: str, limit: int) -> Sequence[Delivery]:
        """What waits for a person and may be gathered, oldest first."""
        partition = keys.notify.held_partition(organization_id, user_id)
        return self._page(partition, "gsi1", limit, None, forward=True).items

    def log(
        self, organization_id: str, limit: int, start: dict[str, Any] | None, *, dead: bool
    ) -> Page[Delivery]:
        """All deliveries, or those that failed for good; the latest first."""
        if dead:
            return self._page(keys.notify.dead_partition(organization_id), "gsi1", limit, start)
        return self._page(keys.notify.log_partition(organization_id), "gsi2", limit, start)

    def _page(
        self,
        partition: str,
        index: Index,
        limit: int,
        start: dict[str, Any] | None,
        *,
        forward: bool = False,
    ) -> Page[Delivery]:
        page = self._table.query(partition, index=index, limit=limit, forward=forward, start=start)
        return Page([from_item(Delivery, item) for item in page.items], page.next)


def _put(delivery: Delivery) -> Put:
    organization_id, created = delivery.organization_id, delivery.created_at
    item: Item = to_item(
        keys.notify.delivery(organization_id, delivery.id),
        "delivery",
        delivery,
        delivery.version,
        gsi1=_listed(delivery),
        gsi2=keys.notify.delivery_in_log(organization_id, created, delivery.id),
        gsi3=keys.shape.due(delivery.id, delivery.next_at) if delivery.next_at else None,
        expires_at=created + KEPT,
    )
    return Put(item, follows(delivery.version))


def _listed(delivery: Delivery) -> Key | None:
    organization_id, user_id = delivery.organization_id, delivery.target.user_id
    if delivery.status is Status.DEAD:
        return keys.notify.dead_delivery(organization_id, delivery.created_at, delivery.id)
    if delivery.status is Status.HELD and user_id and TREATMENTS[delivery.kind].gathers:
        return keys.notify.held_delivery(organization_id, user_id, delivery.created_at, delivery.id)
    return None


def _put_pace(pace: Pace) -> Put:
    key = keys.notify.pace(pace.organization_id, pace.subject)
    return Put(to_item(key, "pace", pace, pace.version), follows(pace.version))
