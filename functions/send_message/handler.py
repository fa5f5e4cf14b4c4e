"""Door of the queue with messages to be sent."""

from typing import Any

from onbrand.bootstrap.notify import deliveries
from onbrand.entry.batch import worker
from onbrand.entry.observability import logger
from onbrand.notify import MESSAGE_FAILED, MessageJob, Status


@worker(MessageJob)
def handler(job: MessageJob) -> dict[str, Any]:
    """Sends the message, if it is its time; what failed for good waits as a dead letter."""
    after = deliveries().attempt(job)
    if after is not None and after.status is Status.DEAD:
        failure = after.failures[-1]
        logger().error(
            MESSAGE_FAILED, why=failure.detail, delivery=after.id, kind=after.kind, category=failure.category
        )
    return {"status": after.status if after else None}
