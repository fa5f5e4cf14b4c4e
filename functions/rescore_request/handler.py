"""Door of the queue with requests that have to be judged anew, one at a time."""

from onbrand.bootstrap.compliance import rescoring
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Judges the request by the present versions."""
    rescoring().rescore(event)
