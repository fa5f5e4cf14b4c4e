"""Approval from end to end: the face that doors call. Opening, deciding and resuming have modules of their
own."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from onbrand.approval.deciding import Deciding
from onbrand.approval.errors import ApprovalNotFoundError
from onbrand.approval.model import Approval
from onbrand.approval.opening import ApprovalOpening
from onbrand.approval.ports import ApprovalRepository, Members, Pipeline, Requests, WorkflowRepository
from onbrand.approval.resuming import Resuming, Settled
from onbrand.approval.reviews import RequestReviews
from onbrand.content.model import Decision, Job
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page


class ApprovalService:
    """``pipeline`` is called only where an execution is resumed, since few functions may do that."""

    def __init__(
        self,
        repository: ApprovalRepository,
        workflows: WorkflowRepository,
        requests: Requests,
        members: Members,
        pipeline: Callable[[], Pipeline],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._opening = ApprovalOpening(repository, workflows, requests, members, clock, ids)
        self._deciding = Deciding(repository, requests, members, clock, ids)
        reviews = RequestReviews(repository, workflows, requests, clock, ids)
        self._resuming = Resuming(repository, requests, reviews, pipeline, clock)

    def open(self, job: Job, task_token: str) -> None:
        """Asks the approvers; the execution that waits with ``task_token`` is resumed by their answer.

        Raises NoApproverError, StaleAttemptError, RequestClosedError, StageMissingError.
        """
        self._opening.open(job, task_token)

    def decide(
        self,
        organization_id: str,
        request_id: str,
        approver_id: str,
        decision: Decision,
        comment: str | None,
        content_version: int,
        via: str,
        step: int | None = None,
    ) -> Approval:
        """The approval as decided; ``via`` is ``link`` or ``api``, ``step`` None means the open one.

        Raises AlreadyDecidedError (with what was recorded), ContentChangedError, ReviewOverError,
        NotAnApproverError, ApprovalNotFoundError.
        """
        return self._deciding.decide(
            organization_id, request_id, approver_id, decision, comment, content_version, via, step
        )

    def get(self, access: Access, approval_id: str) -> Approval:
        """An approval of the request's latest step. Raises ApprovalNotFoundError."""
        access.require(Permission.READ)
        request_id = approval_id.partition(".")[0]
        review = self._repository.review(access.organization_id, request_id) if request_id else None
        found = [one for one in review.approvals if one.id == approval_id] if review else []
        if not found:
            raise ApprovalNotFoundError("There is no such approval.")
        return found[0]

    def mine(self, access: Access, limit: int, start: dict[str, Any] | None = None) -> Page[Approval]:
        """What waits for the caller's answer, the most urgent first."""
        access.require(Permission.DECIDE_APPROVAL)
        return self._repository.waiting_for(access.organization_id, access.user_id, limit, start)

    def resume(self, event: Event) -> None:
        """Consumer of ApprovalDecided and ApprovalExpired: the execution that waits goes on."""
        self._resuming.resume(event)

    def settle_due(self, now: datetime) -> Settled:
        """Expires what is due at ``now`` and resumes what was settled but not resumed."""
        return self._resuming.settle_due(now)
