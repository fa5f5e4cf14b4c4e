"""Waivers, the requests that use a profile or template, and those that fell below what their brand asks."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, put_event
from onbrand.adapters.dynamodb.ranges import all_items, due_items
from onbrand.adapters.dynamodb.table import ConditionFailed, Item, Table
from onbrand.compliance.waiving import Waiver
from onbrand.content.model import ContentRequest, Fall
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


class TableWaivers:
    """A ``content.ports.WaiverRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def waivers(self, request: ContentRequest) -> Sequence[Waiver]:
        """All waivers of the request, oldest first."""
        partition = keys.content.request_partition(request.organization_id, request.id)
        items = all_items(self._table, partition, sk_prefix=keys.content.WAIVERS)
        return [from_item(Waiver, item) for item in items]

    def due(self, now: datetime) -> Iterator[Waiver]:
        """Waivers whose end has come and is not written down, as the index knows them."""
        for item in due_items(self._table, keys.shape.due_shards(), keys.shape.due_until(now)):
            if item["type"] == "waiver":
                yield from_item(Waiver, item)


class TableUses:
    """A ``content.ports.UseRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def users(
        self, organization_id: str, aggregate: str, aggregate_id: str, limit: int, before: str | None
    ) -> Page[str]:
        """Ids of the requests that use a brand's profile or a template, the newest first."""
        partition = keys.shape.aggregate_partition(organization_id, aggregate, aggregate_id)
        start = None if before is None else {"pk": partition, "sk": f"{keys.brand.USES}{before}"}
        page = self._table.query(
            partition, sk_prefix=keys.brand.USES, forward=False, limit=limit, start=start
        )
        return Page([_request_id(item) for item in page.items], page.next)

    def falls(
        self, organization_id: str, brand_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[Fall]:
        """Requests of the brand that fell, the latest first."""
        partition = keys.shape.aggregate_partition(organization_id, "brand", brand_id)
        page = self._table.query(
            partition, sk_prefix=keys.content.FALLS, forward=False, limit=limit, start=start
        )
        return Page([from_item(Fall, item) for item in page.items], page.next)

    def go_on(self, event: Event) -> None:
        """Writes the event, unless one of its place is there."""
        with suppress(ConditionFailed):
            self._table.write(put_event(event))


def _request_id(item: Item) -> str:
    return str(item["sk"]).removeprefix(keys.brand.USES)
