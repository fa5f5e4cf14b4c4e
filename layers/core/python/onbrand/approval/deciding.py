"""A decision: conditional, in one transaction with the request's new status, and only the first one
counts."""

from datetime import timedelta

from onbrand.approval.errors import (
    AlreadyDecidedError,
    ApprovalNotFoundError,
    ContentChangedError,
    NotAnApproverError,
    ReviewOverError,
)
from onbrand.approval.model import Approval, ApprovalStatus
from onbrand.approval.ports import ApprovalRepository, Members, Requests, Review, Settlement
from onbrand.approval.settling import closed, next_step, settle
from onbrand.content.model import Change, ContentRequest, Decision, DecisionRecord, RequestStatus
from onbrand.content.transitions import Steps, words
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids

RESUME_GRACE = timedelta(minutes=2)
"""How long the event of a decision has to resume the pipeline before the schedule does it."""


class Deciding:
    """Decides for one approver of the step that is open."""

    def __init__(
        self, repository: ApprovalRepository, requests: Requests, members: Members, clock: Clock, ids: Ids
    ) -> None:
        self._repository = repository
        self._requests = requests
        self._members = members
        self._clock = clock
        self._steps = Steps(clock, ids)

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
        """The approval as decided; ``step`` None means the open one.

        Raises AlreadyDecidedError, ContentChangedError, ReviewOverError, NotAnApproverError,
        ApprovalNotFoundError.
        """
        answer = DecisionRecord(
            decision=decision, decided_by=approver_id, decided_at=self._clock.now(), comment=comment
        )

        def plan(request: ContentRequest) -> Settlement:
            review = self._repository.review(organization_id, request_id)
            mine = _asked(review, approver_id)
            if review is None or mine is None:
                raise ApprovalNotFoundError("You are not asked to decide on this request.")
            self._check(request, review, mine, content_version, step)
            self._check_member(organization_id, approver_id)
            return self._decided(request, review, mine, answer, via)

        settlement = settle(self._requests, self._repository, organization_id, request_id, plan)
        if settlement is None:
            raise ApprovalNotFoundError("You are not asked to decide on this request.")
        return settlement.approvals[0]

    def _check(
        self, request: ContentRequest, review: Review, mine: Approval, content_version: int, step: int | None
    ) -> None:
        if step is not None and step != review.step.number:
            raise ReviewOverError(
                "This request has moved on since you were asked; there is a newer question."
            )
        if review.step.status is ApprovalStatus.DECIDED:
            recorded = next(one for one in review.approvals if one.status is ApprovalStatus.DECIDED)
            answer = recorded.decision.value.replace("_", " ") if recorded.decision else "decided"
            raise AlreadyDecidedError(f"The request was already decided: {answer}.", recorded)
        if content_version != mine.content_version or content_version != request.content_version:
            raise ContentChangedError("The content has changed since you looked at it; open it again.")
        if review.step.status is ApprovalStatus.EXPIRED or self._clock.now() >= review.step.due_at:
            raise ReviewOverError("The time for this decision is over.")
        if review.step.status is not ApprovalStatus.OPEN or request.status is not RequestStatus.IN_REVIEW:
            raise ReviewOverError(f"The request is {words(request.status)}; there is nothing to decide.")

    def _check_member(self, organization_id: str, approver_id: str) -> None:
        person = self._members.person(organization_id, approver_id)
        if person is None or not person.may_decide:
            raise NotAnApproverError("You may no longer decide on requests of this organization.")

    def _decided(
        self, request: ContentRequest, review: Review, mine: Approval, answer: DecisionRecord, via: str
    ) -> Settlement:
        others = [one for one in review.approvals if one.id != mine.id]
        decided = mine.model_copy(
            update={
                **dict(answer),
                "status": ApprovalStatus.DECIDED,
                "decided_via": via,
                "version": mine.version + 1,
            }
        )
        step = next_step(
            review.step,
            status=ApprovalStatus.DECIDED,
            decision=answer.decision,
            wake_at=answer.decided_at + RESUME_GRACE,
        )
        approvals = [decided, *closed(others, ApprovalStatus.SUPERSEDED)]
        return Settlement(step, approvals, self._change(request, decided, answer))

    def _change(self, request: ContentRequest, decided: Approval, answer: DecisionRecord) -> Change:
        payload = {
            "step": decided.step,
            "approval": decided.id,
            "decision": answer.decision.value,
            "decided_by": answer.decided_by,
            "content_version": decided.content_version,
            "via": decided.decided_via,
        }
        return self._steps.step(
            request,
            "ApprovalDecided",
            payload,
            actor=answer.decided_by,
            status=RequestStatus(answer.decision.value),
            decision=answer,
        )


def _asked(review: Review | None, approver_id: str) -> Approval | None:
    if review is None:
        return None
    return next((one for one in review.approvals if one.approver_id == approver_id), None)
