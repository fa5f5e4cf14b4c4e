"""Organizations with a ledger, and the closing of their days, on any table."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import to_item
from onbrand.adapters.dynamodb.metering import TableLedger, TableRows, fact_item
from onbrand.adapters.dynamodb.metering_summaries import TableSummaries
from onbrand.adapters.dynamodb.metering_windows import TableWindows
from onbrand.adapters.dynamodb.table import Absent, Overwrite, Put, Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.table import MemoryTable
from onbrand.identity import Access, Organization, Role
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.money import Money
from onbrand.metering import (
    AssetFact,
    Calendar,
    ComplianceReports,
    UsageReports,
    WindowCloser,
)
from onbrand.metering.windows import LEASE

FOUNDED = datetime(2026, 1, 1, 12, tzinfo=UTC)


def call(organization_id: str = "org", number: int = 1, **changes: Any) -> ApiCall:
    """A call that was answered; on 4 January at noon unless told otherwise."""
    row = {
        "organization_id": organization_id,
        "request_id": "request",
        "brand_id": "brand",
        "provider": "freepik",
        "operation": "search",
        "attempt": number,
        "requested_at": datetime(2026, 1, 4, 12, tzinfo=UTC),
        "outcome": CallOutcome.SUCCEEDED,
        "status": 200,
        "response_time_ms": 10,
        "cost": Money(amount=Decimal("0.10")),
    }
    return ApiCall.model_validate(row | changes)


def fact(organization_id: str = "org", number: int = 1, **changes: Any) -> AssetFact:
    """An asset that passed; on 4 January at noon unless told otherwise."""
    row = {
        "event_id": f"event-{number}",
        "organization_id": organization_id,
        "request_id": f"request-{number}",
        "brand_id": "brand",
        "template_id": "template",
        "author_id": "author",
        "at": datetime(2026, 1, 4, 12, tzinfo=UTC),
        "outcome": "pass",
        "score": Decimal("0.9"),
    }
    return AssetFact.model_validate(row | changes)


class Accounting:
    """A ledger, its closing and its reports over one table and one clock."""

    def __init__(self, table: Table | None = None, clock: FrozenClock | None = None) -> None:
        self.table: Any = table if table is not None else MemoryTable()
        self.clock = clock or FrozenClock(FOUNDED)
        self.ledger = TableLedger(self.table, self.clock)
        self.windows = TableWindows(self.table)
        self.summaries = TableSummaries(self.table)
        self.rows = TableRows(self.table)
        self.closer = WindowCloser(self.windows, self.rows, self.clock)
        calendar = Calendar(self.windows, self.clock)
        self.usage = UsageReports(calendar, self.summaries, self.rows)
        self.compliance = ComplianceReports(calendar, self.summaries, self.rows)

    def found(self, organization_id: str = "org", zone: str = "UTC", at: datetime = FOUNDED) -> None:
        """An organization; a second time it moves to another time zone."""
        organization = Organization(
            id=organization_id, name="Northbeam", slug="northbeam", time_zone=zone, created_at=at
        )
        key = keys.identity.organization_listing(organization_id)
        listing = {"pk": key.pk, "sk": key.sk, "type": "organization_listing", "owner": organization_id}
        own = to_item(keys.identity.organization(organization_id), "organization", organization, 1)
        self.table.write(Put(own, Overwrite()), Put(listing, Overwrite()))

    def access(self, organization_id: str = "org") -> Access:
        """An owner's."""
        return Access("user", organization_id, Role.OWNER)

    def record(self, row: ApiCall) -> None:
        """Writes a call as it happens: before it, and with its outcome."""
        at = max(row.requested_at, self.clock.now())
        self.move(at)
        self.ledger.begin(row.model_copy(update={"outcome": CallOutcome.PENDING, "status": None}))
        self.ledger.settle(row)

    def tell(self, fact: AssetFact) -> None:
        """Writes a fact."""
        self.table.write(Put(fact_item(fact), Absent()))

    def move(self, at: datetime) -> None:
        """Time passes, never back."""
        self.clock.advance(seconds=max(0.0, (at - self.clock.now()).total_seconds()))

    def close(self, organization_id: str = "org", at: datetime | None = None) -> Any:
        """Time passes until ``at``, and what is due is summed."""
        if at is not None:
            self.move(at)
        return self.closer.close(organization_id, self.clock.now())

    def let_lease_end(self) -> None:
        """Whoever holds an organization and died loses it."""
        self.move(self.clock.now() + LEASE + timedelta(seconds=1))

    def poison(self, organization_id: str, at: datetime, identifier: str = "poison") -> None:
        """A row that nobody can read."""
        key = keys.metering.ledger(organization_id, at, "freepik", identifier)
        self.table.write(
            Put({"pk": key.pk, "sk": key.sk, "type": "ledger_call", "data": {"no": "call"}}, Overwrite())
        )


def totals(world: Accounting, organization_id: str, first: date, last: date) -> list[tuple[Any, ...]]:
    """What is stored of these days, as plain tuples: day, provider, calls, successes, ten-thousandths, tokens."""
    return [
        (
            one.date,
            one.provider,
            one.total,
            one.successful,
            one.failed,
            one.cost.amount * 10_000,
            one.average_response_ms,
            one.p95_response_ms,
            one.tokens,
        )
        for one in world.summaries.usage(organization_id, first, last)
    ]
