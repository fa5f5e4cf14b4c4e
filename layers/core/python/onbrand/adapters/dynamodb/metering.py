"""The ledger of API calls and the daily summaries in the table."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Item, Key, Overwrite, Put, Table
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.pages import MAX_PAGE_SIZE
from onbrand.metering.model import UsageSummary

RETENTION = timedelta(days=400)
"""How long a row of the ledger is kept; its copy with the request stays as long as the request."""


class TableLedger:
    """A ``sourcing.ports.CallLedger``. Each call stands in the day's ledger and with its request, in one
    transaction."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def begin(self, call: ApiCall) -> ApiCall | None:
        """Writes a new row; when the request has a call of this id, writes nothing and returns that one."""
        day_item, request_item = _items(call)
        try:
            self._table.write(Put(request_item, Absent()), Put(day_item, Absent()))
        except ConditionFailed as failed:
            found = failed.on(_request_key(call)) or failed.failures[0]
            if found.current is None:
                raise
            return from_item(ApiCall, found.current)
        return None

    def settle(self, call: ApiCall) -> None:
        """Writes the final row of a call."""
        self._table.write(*(Put(item, Overwrite()) for item in _items(call)))


class TableUsage:
    """A ``metering.ports.UsageRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def organizations(self) -> Iterator[str]:
        """The ids of all organizations, partition by partition."""
        for shard in keys.identity.organization_shards():
            yield from (str(item["owner"]) for item in self._all(shard))

    def calls(self, organization_id: str, day: date, provider: str) -> Iterator[ApiCall]:
        """The ledger of a day."""
        partition = keys.metering.ledger_partition(organization_id, day, provider)
        yield from (from_item(ApiCall, item) for item in self._all(partition, sk_prefix=keys.metering.CALLS))

    def put_summary(self, summary: UsageSummary) -> None:
        """Writes the summary of its day, over an earlier one: it is computed from the whole ledger each
        time."""
        key = keys.metering.usage_summary(summary.organization_id, summary.date, summary.provider)
        self._table.write(Put(to_item(key, "usage_summary", summary), Overwrite()))

    def summaries(self, organization_id: str, first: date, last: date) -> Sequence[UsageSummary]:
        """The summaries of these days, both included."""
        partition = keys.shape.organization_partition(organization_id)
        items = self._all(
            partition, sk_from=keys.metering.usage_from(first), sk_to=keys.metering.usage_to(last)
        )
        return [from_item(UsageSummary, item) for item in items]

    def _all(self, partition: str, **bounds: Any) -> Iterator[Item]:
        start: dict[str, Any] | None = None
        while True:
            page = self._table.query(partition, limit=MAX_PAGE_SIZE, start=start, **bounds)
            yield from page.items
            if (start := page.next) is None:
                return


def _items(call: ApiCall) -> tuple[Item, Item]:
    day = call.requested_at.astimezone(UTC).date()
    ledger = keys.metering.ledger(call.organization_id, day, call.provider, call.id)
    return (
        to_item(ledger, "ledger_call", call, expires_at=call.requested_at + RETENTION),
        to_item(_request_key(call), "call", call),
    )


def _request_key(call: ApiCall) -> Key:
    return keys.metering.call(call.organization_id, call.request_id, call.id)
