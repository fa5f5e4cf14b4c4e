"""What can go wrong with a message."""

from onbrand.kernel.errors import Conflict, LimitExceeded, NotFound, Unavailable, Unprocessable
from onbrand.notify.delivery import Category


class DeliveryFailedError(Exception):
    """What all errors of channels have, beside their kind: ``category`` says what is done about it,
    ``may_have_arrived`` that the answer was lost."""

    detail: str
    category = Category.SYSTEM
    may_have_arrived = False


class ChannelBrokenError(DeliveryFailedError, Unprocessable):
    """Something of ours broke while a message was made or handed over."""


class MailRefusedError(DeliveryFailedError, Unprocessable):
    """The mail service will never send this mail to this address."""

    category = Category.ADAPTER


class NoAddressError(DeliveryFailedError, Unprocessable):
    """This is no address that mail can go to."""

    category = Category.VALIDATION


class MailBusyError(DeliveryFailedError, Unavailable):
    """The mail service took nothing: too many at once, or it is out of order; trying again may help."""

    category = Category.TRANSIENT


class MailUnavailableError(MailBusyError):
    """The mail service did not answer, so the mail may have gone out."""

    may_have_arrived = True


class MailMisconfiguredError(DeliveryFailedError, Unprocessable):
    """The mail service takes no mail of ours: the sender is not verified, or sending is paused."""

    category = Category.SYSTEM


class ChannelOffError(DeliveryFailedError, Unprocessable):
    """The channel is not configured here."""

    category = Category.SYSTEM


class DeliveryMovedError(Conflict):
    """The delivery has changed since it was read."""


class WishesMovedError(Conflict):
    """The preferences have changed since they were read."""


class AddressMovedError(Conflict):
    """What is known against an address has changed since it was read."""


class AddressNotFoundError(NotFound):
    """Nothing is known against such an address."""


class SwitchLinkError(NotFound):
    """This link switches nothing."""


class DeliveryNotFoundError(NotFound):
    """There is no such delivery."""


class NotDeadError(Conflict):
    """Only what failed for good can be driven again."""


class TooManyRedrivesError(LimitExceeded):
    """More deliveries were driven again than one minute allows."""
