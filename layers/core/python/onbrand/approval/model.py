"""Approval workflows, the steps that are opened by them, and what each approver was asked and answered."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from onbrand.content.model import Decision
from onbrand.identity import Role
from onbrand.kernel.ids import Id
from onbrand.kernel.values import Value

MAX_APPROVERS = 50
"""Approvers of one step: a decision touches each of their records in one transaction of at most 100
writes."""
DEFAULT_DUE_HOURS = 72
Comment = Annotated[str, Field(max_length=2000)]
UserId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class WorkflowStep(Value):
    """Who is asked: people by id and everyone with a role. The first answer settles the step. ``due_hours``
    after opening."""

    approvers: tuple[Annotated[Role | UserId, Field(union_mode="left_to_right")], ...] = Field(
        min_length=1, max_length=MAX_APPROVERS
    )
    due_hours: int = Field(default=DEFAULT_DUE_HOURS, ge=1, le=24 * 365)


class WorkflowDesign(Value):
    """What a person writes. ``brand_id`` makes it the brand's workflow, without it is the organization's
    default.

    ``auto_approve``: a request whose every variant passes is approved without a person.
    """

    name: Annotated[str, Field(min_length=1, max_length=80)]
    brand_id: Id | None = None
    steps: tuple[WorkflowStep, ...] = Field(min_length=1, max_length=1)
    auto_approve: bool = False
    allow_requester: bool = False


class ApprovalWorkflow(WorkflowDesign):
    """A version of an organization's approval workflow."""

    id: str
    organization_id: str
    version: int = Field(ge=1)
    created_at: datetime
    created_by: str


class ApprovalStatus(StrEnum):
    """Of an approver's record and of a step; ``superseded``: settled by somebody else's answer, or
    withdrawn."""

    OPEN = "open"
    DECIDED = "decided"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class Approval(Value):
    """What one approver is asked. ``version`` counts the record's own changes; ``content_version`` is what
    the answer is for."""

    id: str
    organization_id: str
    request_id: str
    step: int
    approver_id: str
    approver_email: str
    content_version: int
    status: ApprovalStatus = ApprovalStatus.OPEN
    decision: Decision | None = None
    comment: str | None = None
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_via: str | None = None
    due_at: datetime
    opened_at: datetime
    version: int = 1


class Step(Value):
    """A step that was opened for an attempt. ``number`` counts the request's steps; ``task_token`` resumes
    the waiting execution and never leaves the table; ``wake_at`` is when the schedule has to look at it
    (None: never again)."""

    organization_id: str
    request_id: str
    number: int
    attempt: int
    workflow_id: str | None
    workflow_version: int | None
    approvers: tuple[str, ...]
    content_version: int
    task_token: str = Field(repr=False)
    status: ApprovalStatus = ApprovalStatus.OPEN
    decision: Decision | None = None
    opened_at: datetime
    due_at: datetime
    wake_at: datetime | None
    resumed_at: datetime | None = None
    version: int = 1
