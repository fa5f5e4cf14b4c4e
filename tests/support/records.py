"""Records of queues and of the stream, as Lambda gets them."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from onbrand.adapters.dynamodb.codec import encode_item
from onbrand.adapters.dynamodb.items import event_item
from onbrand.kernel.events import Event

ORGANIZATION = "01JZ0000000000000000000001"


def make_event(number: int = 1, type_: str = "RequestSubmitted", **changes: Any) -> Event:
    """An event of a request."""
    known = {
        "id": f"01JZ00000000000000000EV{number:03d}",
        "type": type_,
        "organization_id": ORGANIZATION,
        "aggregate": "request",
        "aggregate_id": "01JZ0000000000000000000REQ",
        "sequence": number,
        "occurred_at": datetime(2026, 1, 5, 9, 0, tzinfo=UTC),
        "actor": "user-anna",
        "payload": {},
    }
    return Event.model_validate({**known, **changes})


def queue_batch(events: Sequence[Event | str]) -> dict[str, Any]:
    """What SQS hands on of the bus; a text stands for a body that is none of ours."""
    return {"Records": [_message(number, event) for number, event in enumerate(events, 1)]}


def _message(number: int, event: Event | str) -> dict[str, Any]:
    body = event if isinstance(event, str) else json.dumps(bus_document(event))
    return {
        "messageId": f"m{number}",
        "receiptHandle": "r",
        "body": body,
        "attributes": {"ApproximateReceiveCount": "1"},
        "messageAttributes": {},
        "md5OfBody": "",
        "eventSource": "aws:sqs",
        "eventSourceARN": "arn:aws:sqs:eu-central-1:123456789012:queue",
        "awsRegion": "eu-central-1",
    }


def bus_document(event: Event) -> dict[str, Any]:
    """The event as EventBridge tells it."""
    return {
        "version": "0",
        "id": "22222222-2222-4333-8444-555555555555",
        "detail-type": event.type,
        "source": "onbrand",
        "account": "123456789012",
        "time": "2026-01-05T09:00:00Z",
        "region": "eu-central-1",
        "resources": [],
        "detail": event.model_dump(mode="json"),
    }


def stream_batch(events: Sequence[Event]) -> dict[str, Any]:
    """What the table's stream hands on of new event items."""
    return {
        "Records": [
            {
                "eventID": str(number),
                "eventName": "INSERT",
                "eventSource": "aws:dynamodb",
                "dynamodb": {
                    "Keys": {},
                    "NewImage": encode_item(event_item(event)),
                    "SequenceNumber": f"s{number}",
                    "StreamViewType": "NEW_AND_OLD_IMAGES",
                },
            }
            for number, event in enumerate(events, 1)
        ]
    }
