"""Door of the queue with events that ask for messages."""

from onbrand.bootstrap.notify import notify_service
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Writes the messages of this event down and hands each to the sender."""
    notify_service().handle(event)
