"""What webhooks carry, as the OpenAPI document's `webhooks` tell it."""

from typing import Any

from onbrand.notify.webhooks.catalogue import CATALOGUE, Told, schema_of

HEADERS = {
    "webhook-id": "The same for every attempt at a message and for every webhook told of it; take each once.",
    "webhook-timestamp": "When this attempt was made, in seconds since 1970; refuse what is older than five minutes.",
    "webhook-signature": "`v1,` and HMAC-SHA256 of `id.timestamp.body` in base64; two, with a space between, while a "
    "secret is being exchanged.",
}
ANSWERS = {
    "2XX": "Taken. Answer within 15 seconds.",
    "410": "Never again: the webhook is switched off.",
    "429": "Later; `Retry-After` is honoured up to a day, as with 503.",
    "default": "Everything else, redirects too: attempted again after 5 s, 5 min, 30 min, 2 h, 5 h, 10 h, 14 h, 20 h, "
    "24 h.",
}


def messages() -> dict[str, Any]:
    """A path item for each type of message."""
    return {told.type: {"post": _operation(told)} for told in CATALOGUE.values()}


def _operation(told: Told) -> dict[str, Any]:
    return {
        "tags": ["webhooks"],
        "operationId": "receive" + "".join(part.capitalize() for part in told.type.split(".")),
        "summary": told.summary,
        "description": "Signed as https://www.standardwebhooks.com says. Comes at least once, and in no sure order; "
        "`data.sequence` tells what is newer.",
        "security": [],
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "description": text,
                "schema": {"type": "string"},
            }
            for name, text in HEADERS.items()
        ],
        "requestBody": {"required": True, "content": {"application/json": {"schema": schema_of(told)}}},
        "responses": {status: {"description": text} for status, text in ANSWERS.items()},
    }
