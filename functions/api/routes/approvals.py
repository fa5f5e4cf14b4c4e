"""What waits for the caller's decision, and everything that can be done with a review."""

from typing import Annotated

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import Router
from pydantic import AwareDatetime, Field

from functions.api.calls import DEFAULT_LIMIT, Cursor, Limit, PathId, access, created, page
from functions.api.reviews import ReviewHistoryView, ReviewView
from functions.api.views import RequestView
from onbrand.approval.comments import MAX_COMMENTS, NewComment, ReviewComment
from onbrand.approval.design import UserId
from onbrand.approval.model import Approval, Comment, Placement
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import content_service, revisions
from onbrand.content import Decision, Revision
from onbrand.identity import Permission
from onbrand.kernel.values import Value

router = Router()
TAGS = ["approvals"]
StepNumber = Annotated[int | None, Query(ge=1, description="A step by its number; without it the latest.")]


class ApprovalPage(Value):
    """Some approvals."""

    items: tuple[Approval, ...]
    next_cursor: str | None


class CommentPage(Value):
    """Some comments."""

    items: tuple[ReviewComment, ...]
    next_cursor: str | None


class NewDecision(Value):
    """The answer; ``content_version`` is of the content that was looked at and ``step`` the one that was asked, as the
    approval names them. ``sent_back``: changes are wanted for these placements only, the others are good."""

    decision: Decision
    content_version: int
    step: int | None = None
    comment: Comment | None = None
    sent_back: tuple[Placement, ...] = Field(default=(), max_length=100)
    comments: tuple[NewComment, ...] = Field(default=(), max_length=MAX_COMMENTS)


class NewDelegation(Value):
    """Who is to decide instead, this once."""

    to: UserId
    step: int | None = None


class Reason(Value):
    """Why, in a sentence for the others."""

    reason: Comment | None = None


class Publication(Value):
    """When the content is to go out; null: not planned."""

    publish_at: AwareDatetime | None


@router.get("/v1/approvals", tags=TAGS, operation_id="listMyApprovals", summary="What waits for you")
def list_mine(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> ApprovalPage:
    """The most urgent first."""
    who = access(router)
    return page(
        ApprovalPage,
        who,
        f"approvals/{who.user_id}",
        cursor,
        lambda start: approval_service().mine(who, limit, start),
    )


@router.get(
    "/v1/approvals/<request_id>", tags=TAGS, operation_id="getReview", summary="A review as it stands"
)
def get_review(request_id: PathId, step: StepNumber = None) -> ReviewView:
    """The step that is open, or the last one, with everybody who was asked."""
    who = access(router)
    return ReviewView.of_review(approval_service().review(who, request_id, step), who.user_id)


@router.get(
    "/v1/approvals/<request_id>/history",
    tags=TAGS,
    operation_id="getReviewHistory",
    summary="All that happened in review",
)
def history(request_id: PathId) -> ReviewHistoryView:
    """Every step, every answer, and the events between them; kept for ever."""
    return ReviewHistoryView.of(content_service().story(access(router), request_id))


@router.post(
    "/v1/approvals/<request_id>/decision", tags=TAGS, operation_id="decideApproval", summary="Decide"
)
def decide(request_id: PathId, new: NewDecision) -> Approval:
    """A rejection or a request for changes settles the step, an approval when as many agree as are needed. Who comes
    after that gets a conflict that names what counts."""
    who = access(router)
    who.require(Permission.DECIDE_APPROVAL)
    return approval_service().decide(
        who.organization_id,
        request_id,
        who.user_id,
        new.decision,
        new.comment,
        new.content_version,
        "api",
        new.step,
        new.sent_back,
        new.comments,
    )


@router.post(
    "/v1/approvals/<request_id>/delegation", tags=TAGS, operation_id="delegateApproval", summary="Hand on"
)
def delegate(request_id: PathId, new: NewDelegation) -> Approval:
    """Somebody else decides instead of you, this once; for a period, name a substitute. Answers with what that person is
    asked. Handing it back to you is allowed."""
    who = access(router)
    who.require(Permission.DECIDE_APPROVAL)
    return approval_service().delegate(who.organization_id, request_id, who.user_id, new.to, new.step)


@router.post(
    "/v1/approvals/<request_id>/hold", tags=TAGS, operation_id="holdReview", summary="Put a review on hold"
)
def hold(request_id: PathId, new: Reason) -> ReviewView:
    """Nobody can decide, and time stands still, until it is released. For whoever is asked or has asked for the content,
    and for who manages workflows."""
    who = access(router)
    return ReviewView.of_review(approval_service().hold(who, request_id, new.reason), who.user_id)


@router.post(
    "/v1/approvals/<request_id>/release", tags=TAGS, operation_id="releaseReview", summary="End a hold"
)
def release(request_id: PathId) -> ReviewView:
    """The step has its whole time again."""
    who = access(router)
    return ReviewView.of_review(approval_service().release(who, request_id), who.user_id)


@router.get("/v1/requests/<request_id>/comments", tags=TAGS, operation_id="listComments", summary="Comments")
def list_comments(request_id: PathId, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> CommentPage:
    """Oldest first."""
    who = access(router)
    return page(
        CommentPage,
        who,
        f"comments/{request_id}",
        cursor,
        lambda start: approval_service().comments(who, request_id, limit, start),
    )


@router.post(
    "/v1/requests/<request_id>/comments",
    tags=TAGS,
    operation_id="addComment",
    summary="Comment",
    status_code=201,
)
def comment(request_id: PathId, new: NewComment) -> Response[ReviewComment]:
    """On the whole, on a placement, on a point of its picture (shares from the top left), or on a finding."""
    said = approval_service().comment(access(router), request_id, new)
    return created(said, f"/v1/requests/{request_id}/comments")


@router.post(
    "/v1/requests/<request_id>/revision",
    tags=TAGS,
    operation_id="reviseRequest",
    summary="Make a new version",
    status_code=202,
)
def revise(request_id: PathId, revision: Revision) -> Response[RequestView]:
    """With the changes that were asked for, or of your own. Steps that were approved ask again where the workflow says
    so; a review that is open ends and begins anew. The picture is bought again only for new keywords. Where single formats
    were sent back only those are made anew: the others keep their files, with the texts that they have, unless the
    revision is for the `whole` or has new keywords."""
    request = revisions().revise(access(router), request_id, revision)
    return Response(
        202, "application/json", RequestView.of(request), headers={"Location": f"/v1/requests/{request.id}"}
    )


@router.post(
    "/v1/requests/<request_id>/withdrawal",
    tags=TAGS,
    operation_id="withdrawRequest",
    summary="Take a request out of review",
)
def withdraw(request_id: PathId, new: Reason) -> RequestView:
    """Nobody is asked any more; a revision asks again."""
    return RequestView.of(revisions().withdraw(access(router), request_id, new.reason))


@router.put(
    "/v1/requests/<request_id>/publication",
    tags=TAGS,
    operation_id="rescheduleRequest",
    summary="Plan the publication",
)
def reschedule(request_id: PathId, new: Publication) -> RequestView:
    """Approvals stay as they are. What is not approved by then expires and is not published."""
    return RequestView.of(revisions().reschedule(access(router), request_id, new.publish_at))
