"""Approval workflows in the table: the current one, each version, and which of them a brand has."""

from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, put_event, to_item
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
from onbrand.approval.errors import UnknownApproverError, WorkflowMovedError, WorkflowTakenError
from onbrand.approval.model import ApprovalWorkflow
from onbrand.kernel.errors import FieldError
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page

DEFAULT = "DEFAULT"
CHOSEN = "CHOSEN"


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
        return from_item(ApprovalWorkflow, item) if item else None

    def workflow_for(self, organization_id: str, brand_id: str) -> ApprovalWorkflow | None:
        """The brand's workflow, else the organization's default."""
        for name in (brand_id, None):
            item = self._table.get(_choice_key(organization_id, name))
            if item is not None:
                return self.workflow(organization_id, item["workflow_id"])
        return None

    def workflows(
        self, organization_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[ApprovalWorkflow]:
        """Current workflows, oldest first."""
        partition = keys.shape.organization_partition(organization_id)
        page = self._table.query(partition, sk_prefix=keys.approval.WORKFLOWS, limit=limit, start=start)
        return Page([from_item(ApprovalWorkflow, item) for item in page.items], page.next)

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
            if workflow.brand_id and failed.on(keys.brand.brand(organization_id, workflow.brand_id)):
                detail = "There is no such brand."
                raise UnknownApproverError(detail, [FieldError("/brand_id", detail, "unknown")]) from failed
            if failed.on(_choice_key(organization_id, workflow.brand_id)):
                whose = "The brand" if workflow.brand_id else "The organization"
                raise WorkflowTakenError(
                    f"{whose} already has an approval workflow; change that one."
                ) from failed
            raise WorkflowMovedError("The workflow has changed since it was read.") from failed


def _choice_key(organization_id: str, brand_id: str | None) -> Key:
    return Key(keys.shape.aggregate_partition(organization_id, "workflow", brand_id or DEFAULT), CHOSEN)


def _choice_writes(workflow: ApprovalWorkflow, before: ApprovalWorkflow | None) -> list[Write]:
    organization_id = workflow.organization_id
    writes: list[Write] = []
    if workflow.brand_id is not None:
        writes.append(Check(keys.brand.brand(organization_id, workflow.brand_id), Present()))
    if before is not None and before.brand_id == workflow.brand_id:
        return writes
    key = _choice_key(organization_id, workflow.brand_id)
    chosen = {"pk": key.pk, "sk": key.sk, "type": "workflow_choice", "workflow_id": workflow.id}
    writes.append(Put(chosen, Absent()))
    if before is not None:
        former = _choice_key(organization_id, before.brand_id)
        writes.append(Delete(former, AttributeIs("workflow_id", workflow.id)))
    return writes
