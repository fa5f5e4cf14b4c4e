"""Daily sums over the ledger. They are always recomputed from it, so that a repeated run changes nothing."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, timedelta

from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.values import Value
from onbrand.metering.errors import AggregationIncompleteError, UsageRangeError
from onbrand.metering.model import UsageSummary
from onbrand.metering.ports import UsageRepository
from onbrand.metering.summary import summarize

MAX_DAYS = 366


class Aggregated(Value):
    """What a run did: organizations looked at, and summaries written."""

    organizations: int
    summaries: int


class MeteringService:
    """``providers``: the names under which calls stand in the ledger."""

    def __init__(self, repository: UsageRepository, providers: Sequence[str], clock: Clock) -> None:
        self._repository = repository
        self._providers = tuple(providers)
        self._clock = clock

    def aggregate(self, day: date) -> Aggregated:
        """Writes the summaries of a day for all organizations.

        One organization's error does not stop the others; AggregationIncompleteError tells of them at the
        end.
        """
        organizations = summaries = 0
        failed: list[tuple[str, OnBrandError]] = []
        for organization_id in self._repository.organizations():
            organizations += 1
            try:
                for summary in self._of_day(organization_id, day):
                    self._repository.put_summary(summary)
                    summaries += 1
            except OnBrandError as error:
                failed.append((organization_id, error))
        if failed:
            names = ", ".join(f"{name} ({error.detail})" for name, error in failed[:10])
            raise AggregationIncompleteError(f"{len(failed)} organizations could not be summed: {names}")
        return Aggregated(organizations=organizations, summaries=summaries)

    def usage(self, access: Access, from_date: date, to_date: date) -> list[UsageSummary]:
        """Summaries of these days, both included; days that are not aggregated yet are summed live from the
        ledger.

        Raises UsageRangeError.
        """
        access.require(Permission.READ_USAGE)
        if not timedelta(0) <= to_date - from_date < timedelta(days=MAX_DAYS):
            raise UsageRangeError(f"Name a first and a last day, at most {MAX_DAYS} days apart.")
        stored = self._repository.summaries(access.organization_id, from_date, to_date)
        today = self._clock.now().astimezone(UTC).date()
        settled = [summary for summary in stored if summary.date != today]
        known = {summary.date for summary in settled}
        live = [
            summary
            for day in (today - timedelta(days=1), today)
            if from_date <= day <= to_date and day not in known
            for summary in self._of_day(access.organization_id, day)
        ]
        return sorted([*settled, *live], key=lambda summary: (summary.date, summary.provider))

    def _of_day(self, organization_id: str, day: date) -> Iterator[UsageSummary]:
        for provider in self._providers:
            calls = self._repository.calls(organization_id, day, provider)
            summary = summarize(organization_id, day, provider, calls)
            if summary is not None:
                yield summary
