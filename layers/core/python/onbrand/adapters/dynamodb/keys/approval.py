"""Keys of approval workflows, of a request's steps and of what its approvers are asked."""

from datetime import datetime

from onbrand.adapters.dynamodb.keys.content import request_partition
from onbrand.adapters.dynamodb.keys.shape import aggregate_partition, moment, ordinal, organization_partition
from onbrand.adapters.dynamodb.table import Key


def workflow(organization_id: str, workflow_id: str) -> Key:
    """The current approval workflow. Prefix ``WORKFLOWS``."""
    return Key(organization_partition(organization_id), f"{WORKFLOWS}{workflow_id}")


WORKFLOWS = "WORKFLOW#"
DEFAULT = "DEFAULT"


def workflow_choice(organization_id: str, chosen_for: str | None) -> Key:
    """Which workflow a brand or a template has; None: the organization's default."""
    return Key(aggregate_partition(organization_id, "workflow", chosen_for or DEFAULT), "CHOSEN")


def workflow_version(organization_id: str, workflow_id: str, version: int) -> Key:
    """A version of the approval workflow; never changed."""
    return Key(aggregate_partition(organization_id, "workflow", workflow_id), f"V#{ordinal(version)}")


def step(organization_id: str, request_id: str, number: int) -> Key:
    """A step of the approval, with the task token. Prefix ``STEPS`` gives steps and approvers."""
    return Key(request_partition(organization_id, request_id), f"{STEPS}{ordinal(number)}")


STEPS = "STEP#"


def step_prefix(number: int) -> str:
    """Sort keys of one step with its approvers."""
    return f"{STEPS}{ordinal(number)}"


def comment(organization_id: str, request_id: str, comment_id: str) -> Key:
    """A comment on the request. Prefix ``COMMENTS``."""
    return Key(request_partition(organization_id, request_id), f"{COMMENTS}{comment_id}")


COMMENTS = "COMMENT#"


def substitute(organization_id: str, substitute_id: str) -> Key:
    """Who stands in for somebody. Prefix ``SUBSTITUTES``."""
    return Key(organization_partition(organization_id), f"{SUBSTITUTES}{substitute_id}")


SUBSTITUTES = "SUBSTITUTE#"


def group(organization_id: str, group_id: str) -> Key:
    """A group of approvers. Prefix ``GROUPS``."""
    return Key(organization_partition(organization_id), f"{GROUPS}{group_id}")


GROUPS = "APPROVERGROUP#"


def calendar(organization_id: str) -> Key:
    """The organization's working time."""
    return Key(organization_partition(organization_id), "WORKCALENDAR")


def approver(organization_id: str, request_id: str, number: int, user_id: str) -> Key:
    """What one approver of a step is asked."""
    return Key(request_partition(organization_id, request_id), f"{approvers_prefix(number)}{user_id}")


def approvers_prefix(number: int) -> str:
    """Sort keys of a step's approvers."""
    return f"{STEPS}{ordinal(number)}#APPROVER#"


def open_approval(organization_id: str, user_id: str, due_at: datetime, request_id: str) -> Key:
    """gsi2 of an approver's item while it is open: what waits for a person, the most urgent first."""
    return Key(open_approvals_partition(organization_id, user_id), f"{moment(due_at)}#{request_id}")


def open_approvals_partition(organization_id: str, user_id: str) -> str:
    """gsi2 partition of what waits for a person."""
    return f"ORG#{organization_id}#APPROVER#{user_id}"
