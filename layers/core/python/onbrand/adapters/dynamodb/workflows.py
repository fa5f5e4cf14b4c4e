"""Approval workflows in the table: the current one, each version, and which of them a brand has."""

from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.approval_shapes import workflow_of
from onbrand.adapters.dynamodb.items import put_event, to_item
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Check,
    Condition,
    ConditionFailed,
    Delete,
    Key,
    Present,
    Put,
    Table,
    VersionIs,
    Write,
)
from onbrand.approval.design import ApprovalWorkflow
from onbrand.approval.errors import UnknownApproverError, WorkflowMovedError, WorkflowTakenError
from onbrand.kernel.errors import FieldError
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


class TableWorkflows:
    """An ``approval.ports.WorkflowRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def workflow(
        self, organization_id: str, workflow_id: str, version: int | None = None
    ) -> ApprovalWorkflow | None:
        """A version of a workflow; the current one when none is named."""
        current = keys.approval.workflow(organization_id, workflow_id)
        key = (
            current
            if version is None
            else keys.approval.workflow_version(organization_id, workflow_id, version)
        )
        item = self._table.get(key)
        return workflow_of(item) if item else None

    def workflow_for(
        self, organization_id: str, brand_id: str, template_id: str | None
    ) -> ApprovalWorkflow | None:
        """The template's workflow, else the brand's, else the organization's default."""
        for name in (*([template_id] if template_id else []), brand_id, None):
            item = self._table.get(keys.approval.workflow_choice(organization_id, name))
            if item is not None:
                return self.workflow(organization_id, item["workflow_id"])
        return None

    def workflows(
        self, organization_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[ApprovalWorkflow]:
        """Current workflows, oldest first."""
        partition = keys.shape.organization_partition(organization_id)
        page = self._table.query(partition, sk_prefix=keys.approval.WORKFLOWS, limit=limit, start=start)
        return Page([workflow_of(item) for item in page.items], page.next)

    def put_workflow(self, workflow: ApprovalWorkflow, before: ApprovalWorkflow | None, event: Event) -> None:
        """Writes the next version. Raises WorkflowMovedError, WorkflowTakenError, UnknownApproverError."""
        organization_id = workflow.organization_id
        current = keys.approval.workflow(organization_id, workflow.id)
        version = keys.approval.workflow_version(organization_id, workflow.id, workflow.version)
        condition: Condition = Absent() if before is None else VersionIs(before.version)
        writes: list[Write] = [
            Put(to_item(current, "workflow", workflow, workflow.version), condition),
            Put(to_item(version, "workflow_version", workflow), Absent()),
            put_event(event),
            *_choice_writes(workflow, before),
        ]
        try:
            self._table.write(*writes)
        except ConditionFailed as failed:
            for field, reference in _references(workflow).items():
                if failed.on(reference):
                    detail = f"There is no such {field.removesuffix('_id')}."
                    errors = [FieldError(f"/{field}", detail, "unknown")]
                    raise UnknownApproverError(detail, errors) from failed
            if failed.on(keys.approval.workflow_choice(organization_id, _chosen_for(workflow))):
                whose = "The template" if workflow.template_id else "The brand"
                whose = whose if _chosen_for(workflow) else "The organization"
                raise WorkflowTakenError(
                    f"{whose} already has an approval workflow; change that one."
                ) from failed
            raise WorkflowMovedError("The workflow has changed since it was read.") from failed

    def remove_workflow(self, workflow: ApprovalWorkflow, event: Event) -> None:
        """Takes a workflow out of use. Raises WorkflowMovedError."""
        organization_id = workflow.organization_id
        key = keys.approval.workflow(organization_id, workflow.id)
        writes: list[Write] = [Delete(key, VersionIs(workflow.version)), put_event(event)]
        if not workflow.named:
            chosen = keys.approval.workflow_choice(organization_id, _chosen_for(workflow))
            writes.append(Delete(chosen, AttributeIs("workflow_id", workflow.id)))
        try:
            self._table.write(*writes)
        except ConditionFailed as failed:
            raise WorkflowMovedError("The workflow has changed since it was read.") from failed


def _chosen_for(workflow: ApprovalWorkflow) -> str | None:
    return workflow.template_id or workflow.brand_id


def _references(workflow: ApprovalWorkflow) -> dict[str, Key]:
    organization_id, found = workflow.organization_id, dict[str, Key]()
    if workflow.brand_id is not None:
        found["brand_id"] = keys.brand.brand(organization_id, workflow.brand_id)
    if workflow.template_id is not None:
        found["template_id"] = keys.brand.template(organization_id, workflow.template_id)
    return found


def _choice_writes(workflow: ApprovalWorkflow, before: ApprovalWorkflow | None) -> list[Write]:
    organization_id = workflow.organization_id
    writes: list[Write] = [Check(key, Present()) for key in _references(workflow).values()]
    places = [
        None if one is None or one.named else keys.approval.workflow_choice(organization_id, _chosen_for(one))
        for one in (workflow, before)
    ]
    new, former = places
    if new == former:
        return writes
    if new is not None:
        chosen = {"pk": new.pk, "sk": new.sk, "type": "workflow_choice", "workflow_id": workflow.id}
        writes.append(Put(chosen, Absent()))
    if former is not None:
        writes.append(Delete(former, AttributeIs("workflow_id", workflow.id)))
    return writes
