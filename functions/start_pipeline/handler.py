"""Door of the queue with submitted and retried requests: each starts its execution."""

from onbrand.bootstrap.content import pipeline_runs
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Starts the pipeline for the request."""
    pipeline_runs().start(event)
