"""OpenApproval: asks the approvers of the workflow's next step, and keeps the token of the execution that waits
for them."""

from datetime import datetime

from onbrand.approval.choosing import Choosing
from onbrand.approval.design import WorkflowStep
from onbrand.approval.handing import asked
from onbrand.approval.model import Approval, ApprovalStatus, Review, Step
from onbrand.approval.moves import Move, Told, automatic, next_step, settled
from onbrand.approval.planning import approved_before, may_enter, next_position, steps_of
from onbrand.approval.ports import AbsenceRepository, ApprovalRepository, Requests, Settlement
from onbrand.approval.settling import settle, settlement
from onbrand.approval.staffing import Seat, Staffing
from onbrand.content.errors import RequestClosedError
from onbrand.content.model import ContentRequest, Decision, Job, RequestStatus
from onbrand.content.transitions import Steps, check_attempt, has_turn, words
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import PIPELINE
from onbrand.kernel.ids import Ids


class ApprovalOpening:
    """Opens one step after the other. A repeated call, whose execution waits with a new token, replaces the
    token."""

    def __init__(
        self,
        repository: ApprovalRepository,
        choosing: Choosing,
        absence: AbsenceRepository,
        staffing: Staffing,
        requests: Requests,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._choosing = choosing
        self._absence = absence
        self._staffing = staffing
        self._requests = requests
        self._clock = clock
        self._steps = Steps(clock, ids)

    def open(self, job: Job, task_token: str, after: int) -> None:
        """Raises NoApproverError, TooManyApproversError, StaleAttemptError, RequestClosedError,
        StageMissingError."""

        def plan(request: ContentRequest) -> Settlement | None:
            check_attempt(request, job)
            last = self._repository.review(job.organization_id, job.request_id)
            if last is None or last.step.attempt != job.attempt:
                return self._open(request, job, last, task_token, after)
            if last.step.after == after:
                return self._retoken(request, last.step, task_token)
            if last.step.number == after and last.step.goes_on:
                return self._open(request, job, last, task_token, after)
            return None  # a call that was answered long ago comes again

        settle(self._requests, self._repository, job.organization_id, job.request_id, plan)

    def _retoken(self, request: ContentRequest, step: Step, task_token: str) -> Settlement | None:
        if step.status is ApprovalStatus.SUPERSEDED:
            raise RequestClosedError(f"The request is {words(request.status)}.")
        if step.task_token == task_token:
            return None
        if step.status is ApprovalStatus.OPEN:
            return Settlement(next_step(step, task_token=task_token))
        # Decided while the token changed hands: the new one has to be resumed, whatever became of the old
        # one.
        return Settlement(next_step(step, task_token=task_token, resumed_at=None, wake_at=self._clock.now()))

    def _open(
        self, request: ContentRequest, job: Job, last: Review | None, task_token: str, after: int
    ) -> Settlement:
        if after and request.status is not RequestStatus.IN_REVIEW:
            raise RequestClosedError(f"The request is {words(request.status)}.")
        if not after and not has_turn(request, job, RequestStatus.RENDERING):
            raise RequestClosedError(f"The request is {words(request.status)}.")
        if last is not None and after:
            workflow = self._choosing.pinned(request, last.step.workflow_id, last.step.workflow_version)
        else:
            workflow = self._choosing.workflow(request)
        now = self._clock.now()
        steps, passed = steps_of(workflow), approved_before(last, workflow, request)
        position = next_position(steps, passed, request.counted(now), self._choosing.facts(request))
        at = len(steps) - 1 if position is None else position
        step = Step(
            organization_id=request.organization_id,
            request_id=request.id,
            number=last.step.number + 1 if last else 1,
            attempt=request.attempt,
            after=after,
            workflow_id=workflow.id if workflow else None,
            workflow_version=workflow.version if workflow else None,
            position=at,
            of=len(steps),
            design=steps[at],
            passed=passed,
            content_version=request.content_version,
            task_token=task_token,
            opened_at=now,
            due_at=now,
            wake_at=now,
        )
        return settlement(self._move(step, request, position is None, now), request, self._steps, now)

    def _move(self, step: Step, request: ContentRequest, nobody_left: bool, now: datetime) -> Move:
        if nobody_left:
            return _decided_alone(step, Decision.APPROVED, None, now)
        if not may_enter(step.design, request.counted(now)):
            reason = _too_low(step.design, request.counted(now))
            return _decided_alone(step, Decision.CHANGES_REQUESTED, reason, now)
        return self._ask(step, request, now)

    def _ask(self, step: Step, request: ContentRequest, now: datetime) -> Move:
        seats, needed = self._staffing.staff(step.design, request, now)
        calendar = self._absence.calendar(request.organization_id)
        step = step.model_copy(
            update={
                "needed": needed,
                "due_at": calendar.after(now, step.design.due_hours),
                "remind_at": tuple(sorted(calendar.after(now, hours) for hours in step.design.reminders)),
            }
        )
        approvals = [asked(step, seat, now) for seat in seats]
        told = Told("ApprovalOpened", _opened(step, request, approvals, seats))
        return Move(step, approvals, [told], actor=PIPELINE, status=RequestStatus.IN_REVIEW)


def _decided_alone(step: Step, decision: Decision, comment: str | None, now: datetime) -> Move:
    """A step that asked nobody: the event of its decision resumes the execution as any other does."""
    record = automatic(decision, now, comment)
    review = Review(step.model_copy(update={"needed": 0, "version": 0}), ())
    return settled(review, (), record, now, {"via": "auto"})


def _too_low(step: WorkflowStep, request: ContentRequest) -> str:
    wanted = f"{round((step.min_score or 0) * 100)} %"
    if request.score is None:
        return f"The step “{step.name}” asks for a brand score of {wanted}, and this could not be judged."
    return (
        f"The brand score of {round(request.score * 100)} % is below the {wanted} of the step “{step.name}”."
    )


def _opened(
    step: Step, request: ContentRequest, approvals: list[Approval], seats: list[Seat]
) -> dict[str, object]:
    return {
        "step": step.number,
        "position": step.position,
        "of": step.of,
        "name": step.design.name,
        "needed": step.needed,
        "approvals": [approval.id for approval in approvals],
        "substitutes": {seat.person.user_id: seat.stands_for for seat in seats if seat.stands_for},
        "kept": [one.position for one in step.passed],
        "content_version": step.content_version,
        "due_at": step.due_at.isoformat(),
        "score": request.score,
        "outcome": request.outcome.value if request.outcome else None,
    }
