"""What receivers are told: THE TABLE of types, and the body of a message. Thin and stable: ids and small facts;
whoever wants more asks the API. No person, no text of a person, no link."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from onbrand.kernel.events import Event
from onbrand.notify.contents import EventTold
from onbrand.notify.delivery import Delivery

TEST_EVENT = "WebhookTestRequested"
REDRIVE_EVENT = "WebhookRedriven"

ULID = {"type": "string", "examples": ["01K9W0M3S4T5V6W7X8Y9ZABCDE"]}
WHEN = {"type": ["string", "null"], "format": "date-time", "examples": ["2026-03-02T08:00:00+00:00"]}

FACTS: dict[str, dict[str, Any]] = {
    "status": {
        "type": ["string", "null"],
        "description": "The request's new status.",
        "examples": ["in_review"],
    },
    "attempt": {
        "type": ["integer", "null"],
        "description": "Counts the runs of the request.",
        "examples": [1],
    },
    "brand_id": {**ULID, "type": ["string", "null"], "description": "The brand."},
    "content_version": {
        "type": ["integer", "null"],
        "description": "Which version of the content is meant.",
        "examples": [1],
    },
    "edits": {"type": ["array", "null"], "items": {"type": "string"}, "examples": [["texts"]]},
    "publish_at": {**WHEN, "description": "When it is to be published."},
    "asset_id": {**ULID, "type": ["string", "null"], "description": "What was composed."},
    "placements": {
        "type": ["array", "null"],
        "items": {"type": "string"},
        "examples": [["instagram_square", "facebook_feed"]],
    },
    "placement": {"type": ["string", "null"], "examples": ["instagram_square"]},
    "score": {
        "type": ["number", "null"],
        "description": "The brand score, 0 to 1: that of the lowest variant.",
        "examples": [0.93],
    },
    "outcome": {"type": ["string", "null"], "examples": ["pass"]},
    "step": {"type": ["integer", "null"], "description": "Number of the review.", "examples": [1]},
    "position": {"type": ["integer", "null"], "description": "Which step of the workflow.", "examples": [1]},
    "of": {"type": ["integer", "null"], "description": "How many steps the workflow has.", "examples": [2]},
    "level": {"type": ["integer", "null"], "description": "Which escalation.", "examples": [1]},
    "due_at": {**WHEN, "description": "When an answer is due."},
    "decision": {"type": ["string", "null"], "examples": ["approved"]},
    "final": {
        "type": ["boolean", "null"],
        "description": "Whether the whole request is decided; null when no person was asked.",
        "examples": [True],
    },
    "packaged": {
        "type": ["boolean", "null"],
        "description": "Whether a package is there.",
        "examples": [True],
    },
    "error": {
        "type": ["string", "null"],
        "description": "Name of the error.",
        "examples": ["NoPictureError"],
    },
    "during": {
        "type": ["string", "null"],
        "description": "The status it failed in.",
        "examples": ["sourcing"],
    },
    "version": {"type": ["integer", "null"], "description": "The new version.", "examples": [3]},
    "webhook_id": {**ULID, "type": ["string", "null"], "description": "The webhook that is tried out."},
}
"""What a fact is, as JSON Schema. Each may be null: older events know less."""

COMMON: dict[str, dict[str, Any]] = {
    "organization_id": {**ULID, "description": "Whose it is."},
    "sequence": {
        "type": "integer",
        "description": "Grows with every event of the same thing: messages may come late, twice and in any order.",
        "examples": [4],
    },
}


@dataclass(frozen=True, slots=True)
class Told:
    """A type of message. ``subject``: the field that names the thing; ``facts``: names in ``FACTS``."""

    type: str
    summary: str
    subject: str
    facts: tuple[str, ...] = ()


_STATE = ("status", "attempt")

CATALOGUE: dict[str, Told] = {
    "RequestSubmitted": Told(
        "request.submitted", "Content was asked for.", "request_id", (*_STATE, "brand_id")
    ),
    "RequestRevised": Told(
        "request.revised", "The content was changed.", "request_id", (*_STATE, "content_version", "edits")
    ),
    "RequestRetried": Told("request.retried", "A failed request runs again.", "request_id", _STATE),
    "RequestRescheduled": Told(
        "request.rescheduled", "Its publication was moved.", "request_id", (*_STATE, "publish_at")
    ),
    "RequestCancelled": Told("request.cancelled", "It was called off.", "request_id", _STATE),
    "RequestWithdrawn": Told("request.withdrawn", "It was taken back from its review.", "request_id", _STATE),
    "VariantsRendered": Told(
        "request.rendered",
        "Every placement is drawn and scored.",
        "request_id",
        (*_STATE, "asset_id", "placements", "score", "outcome"),
    ),
    "RequestFinalized": Told(
        "request.finalized",
        "It has ended; `status` says how.",
        "request_id",
        (*_STATE, "packaged", "content_version"),
    ),
    "RequestFailed": Told(
        "request.failed", "It could not be finished.", "request_id", (*_STATE, "error", "during")
    ),
    "AssetDownloaded": Told("asset.downloaded", "A finished file was fetched.", "request_id", ("placement",)),
    "ApprovalOpened": Told(
        "approval.opened",
        "People are asked to decide.",
        "request_id",
        ("step", "position", "of", "due_at", "content_version", "score", "outcome"),
    ),
    "ApprovalEscalated": Told(
        "approval.escalated",
        "More people are asked, because nobody answered in time.",
        "request_id",
        ("step", "level", "due_at", "content_version"),
    ),
    "ApprovalDecided": Told(
        "approval.decided",
        "A review is decided.",
        "request_id",
        ("step", "position", "of", "final", "decision", "content_version"),
    ),
    "ApprovalExpired": Told(
        "approval.expired", "Nobody decided in time.", "request_id", ("step", "content_version")
    ),
    "BrandCreated": Told("brand.created", "A brand was made.", "brand_id", ("version",)),
    "BrandUpdated": Told("brand.updated", "A brand has a new version.", "brand_id", ("version",)),
    "TemplatePublished": Told(
        "template.published", "A template may be used.", "template_id", ("version", "brand_id")
    ),
    TEST_EVENT: Told("webhook.test", "Somebody tries the webhook out.", "test_id", ("webhook_id",)),
}
"""By the type of our event."""

CHOICES = tuple(told.type for event, told in CATALOGUE.items() if event != TEST_EVENT)
"""What an endpoint may ask for."""


def body_of(event: Event) -> str:
    """The body, the same for every endpoint and attempt. Raises KeyError for an event that nobody is told of."""
    told = CATALOGUE[event.type]
    data = {
        "organization_id": event.organization_id,
        told.subject: event.aggregate_id,
        "sequence": event.sequence,
        **{name: event.payload.get(name) for name in told.facts},
    }
    message = {"type": told.type, "timestamp": event.occurred_at.isoformat(), "data": data}
    return json.dumps(message, ensure_ascii=False, separators=(",", ":"))


def told_by(delivery: Delivery) -> dict[str, Any]:
    """The body that a delivery carries, as a document."""
    if not isinstance(delivery.content, EventTold):
        raise TypeError("this delivery carries no event")
    body: dict[str, Any] = json.loads(body_of(delivery.content.event))
    return body


def schema_of(told: Told) -> dict[str, Any]:
    """JSON Schema of the body, with an example."""
    fields: dict[str, Mapping[str, Any]] = {
        "organization_id": COMMON["organization_id"],
        told.subject: ULID,
        "sequence": COMMON["sequence"],
        **{name: FACTS[name] for name in told.facts},
    }
    when = "2026-03-02T08:00:00+00:00"
    example = {name: field["examples"][0] for name, field in fields.items()}
    return {
        "type": "object",
        "required": ["type", "timestamp", "data"],
        "properties": {
            "type": {"const": told.type},
            "timestamp": {"type": "string", "format": "date-time", "description": "When it happened."},
            "data": {"type": "object", "required": list(fields), "properties": fields},
        },
        "examples": [{"type": told.type, "timestamp": when, "data": example}],
    }
