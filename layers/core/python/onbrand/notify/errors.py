"""What can go wrong with a message."""

from onbrand.kernel.errors import Conflict, LimitExceeded, NotFound, OnBrandError, Unavailable, Unprocessable
from onbrand.notify.delivery import Category


class DeliveryFailedError(OnBrandError):
    """A channel could not deliver; ``category`` says what is done about it."""

    category = Category.SYSTEM


class MailRefusedError(DeliveryFailedError, Unprocessable):
    """The mail service will never send this mail to this address."""

    category = Category.ADAPTER


class NoAddressError(DeliveryFailedError, Unprocessable):
    """This is no address that mail can go to."""

    category = Category.VALIDATION


class MailUnavailableError(DeliveryFailedError, Unavailable):
    """The mail service does not answer at the moment; trying again may help."""

    category = Category.TRANSIENT


class MailMisconfiguredError(DeliveryFailedError, Unprocessable):
    """The mail service takes no mail of ours: the sender is not verified, or sending is paused."""

    category = Category.SYSTEM


class ChannelOffError(DeliveryFailedError, Unprocessable):
    """The channel is not configured here."""

    category = Category.SYSTEM


class DeliveryMovedError(Conflict):
    """The delivery has changed since it was read."""


class DeliveryNotFoundError(NotFound):
    """There is no such delivery."""


class NotDeadError(Conflict):
    """Only what failed for good can be driven again."""


class TooManyRedrivesError(LimitExceeded):
    """More deliveries were driven again than one minute allows."""
