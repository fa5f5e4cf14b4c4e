"""Counts of providers' days by window, and what comparing them brought, in the table."""

from collections.abc import Iterator, Sequence
from datetime import date

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.metering import RETENTION
from onbrand.adapters.dynamodb.ranges import all_items
from onbrand.adapters.dynamodb.table import Item, Overwrite, Put, Table
from onbrand.metering.reconciling import CallCount, Reconciliation
from onbrand.metering.windows import day_ends_at


class TableCounts:
    """A ``metering.ports.CountRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def counts(self, provider: str, day: date) -> Sequence[CallCount]:
        """Of all organizations."""
        items = all_items(self._table, keys.metering.counts_partition(provider, day))
        return [from_item(CallCount, item) for item in items]

    def save(self, found: Reconciliation) -> None:
        """Again for the same day, it replaces what was found before."""
        key = keys.metering.reconciliation(found.provider, found.day)
        kept = day_ends_at(found.day) + RETENTION
        self._table.write(Put(to_item(key, "reconciliation", found, expires_at=kept), Overwrite()))

    def reconciled(self, provider: str, first: date, last: date) -> Sequence[Reconciliation]:
        """By day; both days are included."""
        items = all_items(
            self._table,
            keys.metering.reconciliations_partition(provider),
            sk_from=first.isoformat(),
            sk_to=last.isoformat(),
        )
        return [from_item(Reconciliation, item) for item in items]


def count_items(counts: Sequence[CallCount]) -> Iterator[Item]:
    """The items of a window's counts."""
    for count in counts:
        key = keys.metering.count(count.provider, count.day, count.organization_id, count.window)
        yield to_item(key, "call_count", count, expires_at=day_ends_at(count.day) + RETENTION)
