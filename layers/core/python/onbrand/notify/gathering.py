"""Several questions that wait for one person become one message."""

from dataclasses import dataclass
from datetime import datetime

from onbrand.notify.contents import Question, Questions
from onbrand.notify.delivery import Delivery, Status, delivery_id
from onbrand.notify.kinds import TREATMENTS, Kind
from onbrand.notify.ports import DeliveryRepository

MOST = 40


@dataclass(frozen=True, slots=True)
class Bundle:
    """One message instead of its parts."""

    whole: Delivery
    parts: tuple[Delivery, ...]


def gathered(delivery: Delivery, repository: DeliveryRepository, now: datetime) -> Bundle | None:
    """The bundle that a waiting question goes out in; None when it stays alone."""
    user_id = delivery.target.user_id
    if delivery.status is not Status.HELD or delivery.version == 1 or user_id is None:
        return None
    if not TREATMENTS[delivery.kind].gathers:
        return None
    waiting = [
        one
        for one in repository.held(delivery.organization_id, user_id, MOST)
        if one.id != delivery.id
        and one.status is Status.HELD
        and one.version > 1
        and one.target.address == delivery.target.address
    ]
    if not waiting:
        return None
    return bundle((delivery, *waiting)[:MOST], now)


def bundle(parts: tuple[Delivery, ...], now: datetime) -> Bundle:
    """One delivery that asks everything its parts ask; it follows from the first of them."""
    first = parts[0]
    asked = [part.content for part in parts if isinstance(part.content, Question)]
    once = {(one.request_id, one.step): one for one in asked}
    whole = Delivery(
        id=delivery_id(first.id, first.channel, Kind.APPROVALS_WAITING, first.target.address),
        organization_id=first.organization_id,
        channel=first.channel,
        kind=Kind.APPROVALS_WAITING,
        cause=first.id,
        content=Questions(asked=tuple(once.values())),
        target=first.target,
        created_at=now,
        next_at=now,
    )
    merged = (part.next(Status.MERGED, next_at=None, merged_into=whole.id, why=None) for part in parts)
    return Bundle(whole, tuple(merged))
