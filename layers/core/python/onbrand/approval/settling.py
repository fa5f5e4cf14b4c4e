"""How reviews end: what is written of steps and approvals, and the loop that writes it when others decide
at the same time."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, Protocol

from onbrand.approval.model import Approval, ApprovalStatus, Step
from onbrand.approval.ports import Requests, Review, Settlement
from onbrand.content.errors import RequestMovedError
from onbrand.content.model import Change, ContentRequest
from onbrand.content.transitions import TRIES


class Saving(Protocol):
    """A repository that writes settlements."""

    def save(self, settlement: Settlement) -> None:
        """Writes a settlement. Raises RequestMovedError."""
        ...


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
    for _ in range(TRIES):
        settlement = plan(requests.request(organization_id, request_id))
        if settlement is None:
            return None
        try:
            repository.save(settlement)
        except RequestMovedError:
            continue
        return settlement
    raise RequestMovedError("The request is being changed by others at the moment; try again.")


def next_step(step: Step, **updates: Any) -> Step:
    """The step's next version."""
    return step.model_copy(update={**updates, "version": step.version + 1})


def closed(approvals: Sequence[Approval], status: ApprovalStatus) -> list[Approval]:
    """The next versions of those approvals that are open."""
    return [
        approval.model_copy(update={"status": status, "version": approval.version + 1})
        for approval in approvals
        if approval.status is ApprovalStatus.OPEN
    ]


def withdrawn(review: Review, change: Change) -> Settlement:
    """The request ends otherwise: nobody is asked any more, and nothing has to be resumed."""
    step = next_step(review.step, status=ApprovalStatus.SUPERSEDED, wake_at=None)
    return Settlement(step, closed(review.approvals, ApprovalStatus.SUPERSEDED), change)


def ran_out(review: Review, change: Change, wake_at: datetime) -> Settlement:
    """The time is over: everybody's question expires, the waiting execution is to be resumed."""
    step = next_step(review.step, status=ApprovalStatus.EXPIRED, wake_at=wake_at)
    return Settlement(step, closed(review.approvals, ApprovalStatus.EXPIRED), change)
