"""What managers do with approval workflows: write, read, list. Every write is a new version with its
event."""

from typing import Any

from onbrand.approval.errors import UnknownApproverError, WorkflowMovedError, WorkflowNotFoundError
from onbrand.approval.model import ApprovalWorkflow, WorkflowDesign
from onbrand.approval.ports import Members, WorkflowRepository
from onbrand.identity import Access, Permission, Role
from onbrand.identity.permissions import PERMISSIONS
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import FieldError
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page

AGGREGATE = "workflow"


class Workflows:
    """Approval workflows of an organization: at most one for each brand, and one default."""

    def __init__(self, repository: WorkflowRepository, members: Members, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._members = members
        self._clock = clock
        self._ids = ids

    def create(self, access: Access, design: WorkflowDesign) -> ApprovalWorkflow:
        """A new workflow. Raises WorkflowTakenError, UnknownApproverError."""
        access.require(Permission.MANAGE_WORKFLOW)
        return self._write(access, design, self._ids.new(), None)

    def change(
        self,
        access: Access,
        workflow_id: str,
        design: WorkflowDesign,
        expected_version: int | None = None,
    ) -> ApprovalWorkflow:
        """The next version. Raises WorkflowNotFoundError, WorkflowMovedError, WorkflowTakenError,
        UnknownApproverError."""
        access.require(Permission.MANAGE_WORKFLOW)
        before = self.get(access, workflow_id)
        if expected_version is not None and expected_version != before.version:
            raise WorkflowMovedError(f"The workflow is at version {before.version}, not {expected_version}.")
        return self._write(access, design, workflow_id, before)

    def get(self, access: Access, workflow_id: str, version: int | None = None) -> ApprovalWorkflow:
        """A version of a workflow. Raises WorkflowNotFoundError."""
        access.require(Permission.READ)
        workflow = self._repository.workflow(access.organization_id, workflow_id, version)
        if workflow is None:
            raise WorkflowNotFoundError("There is no such approval workflow.")
        return workflow

    def list(self, access: Access, limit: int, start: dict[str, Any] | None = None) -> Page[ApprovalWorkflow]:
        """The organization's workflows, oldest first."""
        access.require(Permission.READ)
        return self._repository.workflows(access.organization_id, limit, start)

    def _write(
        self, access: Access, design: WorkflowDesign, workflow_id: str, before: ApprovalWorkflow | None
    ) -> ApprovalWorkflow:
        self._check_approvers(access.organization_id, design)
        workflow = ApprovalWorkflow(
            **{name: getattr(design, name) for name in WorkflowDesign.model_fields},
            id=workflow_id,
            organization_id=access.organization_id,
            version=before.version + 1 if before else 1,
            created_at=self._clock.now(),
            created_by=access.user_id,
        )
        event = Event(
            id=self._ids.new(),
            type="WorkflowChanged" if before else "WorkflowCreated",
            organization_id=access.organization_id,
            aggregate=AGGREGATE,
            aggregate_id=workflow_id,
            sequence=workflow.version,
            occurred_at=workflow.created_at,
            actor=access.user_id,
            payload={"name": design.name, "version": workflow.version, "auto_approve": design.auto_approve},
        )
        self._repository.put_workflow(workflow, before, event)
        return workflow

    def _check_approvers(self, organization_id: str, design: WorkflowDesign) -> None:
        errors = []
        for number, step in enumerate(design.steps):
            for index, name in enumerate(step.approvers):
                if not self._may_decide(organization_id, name):
                    detail = f"{name} may not decide on approvals here"
                    errors.append(
                        FieldError(f"/steps/{number}/approvers/{index}", detail, "unknown_approver")
                    )
        if errors:
            listed = "; ".join(error.detail for error in errors)
            raise UnknownApproverError(f"The workflow asks people who cannot answer: {listed}.", errors)

    def _may_decide(self, organization_id: str, name: Role | str) -> bool:
        if isinstance(name, Role):
            return Permission.DECIDE_APPROVAL in PERMISSIONS[name]
        person = self._members.person(organization_id, name)
        return person is not None and person.may_decide
