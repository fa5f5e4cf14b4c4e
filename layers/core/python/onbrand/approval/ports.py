"""What approval needs from outside."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from onbrand.approval.model import Approval, ApprovalWorkflow, Step
from onbrand.content.model import Change, ContentRequest
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
class Review:
    """The latest step of a request and what its approvers are asked."""

    step: Step
    approvals: Sequence[Approval]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What is written as one transaction: a step and approvals at their next versions, and the request's
    change."""

    step: Step
    approvals: Sequence[Approval] = ()
    change: Change | None = None


class ApprovalRepository(Protocol):
    """Steps and approvals."""

    def review(self, organization_id: str, request_id: str) -> Review | None:
        """The latest step of the request with its approvals; None when none was opened."""
        ...

    def step(self, organization_id: str, request_id: str, number: int) -> Step | None:
        """A step of the request."""
        ...

    def save(self, settlement: Settlement) -> None:
        """Writes a settlement; a version of 1 is new. Raises RequestMovedError when anything of it has
        moved."""
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

    def workflow_for(self, organization_id: str, brand_id: str) -> ApprovalWorkflow | None:
        """The brand's workflow, else the organization's default."""
        ...

    def workflows(
        self, organization_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[ApprovalWorkflow]:
        """Current workflows, oldest first."""
        ...

    def put_workflow(self, workflow: ApprovalWorkflow, before: ApprovalWorkflow | None, event: Event) -> None:
        """Writes the next version. Raises WorkflowMovedError, WorkflowTakenError, UnknownApproverError (no
        such brand)."""
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


class Pipeline(Protocol):
    """Executions that wait for a decision."""

    def resume(self, token: str, output: dict[str, Any]) -> bool:
        """Hands the output to whoever waits with the token; False when nobody does any more. Raises an
        Unavailable."""
        ...
