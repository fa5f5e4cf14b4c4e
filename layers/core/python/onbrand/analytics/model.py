"""Reports and their definitions: what is sent to whom, and what became of each."""

from datetime import date, datetime
from enum import StrEnum
from typing import Annotated

from pydantic import AwareDatetime, Field, field_validator

from onbrand.identity.model import Address, TimeZone
from onbrand.kernel.values import Value


class ReportKind(StrEnum):
    """What a report tells, and of how long a time."""

    DAILY_USAGE = "daily_usage"
    WEEKLY_COMPLIANCE = "weekly_compliance"
    MONTHLY_COSTS = "monthly_costs"


class ReportPeriod(Value):
    """Days of the organization's time zone, both included."""

    first: date
    last: date


class ReportDesign(Value):
    """What a person writes: which report goes to whom."""

    kind: ReportKind = Field(description="What the report tells, and of how long a time.")
    recipients: Annotated[tuple[Address, ...], Field(min_length=1, max_length=20)] = Field(
        description="Mail addresses; each gets a mail of its own."
    )
    time_zone: TimeZone = Field(
        default="UTC", description="It is sent from 7 in the morning there, as soon as the days are summed."
    )
    enabled: bool = Field(default=True, description="Whether it is sent at all.")

    @field_validator("recipients")
    @classmethod
    def _each_once(cls, recipients: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(recipients))


class ReportDefinition(ReportDesign):
    """A report that an organization gets regularly."""

    id: str
    organization_id: str
    version: int = Field(ge=1)
    created_at: datetime
    created_by: str


class ReportPlan(Value):
    """The next period that a definition reports, and when it is to be sent; never, while that is switched off."""

    definition_id: str
    organization_id: str
    period: ReportPeriod
    due_at: datetime | None


class ReportStatus(StrEnum):
    """How far a report is."""

    QUEUED = "queued"
    RUNNING = "running"
    FINISHED = "finished"
    FAILED = "failed"


class FileFormat(StrEnum):
    """The forms that a report comes in."""

    HTML = "html"
    PDF = "pdf"
    CSV = "csv"


class ReportFile(Value):
    """A file of a report and its size in bytes."""

    format: FileFormat
    key: str
    bytes: int = Field(ge=1)


class Report(Value):
    """A report of one period, ordered by a definition's schedule or by a person.

    ``progress`` is 0 to 100 and ``step`` says in words what is done at the moment. Whoever makes it holds it
    until ``held_until``.
    """

    id: str
    organization_id: str
    kind: ReportKind
    period: ReportPeriod
    definition_id: str | None = None
    recipients: tuple[str, ...] = ()
    status: ReportStatus = ReportStatus.QUEUED
    progress: int = Field(default=0, ge=0, le=100)
    step: str = "waiting"
    created_at: AwareDatetime
    created_by: str
    finished_at: datetime | None = None
    files: tuple[ReportFile, ...] = ()
    reason: str | None = None
    held_until: datetime | None = None
    version: int = Field(default=1, ge=1)

    @property
    def is_over(self) -> bool:
        """Whether nothing will change any more."""
        return self.status in (ReportStatus.FINISHED, ReportStatus.FAILED)
