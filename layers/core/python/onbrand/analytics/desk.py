"""Definitions of reports, and reports that people ask for."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from pydantic import Field

from onbrand.analytics.errors import DefinitionMovedError, PeriodAheadError, TooManyDefinitionsError
from onbrand.analytics.events import definition_event, ordered_event
from onbrand.analytics.model import (
    FileFormat,
    Report,
    ReportDefinition,
    ReportDesign,
    ReportKind,
    ReportPlan,
)
from onbrand.analytics.periods import due_at, period_before, period_with
from onbrand.analytics.ports import ReportRepository
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.kernel.objects import ObjectStore
from onbrand.kernel.pages import Page
from onbrand.kernel.values import Value
from onbrand.metering.ports import WindowRepository

MOST = 20
LINK_LIVES_S = 900


class ReportOrder(Value):
    """What a person asks for."""

    kind: ReportKind = Field(description="What the report tells, and of how long a time.")
    day: date | None = Field(
        default=None,
        description="A day of the period, as in 2026-01-31; without it the last period that is over.",
    )


class ReportDesk:
    """Use cases of members."""

    def __init__(
        self,
        repository: ReportRepository,
        windows: WindowRepository,
        objects: ObjectStore,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._windows = windows
        self._objects = objects
        self._clock = clock
        self._ids = ids

    def definitions(self, access: Access) -> Sequence[ReportDefinition]:
        """All of the organization's, oldest first."""
        access.require(Permission.READ_USAGE)
        return self._repository.definitions(access.organization_id)

    def definition(self, access: Access, definition_id: str) -> ReportDefinition:
        """Raises DefinitionNotFoundError."""
        access.require(Permission.READ_USAGE)
        return self._repository.definition(access.organization_id, definition_id)

    def define(self, access: Access, design: ReportDesign) -> ReportDefinition:
        """A new definition: figures leave the organization, so its administrators decide to whom.

        Raises TooManyDefinitionsError.
        """
        access.require(Permission.MANAGE_ORGANIZATION)
        if len(self._repository.definitions(access.organization_id)) >= MOST:
            raise TooManyDefinitionsError(f"An organization has at most {MOST} report definitions.")
        return self._put(access, design, self._ids.new(), 1)

    def change(
        self, access: Access, definition_id: str, design: ReportDesign, expected_version: int
    ) -> ReportDefinition:
        """The next version. Raises DefinitionNotFoundError, DefinitionMovedError."""
        access.require(Permission.MANAGE_ORGANIZATION)
        before = self._expected(access, definition_id, expected_version)
        return self._put(access, design, definition_id, before.version + 1)

    def remove(self, access: Access, definition_id: str, expected_version: int) -> None:
        """What was sent stays. Raises DefinitionNotFoundError, DefinitionMovedError."""
        access.require(Permission.MANAGE_ORGANIZATION)
        before = self._expected(access, definition_id, expected_version)
        after = before.model_copy(update={"version": before.version + 1})
        event = definition_event(
            "ReportDefinitionRemoved", after, access.user_id, self._clock.now(), self._ids
        )
        self._repository.remove_definition(before, event)

    def order(self, access: Access, order: ReportOrder) -> Report:
        """A report for whoever asked; it is made in the background and mailed to nobody.

        Raises PeriodAheadError.
        """
        access.require(Permission.READ_USAGE)
        now = self._clock.now()
        zone = ZoneInfo(self._windows.tenant(access.organization_id).time_zone)
        today = now.astimezone(zone).date()
        period = period_with(order.kind, order.day or today)
        if order.day is None:
            period = period_before(order.kind, period)
        if period.first > today:
            raise PeriodAheadError("This period has not begun.")
        report = Report(
            id=self._ids.new(),
            organization_id=access.organization_id,
            kind=order.kind,
            period=period,
            created_at=now,
            created_by=access.user_id,
        )
        self._repository.add(report, ordered_event(report, self._ids))
        return report

    def report(self, access: Access, report_id: str) -> Report:
        """Raises ReportNotFoundError."""
        access.require(Permission.READ_USAGE)
        return self._repository.report(access.organization_id, report_id)

    def reports(self, access: Access, limit: int, start: dict[str, Any] | None = None) -> Page[Report]:
        """The latest first."""
        access.require(Permission.READ_USAGE)
        return self._repository.reports(access.organization_id, limit, start)

    def links(self, report: Report) -> dict[FileFormat, str]:
        """Addresses of the report's files, for a quarter of an hour."""
        stem = f"{report.kind.value.replace('_', '-')}-{report.period.first.isoformat()}"
        return {
            file.format: self._objects.presigned_get(
                file.key, filename=f"{stem}.{file.format.value}", expires_s=LINK_LIVES_S
            )
            for file in report.files
        }

    def _expected(self, access: Access, definition_id: str, version: int) -> ReportDefinition:
        before = self._repository.definition(access.organization_id, definition_id)
        if before.version != version:
            raise DefinitionMovedError(f"The definition is at version {before.version}, not {version}.")
        return before

    def _put(
        self, access: Access, design: ReportDesign, definition_id: str, version: int
    ) -> ReportDefinition:
        now = self._clock.now()
        definition = ReportDefinition(
            **design.model_dump(),
            id=definition_id,
            organization_id=access.organization_id,
            version=version,
            created_at=now,
            created_by=access.user_id,
        )
        today = now.astimezone(ZoneInfo(self._windows.tenant(access.organization_id).time_zone)).date()
        period = period_with(design.kind, today)
        plan = ReportPlan(
            definition_id=definition_id,
            organization_id=access.organization_id,
            period=period,
            due_at=due_at(period, design.time_zone) if design.enabled else None,
        )
        name = "ReportDefined" if version == 1 else "ReportDefinitionChanged"
        event = definition_event(name, definition, access.user_id, now, self._ids)
        self._repository.put_definition(definition, plan, event)
        return definition
