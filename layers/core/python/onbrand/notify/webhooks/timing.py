"""When a message is attempted again: the schedule that the Standard Webhooks specification proposes."""

from datetime import datetime, timedelta

from onbrand.notify.errors import DeliveryFailedError
from onbrand.notify.webhooks.errors import EndpointGoneError, EndpointRefusedError

SCHEDULE = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
"""After the first attempt, which is made at once; each counts from the attempt before."""

LONGEST_WAIT = timedelta(hours=24)
"""However much more time a receiver asks for."""

FAILING_FOR = timedelta(days=5)
"""After this time without one success an endpoint is switched off."""


def wait_after(tries: int, error: DeliveryFailedError) -> timedelta | None:
    """The time until the next attempt after ``tries``; None: no more. A receiver may ask for more time, never for
    less."""
    if isinstance(error, EndpointGoneError) or not 1 <= tries <= len(SCHEDULE):
        return None
    planned = SCHEDULE[tries - 1]
    if isinstance(error, EndpointRefusedError) and error.retry_after_s is not None:
        asked = timedelta(seconds=min(error.retry_after_s, LONGEST_WAIT.total_seconds()))
        return max(planned, asked)
    return planned


def is_given_up(failing_since: datetime | None, now: datetime) -> bool:
    """Whether an endpoint has failed for too long."""
    return failing_since is not None and now - failing_since >= FAILING_FOR
