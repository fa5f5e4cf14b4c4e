"""Records that the first version of approvals has written: one step, settled by the first answer, hours by the clock."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.approval import TableApprovals
from onbrand.adapters.dynamodb.table import Absent, Key, Put, Table
from onbrand.adapters.dynamodb.workflows import TableWorkflows
from onbrand.approval import ApprovalStatus, AutoApproval, WorkflowStep
from onbrand.approval.moves import next_step
from onbrand.approval.ports import Settlement
from onbrand.identity import Role
from onbrand.kernel.events import Event
from tests.support.table import table

__all__ = ["table"]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
WORKFLOW = "01JZ000000000000000000000W"
BRAND = "01JZ000000000000000000000B"


def put(table: Table, key: Key, type_: str, data: dict[str, Any], **attributes: Any) -> None:
    table.write(Put({"pk": key.pk, "sk": key.sk, "type": type_, "data": data, **attributes}, Absent()))


def former_workflow(**more: Any) -> dict[str, Any]:
    return {
        "name": "Brand review",
        "brand_id": BRAND,
        "steps": [{"approvers": ["brand_manager", "tom"], "due_hours": 72}],
        "auto_approve": False,
        "allow_requester": False,
        "id": WORKFLOW,
        "organization_id": "org",
        "version": 1,
        "created_at": "2025-06-02T08:00:00Z",
        "created_by": "boss",
    } | more


def written(table: Table, data: dict[str, Any]) -> TableWorkflows:
    put(table, keys.brand.brand("org", BRAND), "brand", {})
    put(table, keys.approval.workflow("org", WORKFLOW), "workflow", data, version=1)
    put(table, keys.approval.workflow_version("org", WORKFLOW, 1), "workflow_version", data)
    choice = keys.approval.workflow_choice("org", BRAND)
    chosen = {"pk": choice.pk, "sk": choice.sk, "type": "workflow_choice", "workflow_id": WORKFLOW}
    table.write(Put(chosen, Absent()))
    return TableWorkflows(table)


def test_a_former_workflow_is_read_as_its_one_step_wherever_it_is_asked_for(table: Table) -> None:
    repository = written(table, former_workflow())
    found = repository.workflow("org", WORKFLOW)
    assert found is not None
    assert found.steps == (WorkflowStep(approvers=(Role.BRAND_MANAGER, "tom"), due_hours=24),)
    assert found == repository.workflow("org", WORKFLOW, 1) == repository.workflow_for("org", BRAND, None)
    assert repository.workflows("org", 10, None).items == [found]


@pytest.mark.parametrize(("clock", "working"), [(1, 1), (24, 8), (25, 9), (8760, 2000)])
def test_a_day_by_the_clock_is_a_working_day(table: Table, clock: int, working: int) -> None:
    steps = [{"approvers": ["tom"], "due_hours": clock}]
    found = written(table, former_workflow(steps=steps)).workflow("org", WORKFLOW)
    assert found is not None
    assert found.steps[0].due_hours == working


def test_what_passed_alone_and_who_might_approve_stay_as_they_were(table: Table) -> None:
    data = former_workflow(auto_approve=True, allow_requester=True)
    found = written(table, data).workflow("org", WORKFLOW)
    assert found is not None
    assert (found.steps[0].auto_approve, found.steps[0].requester_may_approve) == (AutoApproval(), True)


def test_the_next_version_of_a_former_workflow_is_written_in_todays_shape(table: Table) -> None:
    repository = written(table, former_workflow())
    before = repository.workflow("org", WORKFLOW)
    assert before is not None
    after = before.model_copy(update={"version": 2, "name": "Review"})
    event = Event(
        id="event",
        type="WorkflowChanged",
        organization_id="org",
        aggregate="workflow",
        aggregate_id=WORKFLOW,
        sequence=2,
        occurred_at=NOW,
        actor="boss",
        payload={},
    )
    repository.put_workflow(after, before, event)
    assert repository.workflow("org", WORKFLOW) == after
    item = table.get(keys.approval.workflow("org", WORKFLOW))
    assert item is not None
    assert "auto_approve" not in item["data"]
    assert repository.workflow("org", WORKFLOW, 1) == before


def test_a_former_open_step_is_found_when_due_and_can_be_settled(table: Table) -> None:
    due_at = NOW + timedelta(hours=72)
    data = {
        "organization_id": "org",
        "request_id": "request",
        "number": 1,
        "attempt": 1,
        "workflow_id": WORKFLOW,
        "workflow_version": 1,
        "approvers": ["tom", "nora"],
        "content_version": 1,
        "task_token": "token",
        "status": "open",
        "decision": None,
        "opened_at": NOW.isoformat(),
        "due_at": due_at.isoformat(),
        "wake_at": due_at.isoformat(),
        "resumed_at": None,
        "version": 1,
    }
    due = keys.shape.due("request.1", due_at)
    put(
        table, keys.approval.step("org", "request", 1), "step", data,
        version=1, gsi3pk=due.pk, gsi3sk=due.sk,
    )  # fmt: skip
    repository = TableApprovals(table)
    (step,) = repository.due(due_at)
    assert (step.design.approvers, step.needed, step.is_last) == (("tom", "nora"), 1, True)
    repository.save(Settlement(next_step(step, status=ApprovalStatus.DECIDED)))
    review = repository.review("org", "request")
    assert review is not None
    assert review.step.status == "decided"
