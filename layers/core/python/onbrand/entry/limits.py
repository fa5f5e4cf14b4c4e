"""What an answer tells of the limits that its call was counted in.

The fields are those of draft-ietf-httpapi-ratelimit-headers: ``RateLimit-Policy`` with quota ``q`` and window ``w``,
``RateLimit`` with what is left ``r`` and the seconds ``t`` until it is whole again.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from onbrand.kernel.limits import Standing

_told: ContextVar[list[Standing]] = ContextVar("told")


CountPerson = Callable[[str], Standing]
"""Counts a call of a person; raises RateLimitedError."""


@contextmanager
def standings() -> Iterator[list[Standing]]:
    """Within it, what ``tell`` was told."""
    token = _told.set([])
    try:
        yield _told.get()
    finally:
        _told.reset(token)


def tell(standing: Standing) -> None:
    """Keeps a standing for the answer of the call that is served."""
    told = _told.get(None)
    if told is not None:
        told.append(standing)


def limit_headers(told: Sequence[Standing]) -> dict[str, str]:
    """The header fields; none when the call was not counted."""
    if not told:
        return {}
    policies = (f'"{one.policy}";q={one.window.calls};w={one.window.seconds}' for one in told)
    left = (f'"{one.policy}";r={one.remaining};t={one.resets_in_s}' for one in told)
    return {"RateLimit-Policy": ", ".join(policies), "RateLimit": ", ".join(left)}
