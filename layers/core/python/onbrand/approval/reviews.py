"""What content asks of approval: whether a person must decide, and how a review ends from outside."""

from onbrand.approval.model import ApprovalStatus, ApprovalWorkflow
from onbrand.approval.ports import ApprovalRepository, Requests, Settlement, WorkflowRepository
from onbrand.approval.settling import ran_out, settle, withdrawn
from onbrand.compliance.model import Outcome
from onbrand.content.model import Change, ContentRequest, Job, RequestStatus
from onbrand.content.transitions import Steps
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import PIPELINE, SCHEDULE
from onbrand.kernel.ids import Ids


def workflow_of(workflows: WorkflowRepository, request: ContentRequest) -> ApprovalWorkflow | None:
    """The request's workflow, else the brand's, else the organization's default."""
    if request.workflow_id is not None:
        named = workflows.workflow(request.organization_id, request.workflow_id)
        if named is not None:
            return named
    return workflows.workflow_for(request.organization_id, request.brand_id)


class RequestReviews:
    """A ``content.ports.Reviews``."""

    def __init__(
        self,
        repository: ApprovalRepository,
        workflows: WorkflowRepository,
        requests: Requests,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._workflows = workflows
        self._requests = requests
        self._clock = clock
        self._steps = Steps(clock, ids)

    def needed(self, request: ContentRequest) -> bool:
        """True unless the workflow approves automatically and every variant has passed."""
        workflow = workflow_of(self._workflows, request)
        automatic = workflow is not None and workflow.auto_approve
        return not (automatic and request.outcome is Outcome.PASS)

    def close(self, change: Change) -> None:
        """Saves the end of a request in review and asks nobody any more. Raises RequestMovedError."""
        review = self._repository.review(change.before.organization_id, change.before.id)
        if review is None or review.step.status is not ApprovalStatus.OPEN:
            self._requests.save(change)
        else:
            self._repository.save(withdrawn(review, change))

    def expire(self, job: Job) -> None:
        """Ends the review that the attempt waits for, because the pipeline's own time is over."""
        self._expire(job.organization_id, job.request_id, job.attempt, PIPELINE)

    def expire_by_schedule(self, organization_id: str, request_id: str, attempt: int) -> None:
        """Ends the review of this attempt, because it is past its due time."""
        self._expire(organization_id, request_id, attempt, SCHEDULE)

    def _expire(self, organization_id: str, request_id: str, attempt: int, actor: str) -> None:
        def plan(request: ContentRequest) -> Settlement | None:
            review = self._repository.review(organization_id, request_id)
            waits = request.attempt == attempt and request.status is RequestStatus.IN_REVIEW
            if not waits or review is None or review.step.status is not ApprovalStatus.OPEN:
                return None
            change = self._steps.step(
                request,
                "ApprovalExpired",
                {"step": review.step.number, "content_version": review.step.content_version},
                actor=actor,
                status=RequestStatus.EXPIRED_UNAPPROVED,
            )
            return ran_out(review, change, self._clock.now())

        settle(self._requests, self._repository, organization_id, request_id, plan)
