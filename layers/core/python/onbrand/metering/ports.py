"""What metering needs from outside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.metering.accounts import Account
from onbrand.metering.budgets import Reservation, Tally
from onbrand.metering.facts import AssetFact
from onbrand.metering.model import ComplianceSummary, Dimension, SpendSummary, UsageSummary
from onbrand.metering.reconciling import CallCount, Reconciliation
from onbrand.metering.windows import Progress, Tenant, Window


@dataclass(frozen=True, slots=True)
class Mark:
    """That the window of a moment has to be summed again; ``stamp`` changes whenever it is set again."""

    organization_id: str
    at: datetime
    id: str
    stamp: str


@dataclass(frozen=True, slots=True)
class DaySums:
    """All that a window comes to."""

    usage: Sequence[UsageSummary] = ()
    spend: Sequence[SpendSummary] = ()
    compliance: Sequence[ComplianceSummary] = ()
    weeks: Sequence[ComplianceSummary] = ()
    counts: Sequence[CallCount] = ()


class LedgerRows(Protocol):
    """What happened, by time; ``ends_at`` is not inside."""

    def calls(self, organization_id: str, starts_at: datetime, ends_at: datetime) -> Iterator[ApiCall]:
        """The calls of a span, page by page."""
        ...

    def facts(self, organization_id: str, starts_at: datetime, ends_at: datetime) -> Iterator[AssetFact]:
        """The facts of a span, page by page."""
        ...


class WindowRepository(Protocol):
    """Windows, how far they are closed, and what has to be summed again."""

    def tenants(self, shard: int) -> Iterator[str]:
        """The ids of the organizations of a shard."""
        ...

    def tenant(self, organization_id: str) -> Tenant:
        """Raises TenantUnknownError."""
        ...

    def progress(self, organization_id: str) -> Progress:
        """How far it is; version 0 when nothing was ever closed."""
        ...

    def hold(self, progress: Progress, until: datetime | None) -> Progress:
        """Takes (or with None, gives back) the right to sum. Raises HeldElsewhereError when it has moved."""
        ...

    def windows(self, organization_id: str, first: date, last: date) -> Sequence[Window]:
        """The windows of these days that were summed, by day."""
        ...

    def marks(self, organization_id: str, limit: int) -> Sequence[Mark]:
        """What has to be summed again, the oldest first."""
        ...

    def mark(self, held: Progress, window: Window) -> None:
        """Sets a mark for the whole window. Raises HeldElsewhereError."""
        ...

    def forget(self, marks: Sequence[Mark]) -> None:
        """Takes marks away that were not set again."""
        ...

    def commit(self, held: Progress, after: Progress, window: Window, sums: DaySums) -> Progress:
        """Writes a window with its sums, and how far it brings us. Raises HeldElsewhereError."""
        ...

    def compliance(
        self, organization_id: str, dimension: Dimension, subject_id: str, first: date, last: date
    ) -> Sequence[ComplianceSummary]:
        """Daily compliance of one brand, template or author, by day."""
        ...


class SummaryRepository(Protocol):
    """What was summed; both days are included."""

    def usage(self, organization_id: str, first: date, last: date) -> Sequence[UsageSummary]:
        """By day and provider."""
        ...

    def spend(self, organization_id: str, first: date, last: date) -> Sequence[SpendSummary]:
        """By day, brand and provider."""
        ...

    def compliance(
        self, organization_id: str, dimension: Dimension, subject_id: str, first: date, last: date
    ) -> Sequence[ComplianceSummary]:
        """Of one brand, template or author, by day."""
        ...

    def compliance_of_all(
        self, organization_id: str, dimension: Dimension, first: date, last: date
    ) -> Sequence[ComplianceSummary]:
        """Of all brands, templates or authors, by day."""
        ...

    def weeks(
        self, organization_id: str, brand_id: str, first: date, last: date
    ) -> Sequence[ComplianceSummary]:
        """Of a brand, by week; weeks that start on these days."""
        ...


class CountRepository(Protocol):
    """What providers count, by their days."""

    def counts(self, provider: str, day: date) -> Sequence[CallCount]:
        """Of all organizations' windows over that day."""
        ...

    def save(self, found: Reconciliation) -> None:
        """Writes what comparing a day brought, again if need be."""
        ...

    def reconciled(self, provider: str, first: date, last: date) -> Sequence[Reconciliation]:
        """Days that were compared, by day; both are included."""
        ...


@dataclass(frozen=True, slots=True)
class Settlement:
    """A reservation with the tallies that it moves, all at their next versions, and what has to be told."""

    reservation: Reservation
    tallies: Sequence[Tally]
    events: Sequence[Event]


class BudgetRepository(Protocol):
    """Accounts, tallies and reservations."""

    def account(self, organization_id: str) -> Account:
        """The account; version 0 for one that was never changed. Raises TenantUnknownError."""
        ...

    def save(self, account: Account, event: Event) -> None:
        """Writes an account's next version. Raises AccountMovedError."""
        ...

    def tallies(self, organization_id: str, period: date, brand_id: str | None) -> Sequence[Tally]:
        """The organization's, and the brand's when one is named; version 0 where nothing is counted yet."""
        ...

    def all_tallies(self, organization_id: str, period: date) -> Sequence[Tally]:
        """Of the organization and all its brands that were counted in this period."""
        ...

    def reservation(self, call: ApiCall) -> Reservation | None:
        """The call's reservation."""
        ...

    def commit(self, settlement: Settlement) -> None:
        """Writes all of it or nothing. Raises BudgetMovedError when anything is not as it was read."""
        ...

    def due(self, now: datetime) -> Iterator[Reservation]:
        """Open reservations whose time is over."""
        ...

    def call(self, reservation: Reservation) -> ApiCall | None:
        """The ledger's row of the call that it is for."""
        ...
