"""What happens to reports, as events."""

from datetime import datetime

from onbrand.analytics.model import Report, ReportDefinition
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids

ORDERED = "ReportOrdered"
MAKER = "system:reports"


def ordered_event(report: Report, ids: Ids) -> Event:
    """That a report was ordered: it makes the report be made."""
    return _event(ORDERED, report, 1, report.created_by, report.created_at, ids)


def ended_event(report: Report, at: datetime, ids: Ids) -> Event:
    """That a report is finished, or failed."""
    return _event("ReportFailed" if report.reason else "ReportFinished", report, 2, MAKER, at, ids)


def _event(type_: str, report: Report, sequence: int, actor: str, at: datetime, ids: Ids) -> Event:
    payload = {"kind": report.kind.value, **report.period.model_dump(mode="json")}
    if report.definition_id:
        payload["definition"] = report.definition_id
    return Event(
        id=ids.new(),
        type=type_,
        organization_id=report.organization_id,
        aggregate="report",
        aggregate_id=report.id,
        sequence=sequence,
        occurred_at=at,
        actor=actor,
        payload=payload,
    )


def definition_event(type_: str, definition: ReportDefinition, actor: str, at: datetime, ids: Ids) -> Event:
    """That a definition was written or removed; addresses are not told."""
    return Event(
        id=ids.new(),
        type=type_,
        organization_id=definition.organization_id,
        aggregate="report_definition",
        aggregate_id=definition.id,
        sequence=definition.version,
        occurred_at=at,
        actor=actor,
        payload={"kind": definition.kind.value, "recipients": len(definition.recipients)},
    )
