"""Approval workflows, steps, decisions and the links that carry them."""

from onbrand.approval.errors import (
    AlreadyDecidedError,
    ApprovalNotFoundError,
    ContentChangedError,
    FormTokenError,
    LinkExpiredError,
    LinkUnknownError,
    NotAnApproverError,
    ReviewOverError,
    UnknownApproverError,
    WorkflowMovedError,
    WorkflowNotFoundError,
    WorkflowTakenError,
)
from onbrand.approval.links import ApprovalLinks, LinkClaims
from onbrand.approval.model import (
    Approval,
    ApprovalStatus,
    ApprovalWorkflow,
    Step,
    WorkflowDesign,
    WorkflowStep,
)
from onbrand.approval.ports import Person
from onbrand.approval.reviews import RequestReviews
from onbrand.approval.service import ApprovalService
from onbrand.approval.workflows import Workflows

__all__ = [
    "AlreadyDecidedError",
    "Approval",
    "ApprovalLinks",
    "ApprovalNotFoundError",
    "ApprovalService",
    "ApprovalStatus",
    "ApprovalWorkflow",
    "ContentChangedError",
    "FormTokenError",
    "LinkClaims",
    "LinkExpiredError",
    "LinkUnknownError",
    "NotAnApproverError",
    "Person",
    "RequestReviews",
    "ReviewOverError",
    "Step",
    "UnknownApproverError",
    "WorkflowDesign",
    "WorkflowMovedError",
    "WorkflowNotFoundError",
    "WorkflowStep",
    "WorkflowTakenError",
    "Workflows",
]
