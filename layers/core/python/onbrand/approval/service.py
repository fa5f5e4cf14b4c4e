"""Approval from end to end: the face that doors call. Opening, deciding, resuming and sweeping have modules of their
own."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from onbrand.approval.choosing import Choosing
from onbrand.approval.comments import NewComment, ReviewComment
from onbrand.approval.deciding import Deciding
from onbrand.approval.errors import ApprovalNotFoundError
from onbrand.approval.links import API
from onbrand.approval.model import Answer, Approval, Review
from onbrand.approval.opening import ApprovalOpening
from onbrand.approval.ports import (
    AbsenceRepository,
    ApprovalRepository,
    Members,
    Pipeline,
    Requests,
    Templates,
    WorkflowRepository,
)
from onbrand.approval.resuming import Resuming
from onbrand.approval.staffing import Staffing
from onbrand.approval.sweeping import Settled, Sweeping
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
        absence: AbsenceRepository,
        requests: Requests,
        members: Members,
        templates: Templates,
        pipeline: Callable[[], Pipeline],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._clock = clock
        staffing = Staffing(members, absence)
        choosing = Choosing(workflows, members, templates)
        self._opening = ApprovalOpening(repository, choosing, absence, staffing, requests, clock, ids)
        self._deciding = Deciding(repository, requests, staffing, absence, clock, ids)
        self._resuming = Resuming(repository, requests, pipeline, ids)
        self._sweeping = Sweeping(repository, requests, staffing, absence, self._resuming, ids)

    def open(self, job: Job, task_token: str, after: int = 0) -> None:
        """Asks the approvers of the workflow's next step; the execution that waits with ``task_token`` is resumed
        by their answer. ``after``: the number of the step that this execution saw approved, 0 for none.

        Raises NoApproverError, TooManyApproversError, StaleAttemptError, RequestClosedError, StageMissingError.
        """
        self._opening.open(job, task_token, after)

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
        sent_back: Sequence[str] = (),
        comments: Sequence[NewComment] = (),
    ) -> Approval:
        """The person's record as decided; ``via`` is ``link`` or ``api``, ``step`` None means the open one.
        ``sent_back``: the placements that changes are wanted for; ``comments`` are written with the answer.

        Raises AlreadyDecidedError (with what was recorded), ContentChangedError, ReviewOverError, OnHoldError,
        HandedOnError, SentBackError, NotAnApproverError, ApprovalNotFoundError, SignInRequiredError.
        """
        answer = Answer(decision=decision, comment=comment, sent_back=tuple(sent_back))
        return self._deciding.decide(
            organization_id, request_id, approver_id, answer, content_version, via, step, comments
        )

    def delegate(
        self,
        organization_id: str,
        request_id: str,
        approver_id: str,
        to: str,
        step: int | None = None,
        via: str = API,
    ) -> Approval:
        """Hands the person's question on to somebody else, whose record it answers with; ``via`` as in ``decide``,
        or ``unreachable`` when the system does it.

        Raises DelegationRefusedError, and what ``decide`` raises.
        """
        return self._deciding.delegate(organization_id, request_id, approver_id, to, via, step)

    def hold(self, access: Access, request_id: str, reason: str | None = None) -> Review:
        """Nobody may decide until the review is released; its deadline and reminders stand still. For whoever is
        asked, the requester, and who manages workflows. Raises ReviewOverError, OnHoldError."""
        self._deciding.hold(access, request_id, reason)
        return self.review(access, request_id)

    def release(self, access: Access, request_id: str) -> Review:
        """Ends a hold; the step has its whole time again. Raises ReviewOverError, OnHoldError."""
        self._deciding.release(access, request_id)
        return self.review(access, request_id)

    def comment(self, access: Access, request_id: str, new: NewComment) -> ReviewComment:
        """Adds a comment about the content as it stands. Raises RequestNotFoundError."""
        return self._deciding.comment(access, request_id, new)

    def comments(
        self, access: Access, request_id: str, limit: int, start: dict[str, Any] | None = None
    ) -> Page[ReviewComment]:
        """What was said about the request, oldest first."""
        access.require(Permission.READ)
        return self._repository.comments(access.organization_id, request_id, limit, start)

    def review(self, access: Access, request_id: str, step: int | None = None) -> Review:
        """A step with everybody who was asked; the latest when none is named. Raises ApprovalNotFoundError."""
        access.require(Permission.READ)
        review = self._repository.review(access.organization_id, request_id, step)
        if review is None:
            raise ApprovalNotFoundError("Nobody was asked to decide on this request.")
        return review

    def get(self, access: Access, approval_id: str) -> Approval:
        """What one person was asked, by the record's id. Raises ApprovalNotFoundError."""
        access.require(Permission.READ)
        request_id, _, rest = approval_id.partition(".")
        number = rest.partition(".")[0]
        review = None
        if request_id and number.isascii() and number.isdigit() and len(number) <= 8:
            review = self._repository.review(access.organization_id, request_id, int(number))
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
        self._resuming.after(event, self._clock.now())

    def settle_due(self, now: datetime) -> Settled:
        """Reminds, escalates, replaces and expires what is due at ``now``, resumes what was settled but not
        resumed, and mends requests whose execution is gone."""
        return self._sweeping.settle_due(now)
