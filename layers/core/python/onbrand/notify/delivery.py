"""A message on its way to one recipient by one channel: what it carries, and what became of every attempt."""

from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Annotated, Any

from pydantic import Field

from onbrand.kernel.events import Event
from onbrand.kernel.values import Value
from onbrand.notify.contents import Content
from onbrand.notify.kinds import Kind
from onbrand.notify.reach import address_digest

MAX_ATTEMPTS_KEPT = 20


class Status(StrEnum):
    """``held``: waits for a moment that suits; ``sending``: claimed, its answer is awaited; ``retrying``: failed,
    comes again; ``dead``: failed for good until somebody drives it again; ``merged``: told in another delivery;
    ``dropped``: there was nothing to tell any more, or it is not wanted."""

    HELD = "held"
    SENDING = "sending"
    RETRYING = "retrying"
    SENT = "sent"
    DEAD = "dead"
    MERGED = "merged"
    DROPPED = "dropped"


class Category(StrEnum):
    """Why an attempt failed, and so what is done: ``transient``: repeated with growing distance; ``adapter``: this
    recipient cannot be reached by this channel, repeated once, others go on; ``validation``: never repeated, the
    message itself is wrong; ``system``: our own fault or setting, an operator is called and drives it again."""

    TRANSIENT = "transient"
    ADAPTER = "adapter"
    VALIDATION = "validation"
    SYSTEM = "system"


class Target(Value):
    """Where a delivery goes: a mail address or a webhook endpoint's id; ``user_id``: the person, when known."""

    address: str
    name: str | None = None
    user_id: str | None = None

    @property
    def reader(self) -> str:
        """Whose wishes count: the person's, or those made by a link for an address that no member has."""
        return self.user_id or f"address-{address_digest(self.address)}"


class Attempt(Value):
    """A failed attempt. ``detail``: a sentence for whoever looks into it, without addresses and secrets."""

    at: datetime
    category: Category
    detail: Annotated[str, Field(max_length=500)]


class Delivery(Value):
    """``id`` follows from the cause, so a repeated event makes no second one; ``next_at``: when it is looked at
    again (None: never); ``reference``: what the channel's service calls it; ``why``: what it waits for or ended
    by."""

    id: str
    organization_id: str
    channel: str
    kind: Kind
    cause: str
    content: Content
    target: Target
    status: Status = Status.HELD
    why: str | None = None
    tries: int = 0
    failures: tuple[Attempt, ...] = ()
    reference: str | None = None
    merged_into: str | None = None
    created_at: datetime
    next_at: datetime | None
    sent_at: datetime | None = None
    version: int = 1

    @property
    def request_id(self) -> str | None:
        """The request that it is about, if it is about one."""
        return getattr(self.content, "request_id", None)

    @property
    def brand_id(self) -> str | None:
        """The brand, where the content names it."""
        return getattr(self.content, "brand_id", None)

    def next(self, status: Status, **facts: Any) -> "Delivery":
        """The delivery at its next version."""
        return self.model_copy(update={"status": status, "version": self.version + 1, **facts})


def delivery_id(cause: str, channel: str, kind: Kind, address: str, about: str = "") -> str:
    """The same for the same cause, channel, kind, address and thing told; addresses cannot be read from it."""
    text = "\n".join((cause, channel, kind, address.lower(), about))
    return sha256(text.encode()).hexdigest()[:32]


def told(delivery: Delivery, type_: str, event_id: str, at: datetime, actor: str, **facts: str) -> Event:
    """An event about a delivery's new version."""
    payload = {"kind": delivery.kind, "channel": delivery.channel, "request": delivery.request_id}
    return Event(
        id=event_id,
        type=type_,
        organization_id=delivery.organization_id,
        aggregate="delivery",
        aggregate_id=delivery.id,
        sequence=delivery.version,
        occurred_at=at,
        actor=actor,
        payload={**payload, **facts},
    )
