"""Webhooks: where an organization's own servers are told what happens, and what became of every message."""

from datetime import datetime
from typing import Annotated, Any, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Query
from aws_lambda_powertools.event_handler.router import Router
from pydantic import Field

from functions.api.calls import (
    DEFAULT_LIMIT,
    Cursor,
    IfMatch,
    Limit,
    PathId,
    access,
    created,
    expected_version,
    page,
    versioned,
)
from onbrand.bootstrap.webhooks import delivery_log, endpoints
from onbrand.kernel.values import Value
from onbrand.notify.delivery import Delivery, Status
from onbrand.notify.webhooks import DeliveryStory, Endpoint, EndpointDesign, Issued, Trial, told_by

router = Router()
TAGS = ["webhooks"]

Dead = Annotated[bool, Query(description="Only those that failed for good.")]


class WebhookList(Value):
    """All webhooks of the organization."""

    items: tuple[Endpoint, ...]


class WebhookWithSecret(Value):
    """A webhook with its new secret, which is shown this once. Until `former_until` messages are signed with the
    secret before, too."""

    webhook: Endpoint
    secret: Annotated[str, Field(examples=["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwdGhlIHNlY3JldCE="])]
    former_until: datetime | None

    @classmethod
    def of(cls, issued: Issued) -> Self:
        """The answer that shows a secret."""
        return cls(
            webhook=issued.endpoint,
            secret=issued.secrets.current.get_secret_value(),
            former_until=issued.secrets.former_until,
        )


class WebhookDelivery(Value):
    """A message to one webhook. ``id`` is what the receiver sees as `webhook-id`; ``tries`` counts since it was
    last driven; ``next_at``: when it is attempted again, null when not."""

    id: str
    webhook_id: str
    type: str
    status: Status
    why: str | None
    tries: int
    created_at: datetime
    next_at: datetime | None
    sent_at: datetime | None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """The view of a delivery."""
        shared = ("status", "why", "tries", "created_at", "next_at", "sent_at")
        return cls(
            id=delivery.cause,
            webhook_id=delivery.target.address,
            type=told_by(delivery)["type"],
            **{name: getattr(delivery, name) for name in shared},
        )


class WebhookDeliveryPage(Value):
    """Some deliveries."""

    items: tuple[WebhookDelivery, ...]
    next_cursor: str | None


class WebhookDeliveryStory(Value):
    """A delivery with what was sent, and its attempts, the latest first."""

    delivery: WebhookDelivery
    body: dict[str, Any]
    attempts: tuple[Trial, ...]

    @classmethod
    def of(cls, story: DeliveryStory) -> Self:
        """The view of a delivery with its log."""
        return cls(
            delivery=WebhookDelivery.of(story.delivery),
            body=told_by(story.delivery),
            attempts=tuple(story.trials),
        )


@router.post(
    "/v1/webhooks", tags=TAGS, operation_id="createWebhook", summary="Make a webhook", status_code=201
)
def create(design: EndpointDesign) -> Response[WebhookWithSecret]:
    """The answer holds the secret that its messages are signed with (Standard Webhooks, `v1`); it is never shown
    again. The address must be https, port 443, on the public internet."""
    issued = endpoints().create(access(router), design)
    where = f"/v1/webhooks/{issued.endpoint.id}"
    return created(WebhookWithSecret.of(issued), where, issued.endpoint.version)


@router.get("/v1/webhooks", tags=TAGS, operation_id="listWebhooks", summary="Webhooks")
def list_webhooks() -> WebhookList:
    """Oldest first; an organization has at most twenty."""
    return WebhookList(items=tuple(endpoints().list(access(router))))


@router.get("/v1/webhooks/<webhook_id>", tags=TAGS, operation_id="getWebhook", summary="A webhook")
def get(webhook_id: PathId) -> Response[Endpoint]:
    """`disabled` says why it is off, when nobody switched it off: `gone` (it answered 410), `failing` (every
    attempt of five days failed)."""
    endpoint = endpoints().get(access(router), webhook_id)
    return versioned(endpoint, endpoint.version)


@router.put("/v1/webhooks/<webhook_id>", tags=TAGS, operation_id="changeWebhook", summary="Change a webhook")
def change(webhook_id: PathId, design: EndpointDesign, if_match: IfMatch = None) -> Response[Endpoint]:
    """`If-Match` names the version that you change. Its secret stays."""
    endpoint = endpoints().change(access(router), webhook_id, design, expected_version(if_match))
    return versioned(endpoint, endpoint.version)


@router.delete(
    "/v1/webhooks/<webhook_id>",
    tags=TAGS,
    operation_id="removeWebhook",
    summary="Remove a webhook",
    status_code=204,
)
def remove(webhook_id: PathId, if_match: IfMatch = None) -> Response[None]:
    """`If-Match` names its current version. What was still to be sent is not sent."""
    endpoints().remove(access(router), webhook_id, expected_version(if_match))
    return Response(204)


@router.post(
    "/v1/webhooks/<webhook_id>/secret",
    tags=TAGS,
    operation_id="rotateWebhookSecret",
    summary="Exchange the secret",
)
def rotate(webhook_id: PathId, if_match: IfMatch = None) -> Response[WebhookWithSecret]:
    """For 24 hours messages carry a signature by the new secret and one by the secret before. An older one ends at
    once. `If-Match` names the webhook's version."""
    issued = endpoints().rotate(access(router), webhook_id, expected_version(if_match))
    return versioned(WebhookWithSecret.of(issued), issued.endpoint.version)


@router.post(
    "/v1/webhooks/<webhook_id>/test",
    tags=TAGS,
    operation_id="testWebhook",
    summary="Try a webhook out",
    status_code=202,
)
def test(webhook_id: PathId) -> Response[WebhookDelivery]:
    """Sends a message of type `webhook.test` as every other is sent; the delivery's log shows the answer."""
    return _accepted(delivery_log().test(access(router), webhook_id))


@router.get(
    "/v1/webhooks/<webhook_id>/deliveries",
    tags=TAGS,
    operation_id="listWebhookDeliveries",
    summary="What was sent",
)
def deliveries(
    webhook_id: PathId, dead: Dead = False, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None
) -> WebhookDeliveryPage:
    """The latest first; kept for 30 days."""
    who = access(router)
    return page(
        WebhookDeliveryPage,
        who,
        f"webhook-deliveries/{webhook_id}/{dead}",
        cursor,
        lambda start: delivery_log().list(who, webhook_id, limit, start, dead=dead),
        lambda found: tuple(map(WebhookDelivery.of, found)),
    )


@router.get(
    "/v1/webhooks/<webhook_id>/deliveries/<delivery_id>",
    tags=TAGS,
    operation_id="getWebhookDelivery",
    summary="A delivery with its attempts",
)
def delivery(webhook_id: PathId, delivery_id: PathId) -> WebhookDeliveryStory:
    """`excerpt` is the first KiB of what the receiver answered."""
    return WebhookDeliveryStory.of(delivery_log().get(access(router), webhook_id, delivery_id))


@router.post(
    "/v1/webhooks/<webhook_id>/deliveries/<delivery_id>/redrive",
    tags=TAGS,
    operation_id="redriveWebhookDelivery",
    summary="Send a delivery again",
    status_code=202,
)
def redrive(webhook_id: PathId, delivery_id: PathId) -> Response[WebhookDelivery]:
    """With the same `webhook-id`, and all its attempts anew; also one that was taken."""
    return _accepted(delivery_log().redrive(access(router), webhook_id, delivery_id))


def _accepted(delivery: Delivery) -> Response[WebhookDelivery]:
    body = WebhookDelivery.of(delivery)
    where = f"/v1/webhooks/{body.webhook_id}/deliveries/{body.id}"
    return Response(202, "application/json", body, headers={"Location": where})
