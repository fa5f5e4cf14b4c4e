"""Messages from events to the inbox: what the queues between the functions do."""

from collections.abc import Sequence
from typing import Any

from functions.notify.handler import handler as notify
from functions.send_message.handler import handler as send
from onbrand.bootstrap.parts import Parts
from onbrand.kernel.events import Event
from tests.support.http import Context
from tests.support.records import queue_batch


def tell(parts: Parts, events: Sequence[Event]) -> dict[str, Any]:
    """The bus brings events; what they ask for is sent. What the first function answered."""
    answer = notify(queue_batch(list(events)), Context())
    send_waiting(parts)
    return answer


def send_waiting(parts: Parts) -> list[str]:
    """The sender takes its jobs one by one; those that it did not do."""
    waiting: list[str] = parts.work.waiting  # type: ignore[attr-defined]
    jobs = [job for job in waiting if "delivery_id" in job]
    waiting[:] = [job for job in waiting if job not in jobs]
    failed: list[str] = []
    for job in jobs:
        record = {"messageId": "m1", "body": job, "eventSource": "aws:sqs"}
        failed += [job for _ in send({"Records": [record]}, Context())["batchItemFailures"]]
    return failed
