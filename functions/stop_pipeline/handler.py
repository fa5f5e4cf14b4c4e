"""Door of the queue with cancelled requests: their executions end."""

from onbrand.bootstrap.content import pipeline_runs
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Stops the execution of the request."""
    pipeline_runs().stop(event)
