"""A question changes hands: a person hands it on, a substitute stands in, somebody takes the place of one who has
left. It never ends with nobody."""

from collections.abc import Sequence
from datetime import datetime

from onbrand.approval.answering import may_answer
from onbrand.approval.errors import DelegationRefusedError
from onbrand.approval.model import MAX_RECORDS, Approval, ApprovalStatus, Review, Step
from onbrand.approval.moves import Move, Told, next_approval, next_step, ran_out, reachable
from onbrand.approval.ports import Person
from onbrand.approval.staffing import Seat
from onbrand.content.model import ContentRequest
from onbrand.kernel.events import SCHEDULE


def asked(step: Step, seat: Seat, now: datetime, level: int = 0) -> Approval:
    """What a person is asked who was not asked before."""
    person = seat.person
    return Approval(
        id=f"{step.request_id}.{step.number}.{person.user_id}",
        organization_id=step.organization_id,
        request_id=step.request_id,
        step=step.number,
        approver_id=person.user_id,
        approver_email=person.email,
        content_version=step.content_version,
        level=level,
        stands_for=seat.stands_for,
        due_at=step.due_at,
        opened_at=now,
    )


def delegated(
    review: Review, request: ContentRequest, who: str, to: Person, now: datetime, reason: str = "person"
) -> Move:
    """``who`` hands the question on, or the system does it for another ``reason``. Giving it back is allowed; asking
    somebody who is asked already is not, since one person has one voice.

    Raises DelegationRefusedError, and what ``may_answer`` raises.
    """
    mine = may_answer(review, request, who, request.content_version, now)
    if not may_take(review, request, to):
        raise DelegationRefusedError("This person may not decide here, or is asked already; choose another.")
    return _handed(review, mine, to, who if reason == "person" else SCHEDULE, reason, now)


def may_take(review: Review, request: ContentRequest, to: Person) -> bool:
    """Whether this person can be asked in somebody's place."""
    if to.user_id == request.created_by and not review.step.design.requester_may_approve:
        return False
    theirs = review.of_person(to.user_id)
    if theirs is not None and theirs.status is not ApprovalStatus.DELEGATED:
        return False
    return to.may_decide and (theirs is not None or len(review.approvals) < MAX_RECORDS)


def _handed(review: Review, mine: Approval, to: Person, actor: str, reason: str, now: datetime) -> Move:
    step = next_step(review.step)
    stands_for = mine.stands_for or mine.approver_id
    theirs = review.of_person(to.user_id)
    if theirs is None:
        taken = asked(step, Seat(to, stands_for), now, mine.level)
    else:
        taken = next_approval(
            theirs,
            status=ApprovalStatus.OPEN,
            delegated_to=None,
            stands_for=None if to.user_id == stands_for else stands_for,
            level=mine.level,
            due_at=step.due_at,
            opened_at=now,
        )
    given = next_approval(mine, status=ApprovalStatus.DELEGATED, delegated_to=to.user_id)
    payload = {
        "step": step.number,
        "approval": taken.id,
        "approvals": [taken.id],
        "from": mine.approver_id,
        "to": to.user_id,
        "reason": reason,
        "content_version": step.content_version,
        "due_at": step.due_at.isoformat(),
    }
    return Move(step, [given, taken], [Told("ApprovalDelegated", payload)], actor=actor)


def substituted(review: Review, mine: Approval, to: Person, now: datetime) -> Move:
    """A standing substitute takes the place of somebody who is away."""
    return _handed(review, mine, to, SCHEDULE, "substitute", now)


def left(review: Review, gone: Sequence[Approval], fallback: Sequence[Person], now: datetime) -> Move:
    """Those who may not decide any more are not asked; owners and admins take their places where the step could
    not be settled without. With nobody left the review ends, and says so."""
    closed = [next_approval(one, status=ApprovalStatus.SUPERSEDED) for one in gone]
    ids = {one.id for one in gone}
    rest = [one for one in review.approvals if one.id not in ids]
    step, added = next_step(review.step), list[Approval]()
    for person in fallback:
        if reachable(Review(step, [*rest, *added])) or len(review.approvals) + len(added) >= MAX_RECORDS:
            break
        added.append(asked(step, Seat(person), now))
    if not reachable(Review(step, [*rest, *added])):
        return ran_out(review, now, SCHEDULE, "nobody is left who may approve")
    payload = {
        "step": step.number,
        "left": [one.approver_id for one in gone],
        "approvals": [one.id for one in added],
        "content_version": step.content_version,
        "due_at": step.due_at.isoformat(),
    }
    return Move(step, [*closed, *added], [Told("ApprovalReassigned", payload)], actor=SCHEDULE)
