"""What is asked of approvers and what they answer: the step of a review that is open, and each person's record."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from onbrand.approval.design import WorkflowStep
from onbrand.content.model import Decision
from onbrand.kernel.values import Value

MAX_RECORDS = 98
"""Records of people in one step, with those who handed on: they are read in one page with their step."""
Text = Annotated[str, Field(min_length=1, max_length=2000)]
Comment = Annotated[str, Field(max_length=2000)]
Placement = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,60}$")]


class ApprovalStatus(StrEnum):
    """Of an approver's record and of a step; ``superseded``: settled by somebody else's answer, or withdrawn;
    ``delegated``: handed on to ``delegated_to``."""

    OPEN = "open"
    DECIDED = "decided"
    DELEGATED = "delegated"
    EXPIRED = "expired"
    SUPERSEDED = "superseded"


class Answer(Value):
    """What a person decides. ``sent_back``: the placements that changes are wanted for, all others are found
    good; empty means the whole."""

    decision: Decision
    comment: Comment | None = None
    sent_back: tuple[Placement, ...] = Field(default=(), max_length=100)


class Approval(Value):
    """What one approver is asked. ``version`` counts the record's own changes; ``content_version`` is what
    the answer is for; ``level``: 0 for those that the step names, else of the escalation; ``stands_for``: who
    was asked first, when somebody handed this on."""

    id: str
    organization_id: str
    request_id: str
    step: int
    approver_id: str
    approver_email: str
    content_version: int
    level: int = 0
    stands_for: str | None = None
    delegated_to: str | None = None
    status: ApprovalStatus = ApprovalStatus.OPEN
    decision: Decision | None = None
    comment: str | None = None
    sent_back: tuple[str, ...] = ()
    decided_at: datetime | None = None
    decided_by: str | None = None
    decided_via: str | None = None
    due_at: datetime
    opened_at: datetime
    version: int = 1


class Hold(Value):
    """Why nobody may decide at the moment."""

    by: str
    at: datetime
    reason: str | None = None


class Passed(Value):
    """A step of the workflow that was approved: by which step of the request, for which content."""

    position: int
    step: int
    content_version: int


class Step(Value):
    """A step that was opened for an attempt. ``number`` counts the request's steps, ``position`` the
    workflow's (from 0, of ``of``), whose words at that time are ``design``; ``needed`` approvals settle it;
    ``passed``: the positions approved before; ``after``: the step that the execution saw approved last.

    ``task_token`` resumes the waiting execution and never leaves the table; ``wake_at`` is when the schedule
    has to look at it (None: never again).
    """

    organization_id: str
    request_id: str
    number: int
    attempt: int
    after: int = 0
    workflow_id: str | None
    workflow_version: int | None
    position: int = 0
    of: int = 1
    design: WorkflowStep
    needed: int = Field(default=1, ge=0)
    passed: tuple[Passed, ...] = ()
    content_version: int
    task_token: str = Field(repr=False)
    status: ApprovalStatus = ApprovalStatus.OPEN
    decision: Decision | None = None
    level: int = 0
    hold: Hold | None = None
    remind_at: tuple[datetime, ...] = ()
    opened_at: datetime
    due_at: datetime
    wake_at: datetime | None
    resumed_at: datetime | None = None
    version: int = 1

    @property
    def is_last(self) -> bool:
        """Whether the workflow ends with this step."""
        return self.position + 1 >= self.of

    @property
    def goes_on(self) -> bool:
        """Whether the review goes on with the workflow's next step."""
        return self.decision is Decision.APPROVED and not self.is_last


@dataclass(frozen=True, slots=True)
class Review:
    """A step of a request with the records of everybody who was asked."""

    step: Step
    approvals: Sequence[Approval]

    def of_person(self, user_id: str) -> Approval | None:
        """What this person was asked."""
        return next((one for one in self.approvals if one.approver_id == user_id), None)

    @property
    def open(self) -> list[Approval]:
        """Who is still asked."""
        return [one for one in self.approvals if one.status is ApprovalStatus.OPEN]

    @property
    def approved(self) -> list[Approval]:
        """Who has approved."""
        return [one for one in self.approvals if one.decision is Decision.APPROVED]

    @property
    def is_settled_by(self) -> Approval | None:
        """The answer that settled the step: the last one."""
        decided = [one for one in self.approvals if one.decided_at is not None]
        return max(
            decided, key=lambda one: (one.decided_at, one.decision is self.step.decision), default=None
        )
