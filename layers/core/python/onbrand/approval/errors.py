"""What can go wrong with approvals; each message is a sentence for an approver."""

from onbrand.approval.model import Approval
from onbrand.kernel.errors import (
    Conflict,
    Forbidden,
    Gone,
    Invalid,
    NotFound,
    PreconditionFailed,
    Unprocessable,
)


class ApprovalNotFoundError(NotFound):
    """Nothing is asked of this person about this request."""


class WorkflowNotFoundError(NotFound):
    """There is no such approval workflow in this organization."""


class WorkflowMovedError(PreconditionFailed):
    """The approval workflow has changed since it was read."""


class WorkflowTakenError(Conflict):
    """The brand, or the organization, already has an approval workflow."""


class UnknownApproverError(Unprocessable):
    """The workflow names somebody who may not decide here, or a brand that is not there."""


class AlreadyDecidedError(Conflict):
    """The step was decided before; ``recorded`` is what counts."""

    def __init__(self, detail: str, recorded: Approval) -> None:
        super().__init__(detail)
        self.recorded = recorded


class HandedOnError(Gone):
    """The person has handed the question on."""


class OnHoldError(Conflict):
    """Nobody may decide while the review is on hold, or it is not on hold."""


class SentBackError(Unprocessable):
    """Formats are sent back that the request does not have, or together with another answer."""


class DelegationRefusedError(Unprocessable):
    """The person that a question is handed to may not take it."""


class TooManyApproversError(Unprocessable):
    """A step in which all must agree names more people than can be asked."""


class GroupNotFoundError(NotFound):
    """There is no such group of approvers in this organization."""


class GroupMovedError(PreconditionFailed):
    """The group has changed since it was read."""


class SubstituteNotFoundError(NotFound):
    """There is no such substitution."""


class SubstituteRefusedError(Unprocessable):
    """Nobody stands in for themselves, and only somebody who may decide stands in."""


class CalendarMovedError(PreconditionFailed):
    """The working time has changed since it was read."""


class ContentChangedError(Conflict):
    """What was looked at is not what would be decided on."""


class ReviewOverError(Gone):
    """The time is over, or the request was withdrawn."""


class NotAnApproverError(Forbidden):
    """The person may not decide any more."""


class LinkUnknownError(NotFound):
    """The link is not one that we made."""


class LinkExpiredError(Gone):
    """The link's time is over."""


class SignInRequiredError(Forbidden):
    """The workflow asks for more than holding a link."""


class FormTokenError(Invalid):
    """The form did not come from the page of this link."""
