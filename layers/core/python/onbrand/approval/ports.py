"""What approval needs from outside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from onbrand.approval.absence import ApproverGroup, Substitute
from onbrand.approval.comments import ReviewComment
from onbrand.approval.design import ApprovalWorkflow
from onbrand.approval.model import Approval, Review, Step
from onbrand.approval.worktime import WorkCalendar
from onbrand.brand.template import Template
from onbrand.content.model import Change, ContentRequest, Job
from onbrand.identity import Role
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the organization; ``may_decide`` is what the role allows at this moment."""

    user_id: str
    email: str
    role: Role
    may_decide: bool


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is written as one transaction: a step and records at their next versions, comments, and the request's
    change."""

    step: Step | None
    approvals: Sequence[Approval] = ()
    change: Change | None = None
    comments: Sequence[ReviewComment] = ()


class ApprovalRepository(Protocol):
    """Steps with the records of their approvers, and comments."""

    def review(self, organization_id: str, request_id: str, number: int | None = None) -> Review | None:
        """A step of the request with its records, the latest when none is named; None when it was not
        opened."""
        ...

    def save(self, settlement: Settlement) -> None:
        """Writes a settlement; a version of 1 is new. Raises RequestMovedError when anything of it has
        moved."""
        ...

    def comments(
        self, organization_id: str, request_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[ReviewComment]:
        """Comments on the request, oldest first."""
        ...

    def waiting_for(
        self, organization_id: str, user_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[Approval]:
        """Open approvals of a person, the most urgent first."""
        ...

    def due(self, now: datetime) -> Iterator[Step]:
        """Steps whose ``wake_at`` has come."""
        ...


class WorkflowRepository(Protocol):
    """Approval workflows with their versions."""

    def workflow(
        self, organization_id: str, workflow_id: str, version: int | None = None
    ) -> ApprovalWorkflow | None:
        """A version of a workflow; the current one when none is named."""
        ...

    def workflow_for(
        self, organization_id: str, brand_id: str, template_id: str | None
    ) -> ApprovalWorkflow | None:
        """The template's workflow, else the brand's, else the organization's default."""
        ...

    def workflows(
        self, organization_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[ApprovalWorkflow]:
        """Current workflows, oldest first."""
        ...

    def put_workflow(self, workflow: ApprovalWorkflow, before: ApprovalWorkflow | None, event: Event) -> None:
        """Writes the next version. Raises WorkflowMovedError, WorkflowTakenError, UnknownApproverError (no
        such brand or template)."""
        ...

    def remove_workflow(self, workflow: ApprovalWorkflow, event: Event) -> None:
        """Takes a workflow out of use; its versions stay. Raises WorkflowMovedError."""
        ...


class AbsenceRepository(Protocol):
    """Substitutions, groups of approvers and the organization's working time."""

    def substitutes(self, organization_id: str) -> Sequence[Substitute]:
        """All substitutions that have not ended."""
        ...

    def put_substitute(self, substitute: Substitute, event: Event) -> None:
        """Writes a new substitution."""
        ...

    def end_substitute(self, substitute: Substitute, event: Event) -> None:
        """Ends a substitution. Raises SubstituteNotFoundError."""
        ...

    def group(self, organization_id: str, group_id: str) -> ApproverGroup | None:
        """A group of approvers."""
        ...

    def groups(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[ApproverGroup]:
        """Groups, oldest first."""
        ...

    def put_group(self, group: ApproverGroup, event: Event) -> None:
        """Writes the next version. Raises GroupMovedError."""
        ...

    def calendar(self, organization_id: str) -> WorkCalendar:
        """The organization's working time in its time zone."""
        ...

    def put_calendar(self, organization_id: str, calendar: WorkCalendar, event: Event) -> None:
        """Writes the next version. Raises CalendarMovedError."""
        ...


class Requests(Protocol):
    """Requests, as content keeps them."""

    def request(self, organization_id: str, request_id: str) -> ContentRequest:
        """The request as it is now. Raises RequestNotFoundError."""
        ...

    def save(self, change: Change) -> None:
        """Writes a change. Raises RequestMovedError."""
        ...


class Members(Protocol):
    """The people of an organization, as they are at this moment."""

    def person(self, organization_id: str, user_id: str) -> Person | None:
        """The person, None when not a member (any more)."""
        ...

    def people(self, organization_id: str) -> Iterator[Person]:
        """Everybody, in a stable order."""
        ...


class Templates(Protocol):
    """Templates, as the brand room keeps them."""

    def template(self, organization_id: str, template_id: str, version: int | None = None) -> Template:
        """A version of a template. Raises a NotFound."""
        ...


class Pipeline(Protocol):
    """Executions that wait for a decision."""

    def resume(self, token: str, output: dict[str, Any]) -> bool:
        """Hands the output to whoever waits with the token; False when nobody does any more. Raises an
        Unavailable."""
        ...

    def is_running(self, job: Job) -> bool:
        """Whether the attempt's execution is under way or waits; False when it has ended or never was. Raises an
        Unavailable."""
        ...
