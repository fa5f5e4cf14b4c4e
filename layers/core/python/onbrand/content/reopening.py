"""A request goes back to review: what was approved does not count any more, and its approvers are asked anew."""

from collections.abc import Callable

from onbrand.content.model import Change, RequestStatus
from onbrand.content.ports import RequestRepository, Reviews
from onbrand.content.transitions import Steps
from onbrand.kernel.events import PIPELINE


def reopened(steps: Steps, change: Change, why: str, actor: str = PIPELINE) -> Change:
    """The change, and the next attempt, which has nothing left to do before its review. The content stays at its
    version."""
    request = change.after
    told = {
        "brand_id": request.brand_id,
        "why": why,
        "content_version": request.content_version,
        "score": request.score,
        "outcome": request.outcome.value if request.outcome else None,
    }
    attempt = request.attempt + 1
    opened = steps.then(change, "ReviewReopened", told, actor=actor)
    return steps.then(
        opened,
        "RequestRetried",
        {"attempt": attempt, "why": "the review was reopened"},
        actor=actor,
        status=RequestStatus.SUBMITTED,
        attempt=attempt,
        approvals_from=attempt,
        decision=None,
        reason=None,
    )


def saving(repository: RequestRepository, reviews: Reviews) -> Callable[[Change], None]:
    """Saves changes; one that takes a request out of its review closes that."""

    def save(change: Change) -> None:
        in_review = change.before.status is RequestStatus.IN_REVIEW
        if in_review and change.after.status is not RequestStatus.IN_REVIEW:
            reviews.close(change)
        else:
            repository.save(change)

    return save
