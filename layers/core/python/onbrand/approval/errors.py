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


class FormTokenError(Invalid):
    """The form did not come from the page of this link."""
