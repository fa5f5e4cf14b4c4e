"""The error tree. Every error of a room derives from one of the kinds below; the kind decides status and retry.

OnBrandError
 ├─ Invalid            400  the input is wrong as it stands; never retried
 ├─ Unauthenticated    401  who is calling is not known
 ├─ PaymentRequired    402  a budget or a plan does not cover it
 ├─ Forbidden          403  known, but not allowed
 ├─ NotFound           404  not there, or not there for this tenant
 ├─ Conflict           409  the state has moved on; read again
 ├─ Gone               410  was there, is over (expired or used links)
 ├─ PreconditionFailed 412  the version named is not the current one
 ├─ Unprocessable      422  well-formed, but means something that cannot be done
 ├─ LimitExceeded      429  too many; try later
 └─ Unavailable        503  a service we depend on does not answer; the only kind the pipeline retries
"""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class FieldError:
    """One wrong field: ``pointer`` is an RFC 6901 JSON pointer into the input, ``detail`` a sentence for a person."""

    pointer: str
    detail: str
    code: str = "invalid"


class OnBrandError(Exception):
    """Base of all errors that OnBrand raises on purpose; ``str(error)`` is a sentence a user may read."""

    def __init__(self, detail: str, errors: Sequence[FieldError] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.errors = tuple(errors)


class Invalid(OnBrandError):
    """The input is wrong as it stands."""


class Unauthenticated(OnBrandError):
    """The caller is not known."""


class PaymentRequired(OnBrandError):
    """A budget or plan does not cover the call."""


class Forbidden(OnBrandError):
    """The caller is known but may not do this."""


class NotFound(OnBrandError):
    """There is no such thing for this tenant."""


class Conflict(OnBrandError):
    """The state has moved on since it was read."""


class Gone(OnBrandError):
    """It existed and is over."""


class PreconditionFailed(OnBrandError):
    """The version that the caller expects is not the current one."""


class Unprocessable(OnBrandError):
    """The input is well-formed but cannot be done."""


class LimitExceeded(OnBrandError):
    """Too many calls or too large a size."""


class Unavailable(OnBrandError):
    """A service we depend on does not answer; trying again may help."""
