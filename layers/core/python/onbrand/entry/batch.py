"""Batches from queues and from the table's stream; what failed is named, so that only that comes again."""

import json
from collections.abc import Callable, Sequence
from functools import wraps
from typing import Any, TypeVar

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord
from pydantic import BaseModel, Field

from onbrand.adapters.dynamodb.codec import decode_item
from onbrand.adapters.dynamodb.items import from_item
from onbrand.entry.observability import begin, logger
from onbrand.kernel.events import Event

Document = dict[str, Any]
JobT = TypeVar("JobT", bound=BaseModel)


class Envelope(BaseModel):
    """What the bus puts into a queue; ``detail`` is our event."""

    source: str
    detail_type: str = Field(alias="detail-type")
    detail: Event


def consumer(handle: Callable[[Event], None]) -> Callable[[Document, Any], Document]:
    """Turns ``handle(event)`` into the handler of a queue behind the bus. A record that fails comes
    again, alone."""

    def one(record: SQSRecord) -> None:
        event = Envelope.model_validate(json.loads(record.body)).detail
        logger().append_keys(event_id=event.id, event_type=event.type, organization_id=event.organization_id)
        try:
            handle(event)
        except Exception:
            logger().exception("the event was not handled")
            raise

    @wraps(handle)
    def handler(event: Document, context: Any) -> Document:
        begin(context)
        # The queue decides how often a record comes again, even when every record of the batch failed.
        processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
        return dict(
            process_partial_response(event=event, record_handler=one, processor=processor, context=context)
        )

    return handler


def worker(
    model: type[JobT],
) -> Callable[[Callable[[JobT], Document | None]], Callable[[Document, Any], Document]]:
    """Turns ``work(job)`` into the handler of a queue that another function fills. A job that fails comes
    again, alone."""

    def decorate(work: Callable[[JobT], Document | None]) -> Callable[[Document, Any], Document]:
        def one(record: SQSRecord) -> None:
            job = model.model_validate_json(record.body)
            log = logger()
            try:
                log.info("done", **(work(job) or {}), **job.model_dump(mode="json"))
            except Exception:
                log.exception("the job was not done")
                raise

        @wraps(work)
        def handler(event: Document, context: Any) -> Document:
            begin(context)
            processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)
            return dict(
                process_partial_response(
                    event=event, record_handler=one, processor=processor, context=context
                )
            )

        return handler

    return decorate


def publish_stream(batch: Document, context: Any, publish: Callable[[Sequence[Event]], int]) -> Document:
    """Hands the events of a stream batch to ``publish``, which says how many it took from the front.

    The stream is read again from the first record named, so the order is kept and nothing is left out.
    """
    log = begin(context)
    records = batch["Records"]
    events = [from_item(Event, decode_item(record["dynamodb"]["NewImage"])) for record in records]
    taken = publish(events)
    log.info("published", taken=taken, of=len(events))
    if taken == len(events):
        return {"batchItemFailures": []}
    return {"batchItemFailures": [{"itemIdentifier": records[taken]["dynamodb"]["SequenceNumber"]}]}
