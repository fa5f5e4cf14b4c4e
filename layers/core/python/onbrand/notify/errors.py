"""What can go wrong with a mail."""

from onbrand.kernel.errors import Unavailable, Unprocessable


class MailRefusedError(Unprocessable):
    """The mail service will never send this mail: the address or the sender is refused."""


class MailUnavailableError(Unavailable):
    """The mail service does not answer at the moment; trying again may help."""
