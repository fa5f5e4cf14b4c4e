"""Approval workflows as people write them: ordered steps, each with who is asked, how many must agree, by when,
and what happens when nobody answers."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from onbrand.content.model import EditKind
from onbrand.identity import Role
from onbrand.kernel.ids import Id
from onbrand.kernel.values import Value

MAX_APPROVERS = 50
"""Approvers of one step that are asked at the same time: a decision touches each of their records in one
transaction of at most 100 writes."""
MAX_STEPS = 10
MAX_ESCALATIONS = 5
BRAND_MANAGERS = "brand_managers"
GROUP = "group:"
UserId = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
GroupName = Annotated[str, Field(pattern=r"^group:[0-9A-HJKMNP-TV-Z]{26}$")]
Approver = Annotated[Role | GroupName | UserId, Field(union_mode="left_to_right")]
"""A role, ``group:<id>``, ``brand_managers`` or the id of a person."""
WorkingHours = Annotated[int, Field(ge=1, le=2000)]


class Rule(StrEnum):
    """How many of those who are asked must approve. One rejection, or one request for changes, is enough to
    stop."""

    ANY = "any"
    ALL = "all"
    QUORUM = "quorum"


class Verdict(StrEnum):
    """What the measured pictures must have come to."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    NO_HARD_FINDING = "no_hard_finding"


class Ending(StrEnum):
    """What follows when the last one who was asked lets the time pass. Nothing is ever approved that way."""

    EXPIRE = "expire"
    REJECT = "reject"
    HOLD = "hold"


class AutoApproval(Value):
    """When a step is passed without asking: every condition that is given must hold. A picture that breaks a
    rule which must hold is never passed."""

    verdict: Verdict = Verdict.PASS
    min_score: float | None = Field(default=None, ge=0, le=1)
    requester_roles: tuple[Role, ...] = Field(default=(), max_length=len(Role))
    template_locked: bool = False


class Escalation(Value):
    """Who is asked as well once the time is over, and how many working hours they have. An approval of one of
    them settles the step."""

    to: tuple[Approver, ...] = Field(min_length=1, max_length=MAX_APPROVERS)
    due_hours: WorkingHours


class WorkflowStep(Value):
    """One step. Hours are working hours of the organization; ``reminders`` count from the opening;
    ``reopened_by``: edits of approved content after which this step asks again."""

    name: Annotated[str, Field(min_length=1, max_length=80)] = "Approval"
    approvers: tuple[Approver, ...] = Field(min_length=1, max_length=MAX_APPROVERS)
    rule: Rule = Rule.ANY
    quorum: int | None = Field(default=None, ge=1, le=MAX_APPROVERS)
    min_score: float | None = Field(default=None, ge=0, le=1)
    auto_approve: AutoApproval | None = None
    requester_may_approve: bool = False
    due_hours: WorkingHours = 24
    reminders: tuple[WorkingHours, ...] = Field(default=(), max_length=10)
    escalations: tuple[Escalation, ...] = Field(default=(), max_length=MAX_ESCALATIONS)
    when_overdue: Ending = Ending.EXPIRE
    reopened_by: tuple[EditKind, ...] = tuple(EditKind)
    require_sign_in: bool = False

    @model_validator(mode="after")
    def _fits(self) -> Self:
        if (self.rule is Rule.QUORUM) != (self.quorum is not None):
            raise ValueError(f"Step “{self.name}”: quorum is given with the rule quorum, and only then")
        if any(hours >= self.due_hours for hours in self.reminders):
            raise ValueError(f"Step “{self.name}”: a reminder must come before the step is due")
        if self.quorum and self.names_people_only and self.quorum > len(set(self.approvers)):
            raise ValueError(f"Step “{self.name}”: the quorum is larger than the number of approvers")
        return self

    @property
    def names_people_only(self) -> bool:
        """Whether the approvers are listed one by one."""
        return not any(
            isinstance(name, Role) or name == BRAND_MANAGERS or name.startswith(GROUP)
            for name in self.approvers
        )


class WorkflowDesign(Value):
    """What a person writes. With ``template_id`` it is the template's workflow, with ``brand_id`` the brand's,
    without both the organization's default; one that is only ``named`` by requests is none of these."""

    name: Annotated[str, Field(min_length=1, max_length=80)]
    brand_id: Id | None = None
    template_id: Id | None = None
    named: bool = False
    steps: tuple[WorkflowStep, ...] = Field(min_length=1, max_length=MAX_STEPS)

    @model_validator(mode="after")
    def _has_one_place(self) -> Self:
        if sum((self.brand_id is not None, self.template_id is not None, self.named)) > 1:
            raise ValueError("A workflow is for a brand, for a template, or only for requests that name it")
        return self


class ApprovalWorkflow(WorkflowDesign):
    """A version of an organization's approval workflow."""

    id: str
    organization_id: str
    version: int = Field(ge=1)
    created_at: datetime
    created_by: str


HOUSE_STEPS = (WorkflowStep(approvers=(Role.OWNER, Role.ADMIN, Role.BRAND_MANAGER, Role.APPROVER)),)
"""Where an organization has written no workflow: everybody who may decide is asked, and one answer counts."""
