"""What a command makes of a review: the next versions of its step and records, what is told about it, and how the
request stands afterwards. Pure values; ``settling`` turns them into one transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from onbrand.approval.model import Approval, ApprovalStatus, Review, Step
from onbrand.content.model import AUTO, ContentRequest, Decision, DecisionRecord, RequestStatus

RESUME_GRACE = timedelta(minutes=2)
"""How long the event of a decision has to resume the pipeline before the schedule does it."""
CHECK_EVERY = timedelta(hours=6)
"""How often the schedule looks whether those who are asked can still answer."""


@dataclass(frozen=True, slots=True)
class Told:
    """An event of the request."""

    type: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Move:
    """``status`` and ``record`` are of the request, None where it stays as it is."""

    step: Step
    approvals: Sequence[Approval] = ()
    told: Sequence[Told] = ()
    actor: str = AUTO
    status: RequestStatus | None = None
    record: DecisionRecord | None = None


def next_step(step: Step, **updates: Any) -> Step:
    """The step's next version."""
    return step.model_copy(update={**updates, "version": step.version + 1})


def next_approval(approval: Approval, **updates: Any) -> Approval:
    """The record's next version."""
    return approval.model_copy(update={**updates, "version": approval.version + 1})


def closed(approvals: Sequence[Approval], status: ApprovalStatus) -> list[Approval]:
    """The next versions of those records that are open."""
    return [next_approval(one, status=status) for one in approvals if one.status is ApprovalStatus.OPEN]


def wake(step: Step, request: ContentRequest, now: datetime) -> datetime:
    """When the schedule has to look at an open step: at its next reminder, at its due time, when its
    publication is due, and now and then to see whether anybody can still answer."""
    moments = [now + CHECK_EVERY]
    if request.publish_at is not None:
        moments.append(request.publish_at)
    if step.hold is None:
        moments += [step.due_at, *step.remind_at[:1]]
    return min(moments)


def settled(
    review: Review,
    changed: Sequence[Approval],
    record: DecisionRecord,
    now: datetime,
    payload: dict[str, Any],
) -> Move:
    """The step is decided; the request too, unless the workflow has more steps to ask."""
    step = next_step(
        review.step,
        status=ApprovalStatus.DECIDED,
        decision=record.decision,
        hold=None,
        remind_at=(),
        wake_at=now + RESUME_GRACE,
    )
    others = [one for one in review.approvals if one.id not in {other.id for other in changed}]
    final = not step.goes_on
    told = Told(
        "ApprovalDecided",
        {
            "step": step.number,
            "position": step.position,
            "of": step.of,
            "final": final,
            "decision": record.decision.value,
            "decided_by": record.decided_by,
            "content_version": step.content_version,
            "sent_back": list(record.sent_back),
            **payload,
        },
    )
    return Move(
        step,
        [*changed, *closed(others, ApprovalStatus.SUPERSEDED)],
        [told],
        actor=record.decided_by,
        status=RequestStatus(record.decision.value) if final else None,
        record=record if final else None,
    )


def ran_out(review: Review, now: datetime, actor: str, why: str) -> Move:
    """The time is over: everybody's question expires, the waiting execution is to be resumed."""
    step = next_step(
        review.step, status=ApprovalStatus.EXPIRED, hold=None, remind_at=(), wake_at=now + RESUME_GRACE
    )
    payload = {
        "step": step.number,
        "content_version": step.content_version,
        "approvals": [one.id for one in review.open],
        "why": why,
    }
    return Move(
        step,
        closed(review.approvals, ApprovalStatus.EXPIRED),
        [Told("ApprovalExpired", payload)],
        actor=actor,
        status=RequestStatus.EXPIRED_UNAPPROVED,
    )


def enough(review: Review, approved: Sequence[Approval]) -> bool:
    """Whether these approvals settle the step: as many as are needed, or one of an escalation."""
    return len(approved) >= review.step.needed or any(one.level for one in approved)


def reachable(review: Review) -> bool:
    """Whether those who are still asked can settle the step by approving."""
    able = [*review.approved, *review.open]
    return bool(review.open) and (len(able) >= review.step.needed or any(one.level for one in able))


def automatic(decision: Decision, now: datetime, comment: str | None, by: str = AUTO) -> DecisionRecord:
    """A decision that no person made."""
    return DecisionRecord(decision=decision, decided_by=by, decided_at=now, comment=comment)
