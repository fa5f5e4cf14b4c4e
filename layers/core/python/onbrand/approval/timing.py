"""What time does to an open step: reminders, escalations, the end. And what stops it: a hold."""

from collections.abc import Sequence
from datetime import datetime

from onbrand.approval.answering import over
from onbrand.approval.design import MAX_APPROVERS, Ending
from onbrand.approval.errors import OnHoldError, ReviewOverError
from onbrand.approval.handing import asked
from onbrand.approval.model import MAX_RECORDS, ApprovalStatus, Hold, Review
from onbrand.approval.moves import Move, Told, automatic, next_approval, next_step, ran_out, settled
from onbrand.approval.staffing import Seat
from onbrand.approval.worktime import WorkCalendar
from onbrand.content.model import ContentRequest, Decision, RequestStatus
from onbrand.content.transitions import words
from onbrand.kernel.events import SCHEDULE

NOBODY_ANSWERED = "Nobody answered in time."


def reminded(review: Review, now: datetime) -> Move:
    """Everybody who is still asked is reminded; of several reminders that are due one is sent."""
    step = next_step(review.step, remind_at=tuple(at for at in review.step.remind_at if at > now))
    payload = {
        "step": step.number,
        "approvals": [one.id for one in review.open],
        "content_version": step.content_version,
        "due_at": step.due_at.isoformat(),
    }
    return Move(step, (), [Told("ApprovalReminded", payload)], actor=SCHEDULE)


def escalated(review: Review, seats: Sequence[Seat], calendar: WorkCalendar, now: datetime) -> Move:
    """The next escalation: more people are asked, and everybody has more time. Who was asked already can settle
    the step alone from now on."""
    level = review.step.level + 1
    escalation = review.step.design.escalations[level - 1]
    due_at = calendar.after(now, escalation.due_hours)
    step = next_step(review.step, level=level, due_at=due_at, remind_at=())
    raised = {seat.person.user_id for seat in seats}
    waiting = [
        next_approval(one, due_at=due_at, level=level if one.approver_id in raised else one.level)
        for one in review.open
    ]
    room = min(MAX_APPROVERS - len(waiting), MAX_RECORDS - len(review.approvals))
    new = [seat for seat in seats if review.of_person(seat.person.user_id) is None][: max(room, 0)]
    added = [asked(step, seat, now, level) for seat in new]
    to = [*added, *(one for one in waiting if one.level == level)]
    payload = {
        "step": step.number,
        "level": level,
        "approvals": [one.id for one in to],
        "content_version": step.content_version,
        "due_at": due_at.isoformat(),
    }
    return Move(step, [*waiting, *added], [Told("ApprovalEscalated", payload)], actor=SCHEDULE)


def overdue(review: Review, now: datetime) -> Move:
    """The last time is over: the request expires, is rejected, or waits on hold; never approved."""
    match review.step.design.when_overdue:
        case Ending.EXPIRE:
            return ran_out(review, now, SCHEDULE, "nobody answered in time")
        case Ending.REJECT:
            record = automatic(Decision.REJECTED, now, NOBODY_ANSWERED, SCHEDULE)
            return settled(review, (), record, now, {"via": "schedule"})
        case Ending.HOLD:
            return held(review, SCHEDULE, NOBODY_ANSWERED, now)


def held(review: Review, by: str, reason: str | None, now: datetime) -> Move:
    """Nobody may decide until the review is released; its time stands still."""
    step = next_step(review.step, hold=Hold(by=by, at=now, reason=reason), remind_at=())
    payload = {
        "step": step.number,
        "approvals": [one.id for one in review.open],
        "reason": reason,
        "content_version": step.content_version,
    }
    return Move(step, (), [Told("ApprovalHeld", payload)], actor=by)


def released(review: Review, by: str, calendar: WorkCalendar, now: datetime) -> Move:
    """The step goes on, with its whole time anew."""
    due_at = calendar.after(now, review.step.design.due_hours)
    remind_at = tuple(sorted(calendar.after(now, hours) for hours in review.step.design.reminders))
    step = next_step(review.step, hold=None, due_at=due_at, remind_at=remind_at)
    waiting = [next_approval(one, due_at=due_at) for one in review.open]
    payload = {
        "step": step.number,
        "approvals": [one.id for one in waiting],
        "content_version": step.content_version,
        "due_at": due_at.isoformat(),
    }
    return Move(step, waiting, [Told("ApprovalReleased", payload)], actor=by)


def check_open(review: Review | None, request: ContentRequest, now: datetime, *, on_hold: bool) -> Review:
    """The review, if it is open and stands as ``on_hold`` says. Raises ReviewOverError, OnHoldError."""
    is_open = review is not None and review.step.status is ApprovalStatus.OPEN
    if review is None or not is_open or request.status is not RequestStatus.IN_REVIEW:
        raise ReviewOverError(f"The request is {words(request.status)}; there is nothing to decide.")
    if over(review.step, request, now):
        raise ReviewOverError("The time for this decision is over.")
    if (review.step.hold is not None) != on_hold:
        raise OnHoldError("This review is not on hold." if on_hold else "This review is on hold already.")
    return review
