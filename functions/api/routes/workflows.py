"""Approval workflows: who is asked in which order, how many must agree, and what time does."""

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    Limit,
    PathId,
    access,
    created,
    expected_version,
    page,
    versioned,
)
from onbrand.approval import ApprovalWorkflow, WorkflowDesign
from onbrand.bootstrap.approval import workflow_service
from onbrand.kernel.values import Value

router = Router()
TAGS = ["approvals"]


class WorkflowPage(Value):
    """Some approval workflows."""

    items: tuple[ApprovalWorkflow, ...]
    next_cursor: str | None


@router.post(
    "/v1/workflows",
    tags=TAGS,
    operation_id="createWorkflow",
    summary="Make an approval workflow",
    status_code=201,
)
def create(design: WorkflowDesign) -> Response[ApprovalWorkflow]:
    """For a brand (`brand_id`), for a template (`template_id`), only for requests that name it (`named`), or else the
    organization's default. Problems name the step that is wrong."""
    workflow = workflow_service().create(access(router), design)
    return created(workflow, f"/v1/workflows/{workflow.id}", workflow.version)


@router.get("/v1/workflows", tags=TAGS, operation_id="listWorkflows", summary="Approval workflows")
def list_workflows(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> WorkflowPage:
    """Oldest first."""
    who = access(router)
    return page(
        WorkflowPage, who, "workflows", cursor, lambda start: workflow_service().list(who, limit, start)
    )


@router.get(
    "/v1/workflows/<workflow_id>", tags=TAGS, operation_id="getWorkflow", summary="An approval workflow"
)
def get(workflow_id: PathId) -> Response[ApprovalWorkflow]:
    """Its current version, which is also the `ETag`."""
    workflow = workflow_service().get(access(router), workflow_id)
    return versioned(workflow, workflow.version)


@router.put(
    "/v1/workflows/<workflow_id>", tags=TAGS, operation_id="changeWorkflow", summary="Make a new version"
)
def change(
    workflow_id: PathId, design: WorkflowDesign, if_match: IfMatch = None
) -> Response[ApprovalWorkflow]:
    """`If-Match` names the version that you change."""
    version = expected_version(if_match)
    workflow = workflow_service().change(access(router), workflow_id, design, version)
    return versioned(workflow, workflow.version)


@router.delete(
    "/v1/workflows/<workflow_id>",
    tags=TAGS,
    operation_id="removeWorkflow",
    summary="Take a workflow out of use",
    status_code=204,
)
def remove(workflow_id: PathId, if_match: IfMatch = None) -> Response[None]:
    """`If-Match` names its current version. Reviews that have begun go on by it; its versions stay."""
    workflow_service().remove(access(router), workflow_id, expected_version(if_match))
    return Response(204)
