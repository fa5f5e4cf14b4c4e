"""The schedule's look at every step that is due: reminders, escalations, the end of its time, people who have left,
and executions that were lost."""

from datetime import datetime

from onbrand.approval.absence import stand_in
from onbrand.approval.handing import left, may_take, substituted
from onbrand.approval.model import ApprovalStatus, Review, Step
from onbrand.approval.moves import Move, next_step, ran_out, wake
from onbrand.approval.ports import AbsenceRepository, ApprovalRepository, Person, Requests, Settlement
from onbrand.approval.resuming import Resuming
from onbrand.approval.settling import FixedClock, is_in_review, settle, settlement, withdrawn
from onbrand.approval.staffing import Seat, Staffing
from onbrand.approval.timing import escalated, overdue, reminded
from onbrand.content.model import Change, ContentRequest, RequestStatus
from onbrand.content.transitions import Steps
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import SCHEDULE
from onbrand.kernel.ids import Ids
from onbrand.kernel.values import Value

MOST_MOVES = 200
"""Of one step in one run: every person may be replaced once, and time does a handful of things."""


class Settled(Value):
    """What a run of the schedule did: counts of steps."""

    expired: int = 0
    resumed: int = 0
    reminded: int = 0
    escalated: int = 0
    handed_on: int = 0
    repaired: int = 0


class Sweeping:
    """Everything at the moment ``now`` of the run, never the machine's clock."""

    def __init__(
        self,
        repository: ApprovalRepository,
        requests: Requests,
        staffing: Staffing,
        absence: AbsenceRepository,
        resuming: Resuming,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._requests = requests
        self._staffing = staffing
        self._absence = absence
        self._resuming = resuming
        self._ids = ids

    def settle_due(self, now: datetime) -> Settled:
        """One step's error does not stop the others; the first is raised at the end."""
        counts: dict[str, int] = {}
        errors: list[OnBrandError] = []
        for step in self._repository.due(now):
            try:
                for name in self._look_after(step, now):
                    counts[name] = counts.get(name, 0) + 1
            except OnBrandError as error:
                errors.append(error)
        if errors:
            raise errors[0]
        return Settled(**counts)

    def _look_after(self, step: Step, now: datetime) -> list[str]:
        where = step.organization_id, step.request_id, step.number
        done: list[str] = []
        if step.status is ApprovalStatus.OPEN:
            for _ in range(MOST_MOVES):
                kind = self._move(*where, now)
                if kind is None:
                    break
                done.append(kind)
        if self._resuming.resume(*where, now):
            done.append("resumed")
        elif self._resuming.repair(*where, now):
            done.append("repaired")
        return [name for name in done if name in Settled.model_fields]

    def _move(self, organization_id: str, request_id: str, number: int, now: datetime) -> str | None:
        """Makes the next move that is due, and says which; None when there is none."""
        kind: str | None = None

        def plan(request: ContentRequest) -> Settlement | None:
            nonlocal kind
            kind = None
            review = self._repository.review(organization_id, request_id, number)
            if review is None or review.step.status is not ApprovalStatus.OPEN:
                return None
            if not is_in_review(request, review):
                gone = withdrawn(review, Change(request, request, ()))
                return Settlement(gone.step, gone.approvals)
            found = self._due(review, request, now)
            if found is None:
                return _looked_at(review.step, request, now)
            kind, move = found
            return settlement(move, request, Steps(FixedClock(now), self._ids), now)

        settle(self._requests, self._repository, organization_id, request_id, plan)
        return kind

    def _due(self, review: Review, request: ContentRequest, now: datetime) -> tuple[str, Move] | None:
        if request.publish_at is not None and now >= request.publish_at:
            return "expired", ran_out(review, now, SCHEDULE, "its publication was due")
        if (move := self._restaffed(review, request, now)) is not None:
            return "handed_on", move
        step = review.step
        if step.hold is not None:
            return None
        if now >= step.due_at:
            if step.level < len(step.design.escalations):
                return "escalated", self._escalated(review, request, now)
            move = overdue(review, now)
            return ("expired" if move.status is RequestStatus.EXPIRED_UNAPPROVED else "ended"), move
        if step.remind_at and now >= step.remind_at[0]:
            return "reminded", reminded(review, now)
        return None

    def _escalated(self, review: Review, request: ContentRequest, now: datetime) -> Move:
        design = review.step.design
        seats = self._staffing.seats(design.escalations[review.step.level].to, request, design, now)
        answered = {one.approver_id for one in review.approvals if one.status is not ApprovalStatus.OPEN}
        seats = [seat for seat in seats if seat.person.user_id not in answered]
        if not seats:
            asked = {one.approver_id for one in review.approvals}
            seats = [Seat(person) for person in self._staffing.fallback(request, design, asked)]
        calendar = self._absence.calendar(request.organization_id)
        return escalated(review, seats, calendar, now)

    def _restaffed(self, review: Review, request: ContentRequest, now: datetime) -> Move | None:
        """Who is away is replaced by their substitute, who may not decide any more by owners and admins."""
        people = {
            one.approver_id: self._staffing.person(request.organization_id, one.approver_id)
            for one in review.open
        }
        gone = [one for one in review.open if not _decides(people[one.approver_id])]
        substitutes = self._staffing.substitutes(request.organization_id, now)
        away = {one.user_id for one in substitutes}
        for one in review.open:
            if one.approver_id not in away:
                continue
            chosen = stand_in(
                one.approver_id, substitutes, now, lambda user_id: self._takes(review, request, user_id)
            )
            person = self._staffing.person(request.organization_id, chosen) if chosen else None
            if person is not None and chosen != one.approver_id:
                return substituted(review, one, person, now)
        if not gone:
            return None
        asked = {one.approver_id for one in review.approvals}
        return left(review, gone, self._staffing.fallback(request, review.step.design, asked), now)

    def _takes(self, review: Review, request: ContentRequest, user_id: str) -> bool:
        person = self._staffing.person(request.organization_id, user_id)
        return person is not None and may_take(review, request, person)


def _looked_at(step: Step, request: ContentRequest, now: datetime) -> Settlement | None:
    """Nothing is due; the schedule comes back later."""
    wake_at = wake(step, request, now)
    return None if wake_at == step.wake_at else Settlement(next_step(step, wake_at=wake_at))


def _decides(person: Person | None) -> bool:
    return person is not None and person.may_decide
