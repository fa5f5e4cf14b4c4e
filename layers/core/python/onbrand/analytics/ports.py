"""What reports need from outside."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from onbrand.analytics.model import Report, ReportDefinition, ReportPlan
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


class ReportRepository(Protocol):
    """Definitions, their plans, and reports."""

    def definition(self, organization_id: str, definition_id: str) -> ReportDefinition:
        """Raises DefinitionNotFoundError."""
        ...

    def definitions(self, organization_id: str) -> Sequence[ReportDefinition]:
        """All of an organization, oldest first."""
        ...

    def put_definition(self, definition: ReportDefinition, plan: ReportPlan, event: Event) -> None:
        """Writes the next version with its plan. Raises DefinitionMovedError."""
        ...

    def remove_definition(self, definition: ReportDefinition, event: Event) -> None:
        """Raises DefinitionMovedError."""
        ...

    def due(self, now: datetime) -> Iterator[ReportPlan]:
        """Plans that are due."""
        ...

    def order(
        self, definition: ReportDefinition, ordered: Sequence[tuple[Report, Event]], plan: ReportPlan
    ) -> int:
        """Writes reports of a definition, each period of it once ever, and the next plan; how many are new.

        Raises DefinitionMovedError.
        """
        ...

    def add(self, report: Report, event: Event) -> None:
        """Writes a new report."""
        ...

    def report(self, organization_id: str, report_id: str) -> Report:
        """Raises ReportNotFoundError."""
        ...

    def reports(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Report]:
        """The latest first."""
        ...

    def save(self, before: Report, after: Report, event: Event | None = None) -> Report:
        """Writes a change; the report with its new version. Raises ReportMovedError."""
        ...


class Surroundings(Protocol):
    """Names, and what is shown of content."""

    def organization(self, organization_id: str) -> str:
        """The organization's name."""
        ...

    def brand(self, organization_id: str, brand_id: str) -> str:
        """The brand's name, or its id when it is gone."""
        ...

    def shown(self, organization_id: str, request_id: str) -> tuple[str, str, bytes | None] | None:
        """Title, alternative text and a small JPEG of a request's asset; None when it is gone."""
        ...
