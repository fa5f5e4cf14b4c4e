"""What people do with a review: answer, hand on, hold, release. Conditional, in one transaction with the request,
so that of simultaneous answers exactly those count that the rule needs."""

from collections.abc import Callable, Sequence

from onbrand.approval.answering import answered
from onbrand.approval.comments import NewComment, ReviewComment
from onbrand.approval.errors import ApprovalNotFoundError, DelegationRefusedError, NotAnApproverError
from onbrand.approval.handing import delegated
from onbrand.approval.links import UNREACHABLE, check_way
from onbrand.approval.model import Answer, Approval, Review
from onbrand.approval.moves import Move
from onbrand.approval.ports import AbsenceRepository, ApprovalRepository, Person, Requests, Settlement
from onbrand.approval.settling import settle, settlement
from onbrand.approval.staffing import Staffing
from onbrand.approval.timing import check_open, held, released
from onbrand.content.model import ContentRequest
from onbrand.content.transitions import Steps
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids


class Deciding:
    """Acts on the step that is open. An answer costs five calls of the table: the request, the step with its
    records, membership and person, and the transaction; again for each try that somebody else was faster in."""

    def __init__(
        self,
        repository: ApprovalRepository,
        requests: Requests,
        staffing: Staffing,
        absence: AbsenceRepository,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._requests = requests
        self._staffing = staffing
        self._absence = absence
        self._clock = clock
        self._ids = ids
        self._steps = Steps(clock, ids)

    def decide(
        self,
        organization_id: str,
        request_id: str,
        approver_id: str,
        answer: Answer,
        content_version: int,
        via: str,
        step: int | None,
        comments: Sequence[NewComment],
    ) -> Approval:
        """The person's record as decided. Raises what ``answered`` raises, SignInRequiredError, and
        NotAnApproverError."""

        def move(review: Review, request: ContentRequest) -> Move:
            check_way(review.step, via)
            made = answered(review, request, approver_id, answer, content_version, via, self._clock.now())
            self._decider(organization_id, approver_id)
            return made

        def said(request: ContentRequest) -> list[ReviewComment]:
            return [self._comment(request, approver_id, one) for one in comments]

        done = self._act(organization_id, request_id, move, step, said)
        return next(one for one in done.approvals if one.approver_id == approver_id)

    def delegate(
        self, organization_id: str, request_id: str, approver_id: str, to: str, via: str, step: int | None
    ) -> Approval:
        """The record of the person who is asked now. Raises DelegationRefusedError, and as ``decide``."""

        def move(review: Review, request: ContentRequest) -> Move:
            check_way(review.step, via)
            person = self._staffing.person(organization_id, to)
            if person is None:
                raise DelegationRefusedError("There is no such member to hand this to.")
            reason = via if via == UNREACHABLE else "person"
            made = delegated(review, request, approver_id, person, self._clock.now(), reason)
            self._decider(organization_id, approver_id)
            return made

        done = self._act(organization_id, request_id, move, step)
        return next(one for one in done.approvals if one.approver_id == to)

    def hold(self, access: Access, request_id: str, reason: str | None) -> None:
        """Raises ReviewOverError, OnHoldError, PermissionMissingError."""

        def move(review: Review | None, request: ContentRequest) -> Move:
            now = self._clock.now()
            found = check_open(review, request, now, on_hold=False)
            self._may_hold(access, found, request)
            return held(found, access.user_id, reason, now)

        self._act(access.organization_id, request_id, move)

    def release(self, access: Access, request_id: str) -> None:
        """Raises ReviewOverError, OnHoldError, PermissionMissingError."""

        def move(review: Review | None, request: ContentRequest) -> Move:
            now = self._clock.now()
            found = check_open(review, request, now, on_hold=True)
            self._may_hold(access, found, request)
            return released(found, access.user_id, self._absence.calendar(access.organization_id), now)

        self._act(access.organization_id, request_id, move)

    def comment(self, access: Access, request_id: str, new: NewComment) -> ReviewComment:
        """Writes a comment with its event; comments come before, between and after answers."""
        access.require(Permission.READ)
        written: list[ReviewComment] = []

        def plan(request: ContentRequest) -> Settlement | None:
            comment = self._comment(request, access.user_id, new)
            payload = {
                "comment": comment.id,
                "content_version": comment.content_version,
                "placement": comment.placement,
            }
            change = self._steps.step(request, "CommentAdded", payload, actor=access.user_id)
            written.append(comment)
            return Settlement(None, (), change, (comment,))

        settle(self._requests, self._repository, access.organization_id, request_id, plan)
        return written[-1]

    def _act(
        self,
        organization_id: str,
        request_id: str,
        move: Callable[[Review, ContentRequest], Move],
        number: int | None = None,
        said: Callable[[ContentRequest], Sequence[ReviewComment]] = lambda request: (),
    ) -> Settlement:
        def plan(request: ContentRequest) -> Settlement:
            review = self._repository.review(organization_id, request_id, number)
            if review is None:
                raise ApprovalNotFoundError("Nobody is asked to decide on this request.")
            made = move(review, request)
            return settlement(made, request, self._steps, self._clock.now(), said(request))

        done = settle(self._requests, self._repository, organization_id, request_id, plan)
        if done is None:
            raise ApprovalNotFoundError("Nobody is asked to decide on this request.")
        return done

    def _decider(self, organization_id: str, user_id: str) -> Person:
        person = self._staffing.person(organization_id, user_id)
        if person is None or not person.may_decide:
            raise NotAnApproverError("You may no longer decide on requests of this organization.")
        return person

    def _may_hold(self, access: Access, review: Review, request: ContentRequest) -> None:
        """Who is asked, who asked for the content, and who manages workflows."""
        is_asked = any(one.approver_id == access.user_id for one in review.open)
        if not is_asked and access.user_id != request.created_by:
            access.require(Permission.MANAGE_WORKFLOW)

    def _comment(self, request: ContentRequest, author_id: str, new: NewComment) -> ReviewComment:
        return ReviewComment(
            **new.model_dump(),
            id=self._ids.new(),
            organization_id=request.organization_id,
            request_id=request.id,
            author_id=author_id,
            content_version=request.content_version,
            created_at=self._clock.now(),
        )
