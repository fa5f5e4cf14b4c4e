"""What the caller wants to be told, and what became of the organization's messages."""

from datetime import datetime
from typing import Annotated, Self

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.openapi.params import Path, Query
from aws_lambda_powertools.event_handler.router import Router

from functions.api.calls import DEFAULT_LIMIT, Cursor, Limit, access, page
from onbrand.bootstrap.notify import delivery_desk, feedback, wishes_service
from onbrand.kernel.values import Value
from onbrand.notify import name_of
from onbrand.notify.delivery import Attempt, Delivery, Status, Target
from onbrand.notify.kinds import Kind
from onbrand.notify.reach import Unreachable
from onbrand.notify.wishes import Wishes, WishesDesign

router = Router()
TAGS = ["messages"]
DeliveryName = Annotated[
    str,
    Path(
        pattern=r"^[0-9A-Za-z]{26,32}(\.[0-9A-Za-z]{26})?$",
        description="As the list names it; of a webhook's delivery: the webhook's id, a point, the delivery's id.",
    ),
]
HashId = Annotated[str, Path(pattern=r"^[0-9A-Za-z]{26,32}$", description="An identifier.")]
Dead = Annotated[bool, Query(description="Only those that failed for good, and can be driven again.")]


class DeliveryView(Value):
    """A message to one recipient, and what became of it; ``failures`` says why every failed try did."""

    id: str
    channel: str
    kind: Kind
    target: Target
    request_id: str | None
    status: Status
    why: str | None
    tries: int
    failures: tuple[Attempt, ...]
    merged_into: str | None
    created_at: datetime
    next_at: datetime | None
    sent_at: datetime | None

    @classmethod
    def of(cls, delivery: Delivery) -> Self:
        """The view of a delivery."""
        shared = {name: getattr(delivery, name) for name in cls.model_fields if name != "id"}
        return cls(id=name_of(delivery), **shared)


class ChannelView(Value):
    """A way that messages take; ``says``: of one that is off, what is missing."""

    name: str
    on: bool
    says: str


class ChannelList(Value):
    """Every channel of this deployment."""

    items: tuple[ChannelView, ...]


class DeliveryPage(Value):
    """Some deliveries."""

    items: tuple[DeliveryView, ...]
    next_cursor: str | None


class UnreachablePage(Value):
    """Some addresses."""

    items: tuple[Unreachable, ...]
    next_cursor: str | None


@router.get(
    "/v1/me/messages",
    tags=TAGS,
    operation_id="getMessagePreferences",
    summary="What you want to be told, and when",
)
def preferences() -> Wishes:
    """Kinds that are off, and quiet hours by the clock of your time zone (of the organization's when you set none)."""
    return wishes_service().mine(access(router))


@router.put(
    "/v1/me/messages",
    tags=TAGS,
    operation_id="changeMessagePreferences",
    summary="Change what you want to be told, and when",
)
def change_preferences(design: WishesDesign) -> Wishes:
    """Questions to you, invitations and address checks cannot be switched off: others wait for your answer. In quiet
    hours messages wait; several questions then come as one. With `digest`, questions that follow one another within
    ten minutes come as one too; without, each comes at once."""
    return wishes_service().change(access(router), design)


@router.get(
    "/v1/messages/channels",
    tags=TAGS,
    operation_id="listChannels",
    summary="Which ways messages can take here",
)
def channels() -> ChannelList:
    """One that is off sends nothing; its messages are dropped, and say why."""
    found = delivery_desk().channels(access(router))
    return ChannelList(items=tuple(ChannelView(name=one.name, on=one.on, says=one.says) for one in found))


@router.get(
    "/v1/messages/deliveries", tags=TAGS, operation_id="listDeliveries", summary="Messages, the latest first"
)
def deliveries(dead: Dead = False, limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> DeliveryPage:
    """Mails of the last ninety days. `dead=true` lists the dead letters of every channel; `channel` and `kind` say what
    each is. What webhooks were told stands with each webhook."""
    caller, desk = access(router), delivery_desk()
    query = "dead-letters" if dead else "deliveries"
    return page(
        DeliveryPage,
        caller,
        query,
        cursor,
        lambda start: desk.log(caller, limit, start, dead=dead),
        lambda found: [DeliveryView.of(one) for one in found],
    )


@router.get(
    "/v1/messages/deliveries/<delivery_id>",
    tags=TAGS,
    operation_id="getDelivery",
    summary="A message, and why it failed",
)
def delivery(delivery_id: DeliveryName) -> DeliveryView:
    """Every failed try with its category: transient, adapter, validation or system."""
    return DeliveryView.of(delivery_desk().get(access(router), delivery_id))


@router.post(
    "/v1/messages/deliveries/<delivery_id>/redrive",
    tags=TAGS,
    operation_id="redriveDelivery",
    summary="Try a dead letter again",
)
def redrive(delivery_id: DeliveryName) -> DeliveryView:
    """It starts from its first try, within seconds; what a mail tells is looked up anew. At most thirty mails a minute; a
    webhook must be switched on."""
    return DeliveryView.of(delivery_desk().redrive(access(router), delivery_id))


@router.get(
    "/v1/messages/unreachable",
    tags=TAGS,
    operation_id="listUnreachableAddresses",
    summary="Addresses that get no mail",
)
def unreachable(limit: Limit = DEFAULT_LIMIT, cursor: Cursor = None) -> UnreachablePage:
    """Mail to them came back for good, or their owner called it unwanted. Decisions go to somebody else meanwhile."""
    caller = access(router)
    return page(
        UnreachablePage,
        caller,
        "unreachable",
        cursor,
        lambda start: feedback().listed(caller, limit, start),
    )


@router.delete(
    "/v1/messages/unreachable/<address_id>",
    status_code=204,
    tags=TAGS,
    operation_id="restoreAddress",
    summary="Let an address get mail again",
)
def restore(address_id: HashId) -> Response[None]:
    """For example because the mailbox is there now."""
    feedback().lift(access(router), address_id)
    return Response(status_code=204)
