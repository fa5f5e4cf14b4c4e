"""What content asks of approval: whether a person must decide, and how a review ends from outside."""

from onbrand.approval.choosing import Choosing
from onbrand.approval.model import ApprovalStatus
from onbrand.approval.moves import next_step, ran_out, wake
from onbrand.approval.planning import approved_before, next_position, steps_of
from onbrand.approval.ports import ApprovalRepository, Requests, Settlement
from onbrand.approval.settling import is_in_review, settle, settlement, withdrawn
from onbrand.content.model import Change, ContentRequest, Job
from onbrand.content.transitions import Steps
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import PIPELINE
from onbrand.kernel.ids import Ids


class RequestReviews:
    """A ``content.ports.Reviews``."""

    def __init__(
        self,
        repository: ApprovalRepository,
        choosing: Choosing,
        requests: Requests,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._choosing = choosing
        self._requests = requests
        self._clock = clock
        self._steps = Steps(clock, ids)

    def needed(self, request: ContentRequest) -> bool:
        """True unless every step of the workflow is approved already or passes without asking."""
        workflow = self._choosing.workflow(request)
        last = self._repository.review(request.organization_id, request.id) if request.attempt > 1 else None
        passed = approved_before(last, workflow, request)
        counted = request.counted(self._clock.now())
        return next_position(steps_of(workflow), passed, counted, self._choosing.facts(request)) is not None

    def close(self, change: Change) -> None:
        """Saves the end of a request in review and asks nobody any more. Raises RequestMovedError."""
        review = self._repository.review(change.before.organization_id, change.before.id)
        if review is None or review.step.status is not ApprovalStatus.OPEN:
            self._requests.save(change)
        else:
            self._repository.save(withdrawn(review, change))

    def reschedule(self, change: Change) -> None:
        """Saves a new time of publication; an open review looks at its time anew. Raises RequestMovedError."""
        review = self._repository.review(change.before.organization_id, change.before.id)
        if review is None or not is_in_review(change.before, review):
            self._requests.save(change)
            return
        step = next_step(review.step, wake_at=wake(review.step, change.after, self._clock.now()))
        self._repository.save(Settlement(step, (), change))

    def expire(self, job: Job) -> None:
        """Ends the review that the attempt waits for, because the pipeline's own time is over."""

        def plan(request: ContentRequest) -> Settlement | None:
            review = self._repository.review(job.organization_id, job.request_id)
            if review is None or request.attempt != job.attempt or not is_in_review(request, review):
                return None
            now = self._clock.now()
            move = ran_out(review, now, PIPELINE, "the pipeline waited for a year")
            return settlement(move, request, self._steps, now)

        settle(self._requests, self._repository, job.organization_id, job.request_id, plan)
