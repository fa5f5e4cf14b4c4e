"""Door of the queue with events that ask for a message."""

from onbrand.bootstrap.notify import notify_service
from onbrand.entry.batch import consumer
from onbrand.entry.observability import logger
from onbrand.kernel.events import Event
from onbrand.notify import Status


@consumer
def handler(event: Event) -> None:
    """Sends the messages of this event; what failed for good waits as a dead letter."""
    for one in notify_service().handle(event):
        if one.status is Status.DEAD:
            failure = one.failures[-1]
            logger().error(failure.detail, delivery=one.id, kind=one.kind, category=failure.category)
