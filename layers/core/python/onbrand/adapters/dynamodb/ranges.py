"""Ranges of the table read to their end, page by page."""

from collections.abc import Iterable, Iterator
from typing import Any

from onbrand.adapters.dynamodb.table import Item, Table
from onbrand.kernel.pages import MAX_PAGE_SIZE


def all_items(table: Table, partition: str, **bounds: Any) -> Iterator[Item]:
    """All items of a range; ``bounds`` as of ``Table.query``. Raises StoreUnavailableError."""
    start: dict[str, Any] | None = None
    while True:
        page = table.query(partition, limit=MAX_PAGE_SIZE, start=start, **bounds)
        yield from page.items
        if (start := page.next) is None:
            return


def due_items(table: Table, shards: Iterable[str], until: str) -> Iterator[Item]:
    """What is due in these partitions of gsi3, of every type, as the index knows it. Raises StoreUnavailableError."""
    for shard in shards:
        yield from all_items(table, shard, index="gsi3", sk_to=until)
