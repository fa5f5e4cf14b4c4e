"""The waiting execution goes on: after the event of a decision, and by the schedule where that was lost."""

from collections.abc import Callable
from datetime import datetime

from onbrand.approval.model import ApprovalStatus, Step
from onbrand.approval.ports import ApprovalRepository, Pipeline, Requests, Review, Settlement
from onbrand.approval.reviews import RequestReviews
from onbrand.approval.settling import next_step, settle, withdrawn
from onbrand.content.model import Change, ContentRequest, RequestStatus
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import Event
from onbrand.kernel.values import Value

SETTLED = (ApprovalStatus.DECIDED, ApprovalStatus.EXPIRED)


class Settled(Value):
    """What a run of the schedule did: counts of steps."""

    expired: int = 0
    resumed: int = 0


class Resuming:
    """Resumes executions. Resuming twice is harmless: the second time nobody waits with the token."""

    def __init__(
        self,
        repository: ApprovalRepository,
        requests: Requests,
        reviews: RequestReviews,
        pipeline: Callable[[], Pipeline],
        clock: Clock,
    ) -> None:
        self._repository = repository
        self._requests = requests
        self._reviews = reviews
        self._pipeline = pipeline
        self._clock = clock

    def resume(self, event: Event) -> None:
        """Consumer of ApprovalDecided and ApprovalExpired; automatic approvals have no step that waits."""
        number = event.payload.get("step")
        if number is not None:
            self._resume(event.organization_id, event.aggregate_id, number)

    def settle_due(self, now: datetime) -> Settled:
        """Expires open steps past their due time and resumes what was settled but not resumed.

        One step's error does not stop the others; the first is raised at the end.
        """
        expired = resumed = 0
        errors: list[OnBrandError] = []
        for step in self._repository.due(now):
            try:
                if step.status is ApprovalStatus.OPEN and step.due_at <= now:
                    expired += self._expire(step)
                resumed += self._resume(step.organization_id, step.request_id, step.number)
            except OnBrandError as error:
                errors.append(error)
        if errors:
            raise errors[0]
        return Settled(expired=expired, resumed=resumed)

    def _expire(self, step: Step) -> bool:
        self._reviews.expire_by_schedule(step.organization_id, step.request_id, step.attempt)
        review = self._repository.review(step.organization_id, step.request_id)
        if review is None or review.step.status is not ApprovalStatus.OPEN:
            return True
        self._forget(review)
        return False

    def _forget(self, review: Review) -> None:
        """The request is not in review any more, so nobody is asked."""

        def plan(request: ContentRequest) -> Settlement | None:
            current = self._repository.review(review.step.organization_id, review.step.request_id)
            if current is None or current.step.status is not ApprovalStatus.OPEN:
                return None
            if request.status is RequestStatus.IN_REVIEW and request.attempt == current.step.attempt:
                return None
            settlement = withdrawn(current, Change(request, request, ()))
            return Settlement(settlement.step, settlement.approvals)

        settle(self._requests, self._repository, review.step.organization_id, review.step.request_id, plan)

    def _resume(self, organization_id: str, request_id: str, number: int) -> bool:
        def plan(request: ContentRequest) -> Settlement | None:
            step = self._repository.step(organization_id, request_id, number)
            if step is None or step.status not in SETTLED or step.resumed_at is not None:
                return None
            answer = step.decision.value if step.decision else step.status.value
            # False means that nobody waits with the token any more, which is as good.
            self._pipeline().resume(step.task_token, {"decision": answer, "step": step.number})
            return Settlement(next_step(step, resumed_at=self._clock.now(), wake_at=None))

        return settle(self._requests, self._repository, organization_id, request_id, plan) is not None
