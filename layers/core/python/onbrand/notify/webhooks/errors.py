"""What can go wrong with webhooks."""

from onbrand.kernel.errors import (
    Conflict,
    Gone,
    Invalid,
    LimitExceeded,
    NotFound,
    PreconditionFailed,
    Unavailable,
)
from onbrand.notify.delivery import Category
from onbrand.notify.errors import DeliveryFailedError


class EndpointNotFoundError(NotFound):
    """There is no such webhook."""


class EndpointMovedError(PreconditionFailed):
    """The webhook has changed since it was read."""


class UnsafeEndpointError(Invalid):
    """The address is none that messages may be posted to."""


class TooManyEndpointsError(LimitExceeded):
    """The organization has as many webhooks as it may have."""


class EndpointOffError(Conflict):
    """The webhook is switched off, so nothing can be sent."""


class DeliveryInFlightError(Conflict):
    """The delivery is still being attempted."""


class EndpointRefusedError(DeliveryFailedError, Unavailable):
    """The receiver answered with something else than success, or not in time."""

    category = Category.TRANSIENT

    def __init__(self, detail: str, retry_after_s: int | None = None) -> None:
        super().__init__(detail)
        self.retry_after_s = retry_after_s


class EndpointGoneError(DeliveryFailedError, Gone):
    """The receiver answered 410: it never wants to be told again."""

    category = Category.ADAPTER


class EndpointUnsafeError(DeliveryFailedError, Invalid):
    """The name leads to an address that must not be called now; it may be a mistake of a moment."""

    category = Category.TRANSIENT
