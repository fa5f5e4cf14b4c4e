"""What metering needs from outside."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Protocol

from onbrand.kernel.calls import ApiCall
from onbrand.metering.model import UsageSummary


class UsageRepository(Protocol):
    """The ledger and its daily summaries."""

    def organizations(self) -> Iterator[str]:
        """The ids of all organizations."""
        ...

    def calls(self, organization_id: str, day: date, provider: str) -> Iterator[ApiCall]:
        """The ledger of a day (of UTC)."""
        ...

    def put_summary(self, summary: UsageSummary) -> None:
        """Writes the summary of its day, over an earlier one."""
        ...

    def summaries(self, organization_id: str, first: date, last: date) -> Sequence[UsageSummary]:
        """The summaries of these days, both included, by day and provider."""
        ...
