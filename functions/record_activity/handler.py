"""Door of the queue with every event: the organization's activity log."""

from onbrand.bootstrap.audit import audit_service
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Writes the event into the activity log."""
    audit_service().record(event)
