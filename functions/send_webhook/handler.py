"""Door of the queue with deliveries to be posted."""

from typing import Any

from onbrand.bootstrap.webhooks import sending
from onbrand.entry.batch import worker
from onbrand.notify.webhooks import WebhookJob


@worker(WebhookJob)
def handler(job: WebhookJob) -> dict[str, Any]:
    """Attempts the delivery, if it is its time."""
    return {"status": sending().attempt(job)}
