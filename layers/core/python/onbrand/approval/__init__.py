"""Approval workflows, steps, decisions and the links that carry them."""

from onbrand.approval.absence import ApproverGroup, GroupDesign, NewSubstitute, Substitute
from onbrand.approval.arrangements import Arrangements
from onbrand.approval.comments import NewComment, Point, ReviewComment
from onbrand.approval.design import (
    ApprovalWorkflow,
    AutoApproval,
    Ending,
    Escalation,
    Rule,
    WorkflowDesign,
    WorkflowStep,
)
from onbrand.approval.errors import (
    AlreadyDecidedError,
    ApprovalNotFoundError,
    CalendarMovedError,
    ContentChangedError,
    DelegationRefusedError,
    FormTokenError,
    GroupMovedError,
    GroupNotFoundError,
    HandedOnError,
    LinkExpiredError,
    LinkUnknownError,
    NotAnApproverError,
    OnHoldError,
    ReviewOverError,
    SentBackError,
    SignInRequiredError,
    SubstituteNotFoundError,
    SubstituteRefusedError,
    TooManyApproversError,
    UnknownApproverError,
    WorkflowMovedError,
    WorkflowNotFoundError,
    WorkflowTakenError,
)
from onbrand.approval.links import ApprovalLinks, LinkClaims
from onbrand.approval.model import Answer, Approval, ApprovalStatus, Hold, Passed, Review, Step
from onbrand.approval.ports import Person
from onbrand.approval.reviews import RequestReviews
from onbrand.approval.service import ApprovalService
from onbrand.approval.sweeping import Settled
from onbrand.approval.workflows import Workflows
from onbrand.approval.worktime import WorkCalendar, WorkWeek

__all__ = [
    "AlreadyDecidedError",
    "Answer",
    "Approval",
    "ApprovalLinks",
    "ApprovalNotFoundError",
    "ApprovalService",
    "ApprovalStatus",
    "ApprovalWorkflow",
    "ApproverGroup",
    "Arrangements",
    "AutoApproval",
    "CalendarMovedError",
    "ContentChangedError",
    "DelegationRefusedError",
    "Ending",
    "Escalation",
    "FormTokenError",
    "GroupDesign",
    "GroupMovedError",
    "GroupNotFoundError",
    "HandedOnError",
    "Hold",
    "LinkClaims",
    "LinkExpiredError",
    "LinkUnknownError",
    "NewComment",
    "NewSubstitute",
    "NotAnApproverError",
    "OnHoldError",
    "Passed",
    "Person",
    "Point",
    "RequestReviews",
    "Review",
    "ReviewComment",
    "ReviewOverError",
    "Rule",
    "SentBackError",
    "Settled",
    "SignInRequiredError",
    "Step",
    "Substitute",
    "SubstituteNotFoundError",
    "SubstituteRefusedError",
    "TooManyApproversError",
    "UnknownApproverError",
    "WorkCalendar",
    "WorkWeek",
    "WorkflowDesign",
    "WorkflowMovedError",
    "WorkflowNotFoundError",
    "WorkflowStep",
    "WorkflowTakenError",
    "Workflows",
]
