"""Windows, their marks and their sums in the table. Whoever sums holds the progress; every write checks it."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.metering import redo_item
from onbrand.adapters.dynamodb.metering_summaries import TableSummaries, sum_items
from onbrand.adapters.dynamodb.ranges import all_items
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Check,
    ConditionFailed,
    Delete,
    Item,
    Overwrite,
    Put,
    Table,
    VersionIs,
    Write,
)
from onbrand.identity.model import Organization
from onbrand.metering.errors import HeldElsewhereError, TenantUnknownError
from onbrand.metering.ports import DaySums, Mark
from onbrand.metering.windows import Progress, Tenant, Window

IN_ONE = 80
"""Sums written together; a transaction takes 100 writes."""

MARK = "window"


class TableWindows(TableSummaries):
    """A ``metering.ports.WindowRepository``."""

    def __init__(self, table: Table) -> None:
        super().__init__(table)
        self._table = table

    def tenants(self, shard: int) -> Iterator[str]:
        """The organizations of a partition of the list of all."""
        partition = keys.identity.organization_shards()[shard]
        yield from (str(item["owner"]) for item in all_items(self._table, partition))

    def tenant(self, organization_id: str) -> Tenant:
        """Raises TenantUnknownError."""
        item = self._table.get(keys.identity.organization(organization_id))
        if item is None:
            raise TenantUnknownError("There is no such organization.")
        found = from_item(Organization, item)
        return Tenant(id=found.id, time_zone=found.time_zone, created_at=found.created_at)

    def progress(self, organization_id: str) -> Progress:
        """How far the windows are closed."""
        item = self._table.get(keys.metering.progress(organization_id))
        return from_item(Progress, item) if item else Progress(organization_id=organization_id)

    def hold(self, progress: Progress, until: datetime | None) -> Progress:
        """Takes or gives back the right to sum. Raises HeldElsewhereError."""
        after = progress.model_copy(update={"held_until": until, "version": progress.version + 1})
        self._write(progress, _progress_item(after))
        return after

    def windows(self, organization_id: str, first: date, last: date) -> Sequence[Window]:
        """The windows of these days that were summed."""
        items = all_items(
            self._table,
            keys.shape.organization_partition(organization_id),
            sk_from=keys.metering.window_from(first),
            sk_to=keys.metering.window_from(last),
        )
        return [from_item(Window, item) for item in items]

    def marks(self, organization_id: str, limit: int) -> Sequence[Mark]:
        """What has to be summed again, the oldest first."""
        page = self._table.query(keys.metering.redo_partition(organization_id), limit=limit)
        return [
            Mark(organization_id, datetime.fromisoformat(item["at"]), item["id"], item["write_id"])
            for item in page.items
        ]

    def mark(self, held: Progress, window: Window) -> None:
        """Marks a whole window. Raises HeldElsewhereError."""
        item = redo_item(window.organization_id, window.starts_at, MARK)
        self._fenced(held, [item])

    def forget(self, marks: Sequence[Mark]) -> None:
        """Takes marks away, one by one: one that was set again meanwhile stays."""
        for mark in marks:
            key = keys.metering.redo(mark.organization_id, mark.at, mark.id)
            try:
                self._table.write(Delete(key, AttributeIs("write_id", mark.stamp)))
            except ConditionFailed:
                continue

    def commit(self, held: Progress, after: Progress, window: Window, sums: DaySums) -> Progress:
        """Writes the sums, at last together with the window and the progress. Raises HeldElsewhereError."""
        items = list(sum_items(sums))
        while len(items) > IN_ONE:
            self._fenced(held, items[:IN_ONE])
            del items[:IN_ONE]
        after = after.model_copy(update={"version": held.version + 1})
        key = keys.metering.window(window.organization_id, window.day)
        self._write(held, _progress_item(after), to_item(key, "window", window), *items)
        return after

    def _fenced(self, held: Progress, items: Sequence[Item]) -> None:
        fence = Check(keys.metering.progress(held.organization_id), VersionIs(held.version))
        self._try(*(Put(item, Overwrite()) for item in items), fence)

    def _write(self, before: Progress, progress: Item, *items: Item) -> None:
        unmoved = VersionIs(before.version) if before.version else Absent()
        self._try(Put(progress, unmoved), *(Put(item, Overwrite()) for item in items))

    def _try(self, *writes: Write) -> None:
        try:
            self._table.write(*writes)
        except ConditionFailed as failed:
            raise HeldElsewhereError("Another worker sums this organization's windows.") from failed


def _progress_item(progress: Progress) -> Item:
    key = keys.metering.progress(progress.organization_id)
    return to_item(key, "window_progress", progress, progress.version)
