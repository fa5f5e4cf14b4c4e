"""Which workflow a request goes by, and the facts that its conditions are about."""

from onbrand.approval.design import ApprovalWorkflow
from onbrand.approval.planning import Facts
from onbrand.approval.ports import Members, Templates, WorkflowRepository
from onbrand.content.model import ContentRequest
from onbrand.kernel.errors import NotFound


class Choosing:
    """Reads workflows, templates and members."""

    def __init__(self, workflows: WorkflowRepository, members: Members, templates: Templates) -> None:
        self._workflows = workflows
        self._members = members
        self._templates = templates

    def workflow(self, request: ContentRequest) -> ApprovalWorkflow | None:
        """The request's workflow, else the template's, else the brand's, else the organization's default."""
        if request.workflow_id is not None:
            named = self._workflows.workflow(request.organization_id, request.workflow_id)
            if named is not None:
                return named
        template_id = request.pinned.template_id if request.pinned else request.template_id
        return self._workflows.workflow_for(request.organization_id, request.brand_id, template_id)

    def pinned(
        self, request: ContentRequest, workflow_id: str | None, version: int | None
    ) -> ApprovalWorkflow | None:
        """The version that a review goes by once it has begun."""
        if workflow_id is None:
            return None
        return self._workflows.workflow(request.organization_id, workflow_id, version)

    def facts(self, request: ContentRequest) -> Facts:
        """What is so at this moment."""
        requester = self._members.person(request.organization_id, request.created_by)
        return Facts(
            requester_role=requester.role if requester else None, template_locked=self._is_locked(request)
        )

    def _is_locked(self, request: ContentRequest) -> bool:
        if request.pinned is None:
            return False
        pinned = request.pinned
        try:
            template = self._templates.template(
                request.organization_id, pinned.template_id, pinned.template_version
            )
        except NotFound:
            return False
        return not template.design.slots
