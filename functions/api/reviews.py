"""What the API shows of reviews: everything but the token that resumes the pipeline."""

from datetime import datetime
from typing import Self

from onbrand.approval.design import WorkflowStep
from onbrand.approval.model import Approval, ApprovalStatus, Hold, Passed, Review
from onbrand.content import Decision, RequestStory, ReviewRecord
from onbrand.kernel.events import Event
from onbrand.kernel.values import Value

TOLD = ("Approval", "Comment", "RequestRevised", "RequestWithdrawn", "RequestRescheduled", "RequestFinalized")


class ReviewView(Value):
    """A step of a review: ``position`` (from 0) of ``of`` in the workflow, ``needed`` approvals settle it, ``design`` is
    the step as the workflow had it; ``yours``: what you are asked."""

    request_id: str
    step: int
    position: int
    of: int
    workflow_id: str | None
    workflow_version: int | None
    design: WorkflowStep
    status: ApprovalStatus
    decision: Decision | None
    needed: int
    approved: int
    level: int
    hold: Hold | None
    passed: tuple[Passed, ...]
    content_version: int
    opened_at: datetime
    due_at: datetime
    approvals: tuple[Approval, ...]
    yours: Approval | None

    @classmethod
    def of_review(cls, review: Review, user_id: str) -> Self:
        """The view of a review for a person."""
        step = review.step
        names = cls.model_fields.keys() & type(step).model_fields.keys()
        return cls(
            **{name: getattr(step, name) for name in names},
            step=step.number,
            approved=len(review.approved),
            approvals=tuple(review.approvals),
            yours=review.of_person(user_id),
        )


class ReviewHistoryView(Value):
    """Everything that people and time did in review."""

    request_id: str
    approvals: tuple[ReviewRecord, ...]
    events: tuple[Event, ...]

    @classmethod
    def of(cls, story: RequestStory) -> Self:
        """The review's part of a story."""
        events = tuple(event for event in story.events if event.type.startswith(TOLD))
        return cls(request_id=story.request.id, approvals=tuple(story.approvals), events=events)
