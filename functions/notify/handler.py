"""Door of the queue with events that ask for a mail."""

from onbrand.bootstrap.notify import notify_service
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Sends the mails of this event."""
    notify_service().handle(event)
