"""Approval records as earlier versions of the product wrote them, read as what they mean today.

Records are migrated when they are read and stay as they are until their next version is written. A shape is told by
fields that no later one has; each step of the way is one function.
"""

from collections.abc import Mapping
from typing import Any

from onbrand.adapters.dynamodb.table import Item
from onbrand.approval.design import ApprovalWorkflow
from onbrand.approval.model import Step

CLOCK_HOURS_A_WORKING_HOUR = 3
"""Due times were hours by the clock: a day of them is a working day of eight."""
MOST_HOURS = 2000
OF_ONE_STEP = ("auto_approve", "allow_requester")
"""Fields of workflows that had one step, which the first answer settled."""


def workflow_of(item: Item) -> ApprovalWorkflow:
    """A workflow, whenever it was written."""
    data = item["data"]
    if any(name in data for name in OF_ONE_STEP):
        data = _workflow_of_one_step(data)
    return ApprovalWorkflow.model_validate(data)


def step_of(item: Item) -> Step:
    """A step of a review, whenever it was opened."""
    data = item["data"]
    if "design" not in data:
        data = _step_without_design(data)
    return Step.model_validate(data)


def _workflow_of_one_step(data: Mapping[str, Any]) -> dict[str, Any]:
    kept = {name: value for name, value in data.items() if name not in OF_ONE_STEP}
    ways = {
        "requester_may_approve": data.get("allow_requester", False),
        "auto_approve": {"verdict": "pass"} if data.get("auto_approve") else None,
    }
    return {**kept, "steps": [{**_in_working_hours(step), **ways} for step in data["steps"]]}


def _in_working_hours(step: Mapping[str, Any]) -> dict[str, Any]:
    hours = -(-step["due_hours"] // CLOCK_HOURS_A_WORKING_HOUR)
    return {**step, "due_hours": min(hours, MOST_HOURS)}


def _step_without_design(data: Mapping[str, Any]) -> dict[str, Any]:
    """Its due time is a moment, so only who was asked is left to tell."""
    kept = {name: value for name, value in data.items() if name != "approvers"}
    return {**kept, "design": {"approvers": data["approvers"]}, "needed": 1}
