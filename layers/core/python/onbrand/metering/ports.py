"""What metering needs from outside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from onbrand.kernel.calls import ApiCall
from onbrand.metering.facts import AssetFact
from onbrand.metering.model import ComplianceSummary, Dimension, SpendSummary, UsageSummary
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
