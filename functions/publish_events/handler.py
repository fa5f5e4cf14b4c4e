"""Door behind the table's stream: event items are handed on to the bus, in their order."""

from typing import Any

from onbrand.bootstrap.events import event_publisher
from onbrand.entry.batch import publish_stream


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Publishes the events of a batch; from the first one that the bus did not take, the stream tries
    again."""
    return publish_stream(event, context, event_publisher().publish)
