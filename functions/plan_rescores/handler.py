"""Door of the queue with new versions of profiles and templates, and other logos: what they concern is judged anew."""

from onbrand.bootstrap.content import rescore_planning
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Asks for every request that is not judged by the present versions to be so."""
    rescore_planning().after(event)
