"""The waiting execution goes on: after the event of a decision, and by the schedule where that was lost."""

from collections.abc import Callable
from datetime import datetime, timedelta

from onbrand.approval.model import ApprovalStatus, Review
from onbrand.approval.moves import next_step
from onbrand.approval.ports import ApprovalRepository, Pipeline, Requests, Settlement
from onbrand.approval.settling import FixedClock, settle
from onbrand.content.model import ContentRequest, Decision, RequestStatus
from onbrand.content.runs import job_of
from onbrand.content.transitions import Steps
from onbrand.kernel.events import SCHEDULE, Event
from onbrand.kernel.ids import Ids

SETTLED = (ApprovalStatus.DECIDED, ApprovalStatus.EXPIRED)
LOOK_AFTER = timedelta(minutes=15)
"""Longer than the states after a review usually take; what takes longer is looked at again."""


class Resuming:
    """Resumes executions, and mends requests whose execution is gone. Resuming twice is harmless: the second
    time nobody waits with the token."""

    def __init__(
        self,
        repository: ApprovalRepository,
        requests: Requests,
        pipeline: Callable[[], Pipeline],
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._requests = requests
        self._pipeline = pipeline
        self._ids = ids

    def resume(self, organization_id: str, request_id: str, number: int, now: datetime) -> bool:
        """Hands a settled step's answer to the execution that waits for it, once."""

        def plan(request: ContentRequest) -> Settlement | None:
            review = self._repository.review(organization_id, request_id, number)
            if review is None or review.step.status not in SETTLED or review.step.resumed_at is not None:
                return None
            step = review.step
            answer = step.decision.value if step.decision else step.status.value
            output = {"decision": answer, "step": step.number, "next": step.goes_on}
            # False means that nobody waits with the token any more; ``repair`` sees whether that is right.
            self._pipeline().resume(step.task_token, output)
            return Settlement(next_step(step, resumed_at=now, wake_at=now + LOOK_AFTER))

        return settle(self._requests, self._repository, organization_id, request_id, plan) is not None

    def repair(self, organization_id: str, request_id: str, number: int, now: datetime) -> bool:
        """Looks after a step that was resumed a while ago: a request that got no further, and whose execution is not
        running, has lost it. What was approved goes on with the next attempt, everything else is closed here."""
        repaired = False

        def plan(request: ContentRequest) -> Settlement | None:
            nonlocal repaired
            review = self._repository.review(organization_id, request_id, number)
            if review is None or not _is_to_be_checked(review, now):
                return None
            step = next_step(review.step, wake_at=None)
            repaired = False
            if not self._is_stuck(request, review):
                return Settlement(step)
            if self._pipeline().is_running(job_of(request)):
                return Settlement(next_step(review.step, wake_at=now + LOOK_AFTER))
            repaired = True
            steps = Steps(FixedClock(now), self._ids)
            if review.step.decision is Decision.APPROVED:
                change = steps.step(
                    request,
                    "RequestRetried",
                    {"attempt": request.attempt + 1, "why": "the execution was lost"},
                    actor=SCHEDULE,
                    status=RequestStatus.SUBMITTED,
                    attempt=request.attempt + 1,
                    reason=None,
                )
            else:
                payload = {"packaged": False, "content_version": request.content_version}
                change = steps.step(request, "RequestFinalized", payload, actor=SCHEDULE, finalized_at=now)
            return Settlement(step, (), change)

        settle(self._requests, self._repository, organization_id, request_id, plan)
        return repaired

    def _is_stuck(self, request: ContentRequest, review: Review) -> bool:
        step = review.step
        if request.finalized_at is not None or request.attempt != step.attempt:
            return False
        if not step.goes_on:
            return True
        latest = self._repository.review(step.organization_id, step.request_id)
        return latest is None or latest.step.number == step.number

    def after(self, event: Event, now: datetime) -> None:
        """Consumer of ApprovalDecided and ApprovalExpired; automatic approvals of the whole request have no step
        that waits."""
        number = event.payload.get("step")
        if number is not None:
            self.resume(event.organization_id, event.aggregate_id, number, now)


def _is_to_be_checked(review: Review, now: datetime) -> bool:
    step = review.step
    resumed = step.status in SETTLED and step.resumed_at is not None
    return resumed and step.wake_at is not None and step.wake_at <= now
