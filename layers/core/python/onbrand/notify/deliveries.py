"""Deliveries from the first try to the last: claimed before they are sent, repeated by category, dead at the end.

A claim is a lease: whoever finds it run out knows that the answer of a hand-over was lost, and acts by the promise
of the kind.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.notify.contents import Question, Questions
from onbrand.notify.delivery import MAX_ATTEMPTS_KEPT, Attempt, Category, Delivery, Status, told
from onbrand.notify.errors import ChannelBrokenError, DeliveryFailedError, DeliveryMovedError
from onbrand.notify.gate import Drop, Gate, Go, Unreached, Wait
from onbrand.notify.gathering import gathered
from onbrand.notify.kinds import TREATMENTS, Promise
from onbrand.notify.outbox import MessageJob
from onbrand.notify.ports import Channel, DeliveryRepository, Fallback

LEASE = timedelta(minutes=5)
"""Longer than any function that delivers may run."""
TRIES = 20
ACTOR = "system:notify"
MESSAGE_FAILED = "a message failed for good"
"""What the log says; with the category, an alarm looks for it."""
PENDING = (Status.HELD, Status.RETRYING, Status.SENDING)


class Deliveries:
    """``channels``: every channel of the deployment, on or off."""

    def __init__(
        self,
        repository: DeliveryRepository,
        channels: Sequence[Channel],
        gate: Gate,
        fallback: Fallback,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._channels = {channel.name: channel for channel in channels}
        self._gate = gate
        self._fallback = fallback
        self._clock = clock
        self._ids = ids

    def attempt(self, job: MessageJob) -> Delivery | None:
        """One try of what is due; as it is after. None for a delivery that is gone."""
        delivery = self._repository.get(job.organization_id, job.delivery_id)
        return None if delivery is None else self._attempt(delivery, max(job.now, self._clock.now()))

    def _attempt(self, delivery: Delivery, now: datetime) -> Delivery:
        """Others may be at it at the same time: one of them wins."""
        for _ in range(TRIES):
            if delivery.status not in PENDING or delivery.next_at is None or delivery.next_at > now:
                return delivery
            try:
                return self._try(delivery, now)
            except DeliveryMovedError:
                delivery = self._repository.get(delivery.organization_id, delivery.id) or delivery
        return delivery

    def _try(self, delivery: Delivery, now: datetime) -> Delivery:
        lost = delivery.status is Status.SENDING
        if lost and TREATMENTS[delivery.kind].promise is Promise.AT_MOST_ONCE:
            why = "The answer was lost, so it may have arrived; it is not repeated."
            return self._die(delivery, Category.TRANSIENT, why, now)
        channel = self._channels.get(delivery.channel)
        state = channel.state() if channel else None
        if channel is None or state is None or not state.on:
            why = state.says if state else f"There is no channel {delivery.channel} here."
            return self._close(delivery, Status.DROPPED, why)
        bundle = gathered(delivery, self._repository, now)
        if bundle is not None:
            self._repository.save(bundle.whole, *bundle.parts)
            self._attempt(bundle.whole, now)
            return next(one for one in bundle.parts if one.id == delivery.id)
        match self._gate.ask(delivery, now):
            case Drop(why):
                return self._close(delivery, Status.DROPPED, why)
            case Wait(until, why):
                return self._saved(delivery.next(Status.HELD, next_at=until, why=why))
            case Unreached(why):
                self._hand_on(delivery)
                return self._die(delivery, Category.ADAPTER, why, now)
            case Go(paces):
                claimed = delivery.next(
                    Status.SENDING, tries=delivery.tries + 1, next_at=now + LEASE, why=None
                )
                self._repository.save(claimed, paces=paces)
                return self._deliver(channel, claimed, now)
        raise AssertionError("a gate has four answers")

    def _deliver(self, channel: Channel, claimed: Delivery, now: datetime) -> Delivery:
        try:
            handed = channel.deliver(claimed)
        except DeliveryFailedError as error:
            return self._failed(claimed, channel, error, now)
        except Exception as error:
            wrapped = ChannelBrokenError(f"Something of ours broke: {type(error).__name__}.")
            return self._failed(claimed, channel, wrapped, now)
        if handed.nothing_to_tell:
            return self._close(claimed, Status.DROPPED, "What it was about is over.")
        return self._saved(
            claimed.next(Status.SENT, reference=handed.reference, sent_at=self._clock.now(), next_at=None)
        )

    def _failed(
        self, delivery: Delivery, channel: Channel, error: DeliveryFailedError, now: datetime
    ) -> Delivery:
        once = TREATMENTS[delivery.kind].promise is Promise.AT_MOST_ONCE
        wait = None if once and error.may_have_arrived else channel.wait(delivery.tries, error)
        if wait is None:
            return self._die(delivery, error.category, error.detail, now)
        failures = _with(delivery, error.category, error.detail, now)
        return self._saved(
            delivery.next(Status.RETRYING, next_at=now + wait, failures=failures, why=error.detail)
        )

    def _die(self, delivery: Delivery, category: Category, why: str, now: datetime) -> Delivery:
        failures = _with(delivery, category, why, now)
        dead = delivery.next(Status.DEAD, next_at=None, failures=failures, why=why)
        self._repository.save(
            dead, events=[told(dead, "DeliveryFailed", self._ids.new(), now, ACTOR, category=category)]
        )
        return dead

    def _close(self, delivery: Delivery, status: Status, why: str) -> Delivery:
        return self._saved(delivery.next(status, next_at=None, why=why))

    def _saved(self, delivery: Delivery) -> Delivery:
        self._repository.save(delivery)
        return delivery

    def _hand_on(self, delivery: Delivery) -> None:
        content = delivery.content
        asked = content.asked if isinstance(content, Questions) else (content,)
        for one in asked:
            if isinstance(one, Question):
                self._fallback.take_over(delivery.organization_id, one.request_id, one.step, one.approver_id)


def _with(delivery: Delivery, category: Category, detail: str, now: datetime) -> tuple[Attempt, ...]:
    failure = Attempt(at=now, category=category, detail=detail[:500])
    return (*delivery.failures, failure)[-MAX_ATTEMPTS_KEPT:]
