"""What can go wrong with a request; each message is a sentence for a marketer."""

from onbrand.kernel.errors import Conflict, NotFound, Unprocessable


class RequestNotFoundError(NotFound):
    """There is no such request in this organization."""


class UnknownReferenceError(Unprocessable):
    """The submission names a brand, template or approval workflow that is not there."""


class IdempotencyKeyReusedError(Unprocessable):
    """The key was used for another submission before."""


class TextsMismatchError(Unprocessable):
    """The brief does not fill the template's slots, or fills slots that it does not have."""


class NoTemplateError(Unprocessable):
    """No published template of the brand can be filled by the brief."""


class RequestMovedError(Conflict):
    """The request has changed since it was read."""


class StatusConflictError(Conflict):
    """A request in this status cannot be cancelled or retried."""


class RevisionMovedError(Conflict):
    """The content has a newer version than the one that was revised."""


class StaleAttemptError(Conflict):
    """A newer attempt has taken over; this one has nothing more to do."""


class RequestClosedError(Conflict):
    """The request was ended meanwhile; there is nothing more to do."""


class StageMissingError(Conflict):
    """The work of an earlier state is not there."""


class VariantNotFoundError(NotFound):
    """There is no file for this placement."""


class VerdictMissingError(NotFound):
    """The whole verdict is not stored any more, or is not the one that the record was written with."""


class ReportTooLargeError(Unprocessable):
    """The report's pictures are more than one answer can hold."""


class NoApproverError(Unprocessable):
    """A person must decide on the request, but there is nobody who may."""


class NothingToWaiveError(Unprocessable):
    """The pictures have no such finding."""


class WaiverEndsError(Unprocessable):
    """The waiver would be over already."""


class WaivedAlreadyError(Conflict):
    """The finding is waived already."""


class WaiverNotFoundError(NotFound):
    """The request has no such waiver."""
