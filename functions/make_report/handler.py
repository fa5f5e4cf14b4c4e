"""Door of the queue with reports that were ordered."""

from onbrand.bootstrap.analytics import report_maker
from onbrand.entry.batch import consumer
from onbrand.kernel.events import Event


@consumer
def handler(event: Event) -> None:
    """Makes the report; its mails follow from its end."""
    report_maker().make(event.organization_id, event.aggregate_id)
