"""Door of the queue with decisions: the waiting execution goes on."""

from onbrand.bootstrap.approval import approval_service
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Resumes the execution that waits for this decision."""
    approval_service().resume(event)
