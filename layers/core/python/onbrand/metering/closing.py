"""Closes windows: each is summed from the ledger as a whole, so a repeated, late or resumed run changes nothing."""

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import groupby

from pydantic import AwareDatetime, Field

from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError, Unavailable
from onbrand.kernel.values import Value
from onbrand.metering.errors import AggregationIncompleteError, HeldElsewhereError
from onbrand.metering.facts import combine, monday_of, sum_facts
from onbrand.metering.model import ComplianceSummary, Dimension
from onbrand.metering.ports import DaySums, LedgerRows, Mark, WindowRepository
from onbrand.metering.reconciling import CallCounts
from onbrand.metering.sums import sum_calls
from onbrand.metering.windows import LEASE, Progress, Window, WindowState, is_over, next_window

SHARDS = 16
MARKS_AT_ONCE = 1000
NAMED = 10


class ShardJob(Value):
    """Close what is due at ``now`` for the organizations of a shard."""

    shard: int = Field(ge=0, lt=SHARDS)
    now: AwareDatetime


class Closed(Value):
    """What a run did: organizations looked at, windows closed, windows summed again."""

    organizations: int = 0
    closed: int = 0
    corrected: int = 0


class WindowCloser:
    """Sums what is due, organization by organization; one that fails does not stop the others."""

    def __init__(self, windows: WindowRepository, rows: LedgerRows, clock: Clock) -> None:
        self._windows = windows
        self._rows = rows
        self._clock = clock

    def close_shard(self, shard: int, now: datetime) -> Closed:
        """Closes what is due at ``now`` for the organizations of a shard.

        AggregationIncompleteError tells at the end of those that could not be summed.
        """
        organizations = closed = corrected = 0
        failed: list[str] = []
        for organization_id in self._windows.tenants(shard):
            organizations += 1
            try:
                run = self.close(organization_id, now)
            except HeldElsewhereError:
                continue
            except Exception as error:  # one organization's trouble, of whatever kind, is its own
                failed.append(f"{organization_id} ({_reason(error)})")
                continue
            closed += run.closed
            corrected += run.corrected
        if failed:
            names = ", ".join(failed[:NAMED])
            raise AggregationIncompleteError(f"{len(failed)} organizations could not be summed: {names}")
        return Closed(organizations=organizations, closed=closed, corrected=corrected)

    def close(self, organization_id: str, now: datetime) -> Closed:
        """Sums again what was late, then every window that is over, from the last closed one on.

        A window is over by our own clock, too, whatever time the schedule names: nothing may come into it
        unseen. Raises HeldElsewhereError, AggregationIncompleteError (troubled windows, after all others are
        done).
        """
        now = min(now, self._clock.now())
        progress = self._windows.progress(organization_id)
        marks = self._windows.marks(organization_id, MARKS_AT_ONCE)
        window = next_window(tenant := self._windows.tenant(organization_id), progress)
        if not marks and not is_over(window, now):
            return Closed(organizations=1)
        if progress.is_held(self._clock.now()):
            raise HeldElsewhereError("Another worker sums this organization's windows.")
        held = self._windows.hold(progress, self._clock.now() + LEASE)
        held, corrected, troubles = self._correct(held, marks)
        closed = 0
        while is_over(window, now):
            held, trouble = self._sum(held, held.past(window), window)
            troubles += trouble
            closed += 1
            window = next_window(tenant, held)
        self._windows.hold(held, None)
        if troubles:
            raise AggregationIncompleteError("; ".join(troubles[:NAMED]))
        return Closed(organizations=1, closed=closed, corrected=corrected)

    def _correct(self, held: Progress, marks: Sequence[Mark]) -> tuple[Progress, int, list[str]]:
        """Marks of windows that are not closed yet need nothing: these will be summed as a whole anyway."""
        corrected, troubles = 0, list[str]()
        for day, group in groupby(marks, key=lambda mark: mark.at.astimezone(UTC).date()):
            of_day = list(group)
            around = self._windows.windows(
                held.organization_id, day - timedelta(days=3), day + timedelta(days=3)
            )
            late = [
                window
                for window in around
                if any(window.starts_at <= mark.at < window.ends_at for mark in of_day)
            ]
            trouble: list[str] = []
            for window in late:
                again = window.model_copy(update={"revision": window.revision + 1})
                held, found = self._sum(held, held, again)
                trouble += found
                corrected += 1
            if not trouble:
                self._windows.forget(of_day)
            troubles += trouble
        return held, corrected, troubles

    def _sum(self, held: Progress, after: Progress, window: Window) -> tuple[Progress, list[str]]:
        """Sums a window; one that cannot be summed is kept as troubled, and marked, and the next one follows."""
        now = self._clock.now()
        after = after.model_copy(update={"held_until": now + LEASE})
        try:
            sums, error = self._sums(window), None
        except (Unavailable, HeldElsewhereError):
            raise
        except Exception as failure:  # a row that cannot be read can fail in any way
            sums, error = DaySums(), _reason(failure)
            self._windows.mark(held, window)
        state = WindowState.CLOSED if error is None else WindowState.TROUBLED
        done = window.model_copy(update={"state": state, "error": error, "summed_at": now})
        held = self._windows.commit(held, after, done, sums)
        return held, [] if error is None else [f"{window.day}: {error}"]

    def _sums(self, window: Window) -> DaySums:
        span = (window.organization_id, window.starts_at, window.ends_at)
        counts = CallCounts(window.organization_id, window.day)
        calls = counts.passed(self._rows.calls(*span))
        usage, spend = sum_calls(window.organization_id, window.day, calls)
        compliance = sum_facts(window.organization_id, window.day, self._rows.facts(*span))
        brands = [summary for summary in compliance if summary.dimension is Dimension.BRAND]
        weeks = [self._week(summary) for summary in brands]
        return DaySums(usage, spend, compliance, weeks, counts.found())

    def _week(self, of_day: ComplianceSummary) -> ComplianceSummary:
        """The brand's week with this day in it; days to come will write it again."""
        monday = monday_of(of_day.date)
        stored = self._windows.compliance(
            of_day.organization_id,
            Dimension.BRAND,
            of_day.subject_id,
            monday,
            monday + timedelta(days=6),
        )
        others = [summary for summary in stored if summary.date != of_day.date]
        return combine(of_day.model_copy(update={"date": monday}), others)


def _reason(error: Exception) -> str:
    """A sentence for the log: ours, or the kind of a foreign error, whose text may hold anything."""
    return error.detail if isinstance(error, OnBrandError) else type(error).__name__
