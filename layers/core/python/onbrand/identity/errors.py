"""What goes wrong with people and organizations."""

from onbrand.kernel.errors import Conflict, Forbidden, Invalid, NotFound, PreconditionFailed, Unprocessable


class AddressUnverifiedError(Forbidden):
    """The person has not yet confirmed the address."""


class AddressTakenError(Conflict):
    """Another account has this address."""


class NotRegisteredError(Forbidden):
    """The person has signed in, but was never registered here."""


class OrganizationUnknownError(NotFound):
    """There is no such organization, or the person does not belong to it; the answer is the same."""


class OrganizationNeededError(Invalid):
    """The person belongs to none or several organizations and named none."""


class PermissionMissingError(Forbidden):
    """The person's role does not allow this."""


class SlugTakenError(Conflict):
    """Another organization has this short name."""


class MemberUnknownError(NotFound):
    """There is no such member."""


class AlreadyMemberError(Conflict):
    """The person already belongs to the organization."""


class AlreadyInvitedError(Conflict):
    """The address is already invited."""


class InvitationUnknownError(NotFound):
    """There is no such invitation."""


class OwnerInvitedError(Unprocessable):
    """Somebody without an account cannot be made an owner; the number of owners is kept exact."""


class LastOwnerError(Conflict):
    """An organization keeps at least one owner."""


class MembershipMovedError(PreconditionFailed):
    """The membership or the organization has changed since it was read."""
