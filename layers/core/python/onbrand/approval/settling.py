"""From a move to what is written, and the loop that writes it when others act at the same time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from onbrand.approval.comments import ReviewComment
from onbrand.approval.design import MAX_APPROVERS
from onbrand.approval.model import ApprovalStatus, Review
from onbrand.approval.moves import Move, closed, next_step, wake
from onbrand.approval.ports import Requests, Settlement
from onbrand.content.errors import RequestMovedError
from onbrand.content.model import Change, ContentRequest, RequestStatus
from onbrand.content.transitions import TRIES, Steps

MOST_TRIES = TRIES + 2 * MAX_APPROVERS
"""Every lost try means that somebody else's write was accepted, and all approvers may answer at once."""


class Saving(Protocol):
    """A repository that writes settlements."""

    def save(self, settlement: Settlement) -> None:
        """Writes a settlement. Raises RequestMovedError."""
        ...


class FixedClock:
    """Always the same moment: the one a schedule fired for."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def now(self) -> datetime:
        """That moment."""
        return self._now


def settle(
    requests: Requests,
    repository: Saving,
    organization_id: str,
    request_id: str,
    plan: Callable[[ContentRequest], Settlement | None],
) -> Settlement | None:
    """Reads the request, lets ``plan`` decide what is written (None: nothing) and writes it; again when
    anything has moved.

    Raises what ``plan`` raises, and RequestMovedError when others were faster every time.
    """
    for _ in range(MOST_TRIES):
        settlement = plan(requests.request(organization_id, request_id))
        if settlement is None:
            return None
        try:
            repository.save(settlement)
        except RequestMovedError:
            continue
        return settlement
    raise RequestMovedError("The request is being changed by others at the moment; try again.")


def settlement(
    move: Move,
    request: ContentRequest,
    steps: Steps,
    now: datetime,
    comments: Sequence[ReviewComment] = (),
) -> Settlement:
    """The transaction of a move: its events count the request's version up, and the first carries its new
    status."""
    facts: dict[str, Any] = {}
    if move.status is not None:
        facts["status"] = move.status
    if move.record is not None:
        facts["decision"] = move.record
    change = Change(request, request, ())
    for told in move.told:
        change = steps.then(change, told.type, told.payload, actor=move.actor, **facts)
    step = move.step
    if step.status is ApprovalStatus.OPEN:
        step = step.model_copy(update={"wake_at": wake(step, change.after, now)})
    return Settlement(step, move.approvals, change if move.told else None, comments)


def withdrawn(review: Review, change: Change) -> Settlement:
    """The request ends otherwise: nobody is asked any more, and nothing has to be resumed."""
    step = next_step(review.step, status=ApprovalStatus.SUPERSEDED, wake_at=None)
    return Settlement(step, closed(review.approvals, ApprovalStatus.SUPERSEDED), change)


def is_in_review(request: ContentRequest, review: Review) -> bool:
    """Whether the request waits for this very step."""
    return (
        request.status is RequestStatus.IN_REVIEW
        and request.attempt == review.step.attempt
        and review.step.status is ApprovalStatus.OPEN
    )
