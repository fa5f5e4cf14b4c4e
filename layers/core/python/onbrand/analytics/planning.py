"""Orders the reports that are due; each period of a definition once, whatever the schedule does."""

from datetime import datetime

from onbrand.analytics.errors import DefinitionMovedError, DefinitionNotFoundError, PlanningIncompleteError
from onbrand.analytics.events import ordered_event
from onbrand.analytics.model import Report, ReportPlan
from onbrand.analytics.periods import due_at, due_periods
from onbrand.analytics.ports import ReportRepository
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import SCHEDULE
from onbrand.kernel.ids import Ids
from onbrand.kernel.values import Value
from onbrand.metering.ports import WindowRepository

NAMED = 10


class Planned(Value):
    """What a run did: definitions looked at, reports ordered."""

    looked_at: int = 0
    ordered: int = 0


class ReportPlanner:
    """What the schedule does."""

    def __init__(
        self, repository: ReportRepository, windows: WindowRepository, clock: Clock, ids: Ids
    ) -> None:
        self._repository = repository
        self._windows = windows
        self._clock = clock
        self._ids = ids

    def order_due(self, now: datetime) -> Planned:
        """Orders what is due at ``now``; PlanningIncompleteError tells at the end of what failed."""
        looked = ordered = 0
        failed: list[str] = []
        for plan in self._repository.due(now):
            looked += 1
            try:
                ordered += self._order(plan, now)
            except (DefinitionMovedError, DefinitionNotFoundError):
                continue  # changed under our hands; the next run sees it as it is then
            except Exception as error:  # one organization's trouble, of whatever kind, is its own
                reason = error.detail if isinstance(error, OnBrandError) else type(error).__name__
                failed.append(f"{plan.definition_id} ({reason})")
        if failed:
            raise PlanningIncompleteError(f"{len(failed)} could not be ordered: {', '.join(failed[:NAMED])}")
        return Planned(looked_at=looked, ordered=ordered)

    def _order(self, plan: ReportPlan, now: datetime) -> int:
        definition = self._repository.definition(plan.organization_id, plan.definition_id)
        closed_through = self._windows.progress(plan.organization_id).last_day
        periods, after = due_periods(definition.kind, plan.period, definition.time_zone, now, closed_through)
        if not periods:
            return 0
        reports = [
            Report(
                id=self._ids.new(),
                organization_id=plan.organization_id,
                kind=definition.kind,
                period=period,
                definition_id=definition.id,
                recipients=definition.recipients,
                created_at=self._clock.now(),
                created_by=SCHEDULE,
            )
            for period in periods
        ]
        events = [ordered_event(report, self._ids) for report in reports]
        next_plan = plan.model_copy(update={"period": after, "due_at": due_at(after, definition.time_zone)})
        return self._repository.order(definition, list(zip(reports, events, strict=True)), next_plan)
