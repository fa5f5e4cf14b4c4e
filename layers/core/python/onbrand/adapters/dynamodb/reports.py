"""Reports, their definitions and plans in the table."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.ranges import due_items
from onbrand.adapters.dynamodb.table import (
    Absent,
    Check,
    ConditionFailed,
    Delete,
    Item,
    Overwrite,
    Present,
    Put,
    Table,
    VersionIs,
    Write,
)
from onbrand.analytics.errors import (
    DefinitionMovedError,
    DefinitionNotFoundError,
    ReportMovedError,
    ReportNotFoundError,
)
from onbrand.analytics.model import Report, ReportDefinition, ReportPlan
from onbrand.kernel.events import Event
from onbrand.kernel.pages import MAX_PAGE_SIZE, Page

KEPT = timedelta(days=400)
"""How long reports are found, and how long a period's claim keeps it from being ordered again."""


class TableReports:
    """An ``analytics.ports.ReportRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def definition(self, organization_id: str, definition_id: str) -> ReportDefinition:
        """Raises DefinitionNotFoundError."""
        item = self._table.get(keys.reports.definition(organization_id, definition_id))
        if item is None:
            raise DefinitionNotFoundError("There is no such report definition.")
        return from_item(ReportDefinition, item)

    def definitions(self, organization_id: str) -> Sequence[ReportDefinition]:
        """All of an organization, oldest first; there are few."""
        partition = keys.shape.organization_partition(organization_id)
        page = self._table.query(partition, sk_prefix=keys.reports.DEFINITIONS, limit=MAX_PAGE_SIZE)
        return [from_item(ReportDefinition, item) for item in page.items]

    def put_definition(self, definition: ReportDefinition, plan: ReportPlan, event: Event) -> None:
        """Writes the next version with its plan. Raises DefinitionMovedError."""
        key = keys.reports.definition(definition.organization_id, definition.id)
        unmoved = follows(definition.version)
        item = to_item(key, "report_definition", definition, definition.version)
        try:
            self._table.write(Put(item, unmoved), Put(_plan_item(plan), Overwrite()), put_event(event))
        except ConditionFailed as failed:
            raise DefinitionMovedError("The definition has changed since it was read.") from failed

    def remove_definition(self, definition: ReportDefinition, event: Event) -> None:
        """Removes it with its plan. Raises DefinitionMovedError."""
        key = keys.reports.definition(definition.organization_id, definition.id)
        plan = keys.reports.plan(definition.organization_id, definition.id)
        try:
            self._table.write(
                Delete(key, VersionIs(definition.version)), Delete(plan, Present()), put_event(event)
            )
        except ConditionFailed as failed:
            raise DefinitionMovedError("The definition has changed since it was read.") from failed

    def due(self, now: datetime) -> Iterator[ReportPlan]:
        """Plans that are due, as the index knows them."""
        for item in due_items(self._table, keys.reports.due_shards(), keys.reports.due_to(now)):
            yield from_item(ReportPlan, item)

    def order(
        self, definition: ReportDefinition, ordered: Sequence[tuple[Report, Event]], plan: ReportPlan
    ) -> int:
        """Writes those reports whose period was never ordered, and the next plan. Raises DefinitionMovedError."""
        new = [
            (report, event)
            for report, event in ordered
            if self._table.get(_claim(definition, report)) is None
        ]
        writes: list[Write] = []
        for report, event in new:
            claim = _claim(definition, report)
            item = {"pk": claim.pk, "sk": claim.sk, "type": "report_claim", "report_id": report.id}
            item["expires_at"] = int((report.created_at + KEPT).timestamp())
            writes += [Put(item, Absent()), Put(_report_item(report), Absent()), put_event(event)]
        unmoved = Check(
            keys.reports.definition(definition.organization_id, definition.id), VersionIs(definition.version)
        )
        try:
            self._table.write(*writes, Put(_plan_item(plan), Overwrite()), unmoved)
        except ConditionFailed as failed:
            raise DefinitionMovedError("The reports of this definition are being ordered.") from failed
        return len(new)

    def add(self, report: Report, event: Event) -> None:
        """Writes a new report."""
        self._table.write(Put(_report_item(report), Absent()), put_event(event))

    def report(self, organization_id: str, report_id: str) -> Report:
        """Raises ReportNotFoundError."""
        item = self._table.get(keys.reports.report(organization_id, report_id))
        if item is None:
            raise ReportNotFoundError("There is no such report.")
        return _report(item)

    def reports(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Report]:
        """The latest first."""
        partition = keys.reports.reports_partition(organization_id)
        page = self._table.query(partition, limit=limit, forward=False, start=start)
        return Page([_report(item) for item in page.items], page.next)

    def save(self, before: Report, after: Report, event: Event | None = None) -> Report:
        """Writes a change. Raises ReportMovedError."""
        after = after.model_copy(update={"version": before.version + 1})
        told = [put_event(event)] if event else []
        try:
            self._table.write(Put(_report_item(after), VersionIs(before.version)), *told)
        except ConditionFailed as failed:
            raise ReportMovedError("Another worker makes this report.") from failed
        return after


def _claim(definition: ReportDefinition, report: Report) -> Any:
    return keys.reports.claim(
        definition.organization_id, definition.id, report.kind.value, report.period.first
    )


def _report(item: Item) -> Report:
    """Reports once told what became of their mails, which deliveries do now."""
    data = {name: value for name, value in item["data"].items() if name != "mails"}
    return from_item(Report, {**item, "data": data})


def _plan_item(plan: ReportPlan) -> Item:
    key = keys.reports.plan(plan.organization_id, plan.definition_id)
    due = keys.reports.plan_due(plan.definition_id, plan.due_at) if plan.due_at else None
    return to_item(key, "report_plan", plan, gsi3=due)


def _report_item(report: Report) -> Item:
    key = keys.reports.report(report.organization_id, report.id)
    return to_item(key, "report", report, report.version, expires_at=report.created_at + KEPT)
