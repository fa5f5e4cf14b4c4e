"""What managers do with approval workflows: write, read, list. Every write is a new version with its
event."""

from typing import Any

from onbrand.approval.design import BRAND_MANAGERS, GROUP, ApprovalWorkflow, WorkflowDesign
from onbrand.approval.errors import UnknownApproverError, WorkflowMovedError, WorkflowNotFoundError
from onbrand.approval.ports import AbsenceRepository, Members, WorkflowRepository
from onbrand.identity import Access, Permission, Role
from onbrand.identity.permissions import PERMISSIONS
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import FieldError
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page

AGGREGATE = "workflow"


class Workflows:
    """Approval workflows of an organization: at most one for each template and each brand, one default, and any
    number that requests name."""

    def __init__(
        self,
        repository: WorkflowRepository,
        absence: AbsenceRepository,
        members: Members,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._absence = absence
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

    def remove(self, access: Access, workflow_id: str, expected_version: int) -> None:
        """Takes a workflow out of use; its versions stay for the reviews that went by them. Raises
        WorkflowNotFoundError, WorkflowMovedError."""
        access.require(Permission.MANAGE_WORKFLOW)
        before = self.get(access, workflow_id)
        if expected_version != before.version:
            raise WorkflowMovedError(f"The workflow is at version {before.version}, not {expected_version}.")
        event = self._event(access, "WorkflowRemoved", before, before.version + 1)
        self._repository.remove_workflow(before, event)

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
        type_ = "WorkflowChanged" if before else "WorkflowCreated"
        event = self._event(access, type_, workflow, workflow.version)
        self._repository.put_workflow(workflow, before, event)
        return workflow

    def _event(self, access: Access, type_: str, workflow: ApprovalWorkflow, sequence: int) -> Event:
        return Event(
            id=self._ids.new(),
            type=type_,
            organization_id=access.organization_id,
            aggregate=AGGREGATE,
            aggregate_id=workflow.id,
            sequence=sequence,
            occurred_at=self._clock.now(),
            actor=access.user_id,
            payload={"name": workflow.name, "version": workflow.version, "steps": len(workflow.steps)},
        )

    def _check_approvers(self, organization_id: str, design: WorkflowDesign) -> None:
        errors = []
        for number, step in enumerate(design.steps):
            named = [(f"/steps/{number}/approvers/{at}", name) for at, name in enumerate(step.approvers)]
            for level, escalation in enumerate(step.escalations):
                at = f"/steps/{number}/escalations/{level}/to"
                named += [(f"{at}/{index}", name) for index, name in enumerate(escalation.to)]
            for pointer, name in named:
                if not self._may_decide(organization_id, name):
                    detail = f"step {number + 1} “{step.name}”: {name} may not decide on approvals here"
                    errors.append(FieldError(pointer, detail, "unknown_approver"))
        if errors:
            listed = "; ".join(error.detail for error in errors)
            raise UnknownApproverError(f"The workflow asks people who cannot answer: {listed}.", errors)

    def _may_decide(self, organization_id: str, name: Role | str) -> bool:
        if isinstance(name, Role):
            return Permission.DECIDE_APPROVAL in PERMISSIONS[name]
        if name == BRAND_MANAGERS:
            return True
        if name.startswith(GROUP):
            return self._absence.group(organization_id, name.removeprefix(GROUP)) is not None
        person = self._members.person(organization_id, name)
        return person is not None and person.may_decide
