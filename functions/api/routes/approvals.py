"""What waits for the caller's decision."""

from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import DEFAULT_LIMIT, Cursor, Limit, PathId, access, page
from onbrand.approval.model import Approval, Comment
from onbrand.bootstrap.approval import approval_service
from onbrand.content import Decision
from onbrand.identity import Permission
from onbrand.kernel.values import Value

router = Router()
TAGS = ["approvals"]


class ApprovalPage(Value):
    """Some approvals."""

    items: tuple[Approval, ...]
    next_cursor: str | None


class NewDecision(Value):
    """The answer; ``content_version`` is of the content that was looked at, as the approval names it."""

    decision: Decision
    content_version: int
    comment: Comment | None = None


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


@router.post(
    "/v1/approvals/<request_id>/decision", tags=TAGS, operation_id="decideApproval", summary="Decide"
)
def decide(request_id: PathId, new: NewDecision) -> Approval:
    """The first answer settles the step; a second one is a conflict that names what counts."""
    who = access(router)
    who.require(Permission.DECIDE_APPROVAL)
    return approval_service().decide(
        who.organization_id, request_id, who.user_id, new.decision, new.comment, new.content_version, "api"
    )
