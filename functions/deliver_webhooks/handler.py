"""Door of the queue with events that receivers' servers are told of."""

from onbrand.bootstrap.webhooks import fan_out
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Writes a delivery for each webhook that wants this event, and hands them to the sender."""
    fan_out().handle(event)
