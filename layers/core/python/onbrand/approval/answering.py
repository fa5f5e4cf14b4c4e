"""One person's answer, and whether it settles the step."""

from datetime import datetime

from onbrand.approval.design import Ending
from onbrand.approval.errors import (
    AlreadyDecidedError,
    ApprovalNotFoundError,
    ContentChangedError,
    HandedOnError,
    OnHoldError,
    ReviewOverError,
    SentBackError,
)
from onbrand.approval.model import Answer, Approval, ApprovalStatus, Review, Step
from onbrand.approval.moves import Move, Told, enough, next_approval, next_step, settled
from onbrand.content.model import ContentRequest, Decision, DecisionRecord, RequestStatus
from onbrand.content.transitions import words


def answered(
    review: Review,
    request: ContentRequest,
    who: str,
    answer: Answer,
    content_version: int,
    via: str,
    now: datetime,
) -> Move:
    """The answer of a person who is asked. One rejection or request for changes settles the step at once.

    Raises AlreadyDecidedError, ApprovalNotFoundError, ContentChangedError, HandedOnError, OnHoldError,
    ReviewOverError, SentBackError.
    """
    mine = may_answer(review, request, who, content_version, now)
    _check_placements(request, answer)
    record = DecisionRecord(
        decision=answer.decision,
        decided_by=who,
        decided_at=now,
        comment=answer.comment,
        sent_back=answer.sent_back,
    )
    decided = next_approval(mine, **dict(record), status=ApprovalStatus.DECIDED, decided_via=via)
    payload = {"approval": decided.id, "via": via}
    if answer.decision is not Decision.APPROVED or enough(review, [*review.approved, decided]):
        return settled(review, [decided], record, now, payload)
    told = Told(
        "ApprovalAnswered",
        {
            **payload,
            "step": review.step.number,
            "decision": answer.decision.value,
            "decided_by": who,
            "content_version": decided.content_version,
            "approved": len(review.approved) + 1,
            "needed": review.step.needed,
        },
    )
    return Move(next_step(review.step), [decided], [told], actor=who)


def may_answer(
    review: Review, request: ContentRequest, who: str, content_version: int, now: datetime
) -> Approval:
    """The record of a person who may answer at this moment. Raises as ``answered`` does."""
    mine = review.of_person(who)
    if mine is None:
        raise ApprovalNotFoundError("You are not asked to decide on this request.")
    step = review.step
    recorded = mine if mine.status is ApprovalStatus.DECIDED else review.is_settled_by
    if recorded is not None and (
        mine.status is ApprovalStatus.DECIDED or step.status is ApprovalStatus.DECIDED
    ):
        told = recorded.decision.value.replace("_", " ") if recorded.decision else "decided"
        raise AlreadyDecidedError(f"The request was already decided: {told}.", recorded)
    if mine.status is ApprovalStatus.DELEGATED:
        raise HandedOnError("You have handed this decision on; somebody else is asked now.")
    if content_version != mine.content_version or content_version != request.content_version:
        raise ContentChangedError("The content has changed since you looked at it; open it again.")
    if step.status is ApprovalStatus.EXPIRED or over(step, request, now):
        raise ReviewOverError("The time for this decision is over.")
    in_review = request.status is RequestStatus.IN_REVIEW and request.attempt == step.attempt
    if not in_review or mine.status is not ApprovalStatus.OPEN:
        raise ReviewOverError(f"The request is {words(request.status)}; there is nothing to decide.")
    if step.hold is not None:
        raise OnHoldError("This review is on hold; somebody has to release it first.")
    return mine


def over(step: Step, request: ContentRequest, now: datetime) -> bool:
    """Whether no answer counts any more, even before the schedule has written that down."""
    if request.publish_at is not None and now >= request.publish_at:
        return True
    ends = step.level >= len(step.design.escalations) and step.design.when_overdue is not Ending.HOLD
    return step.hold is None and ends and now >= step.due_at


def _check_placements(request: ContentRequest, answer: Answer) -> None:
    if not answer.sent_back:
        return
    if answer.decision is not Decision.CHANGES_REQUESTED:
        raise SentBackError("Single formats are sent back by asking for changes.")
    unknown = sorted(set(answer.sent_back) - set(request.placements))
    if unknown:
        raise SentBackError(f"The request has no format {', '.join(unknown)}.")
