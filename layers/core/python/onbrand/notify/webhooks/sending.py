"""One delivery, one attempt: claimed before it is sent, so that two senders never send it at the same time."""

from datetime import datetime, timedelta

from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.notify.delivery import MAX_ATTEMPTS_KEPT, Attempt, Delivery, Status
from onbrand.notify.errors import DeliveryFailedError, DeliveryMovedError
from onbrand.notify.ports import Channel
from onbrand.notify.webhooks.endpoints import SYSTEM, endpoint_event, switched_off
from onbrand.notify.webhooks.errors import EndpointGoneError, EndpointMovedError
from onbrand.notify.webhooks.model import Disabled, Health, WebhookJob
from onbrand.notify.webhooks.ports import DeliveryRepository, EndpointRepository, Jobs
from onbrand.notify.webhooks.timing import is_given_up

LEASE = timedelta(minutes=2)
"""Longer than any attempt: after it a sender that was lost is not waited for, so a message may come twice."""
TRIES = 5


class Sending:
    """Attempts deliveries, and hands on what is due."""

    def __init__(
        self,
        channel: Channel,
        deliveries: DeliveryRepository,
        endpoints: EndpointRepository,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._channel = channel
        self._deliveries = deliveries
        self._endpoints = endpoints
        self._clock = clock
        self._ids = ids

    def attempt(self, job: WebhookJob) -> Status | None:
        """What became of the delivery; None when it is not its time, or another sender has it."""
        now = max(self._clock.now(), job.now or self._clock.now())
        delivery = self._deliveries.delivery(job.organization_id, job.endpoint_id, job.cause)
        if delivery is None or not _is_ready(delivery, now):
            return None
        claimed = delivery.next(Status.SENDING, tries=delivery.tries + 1, next_at=now + LEASE)
        try:
            self._deliveries.save(claimed)
        except DeliveryMovedError:
            return None
        after = self._settled(claimed, now)
        try:
            self._deliveries.save(after)
        except DeliveryMovedError:
            return None
        return after.status

    def _settled(self, claimed: Delivery, now: datetime) -> Delivery:
        try:
            done = self._channel.deliver(claimed)
        except DeliveryFailedError as error:
            self._note_failure(claimed, error, now)
            wait = self._channel.wait(claimed.tries, error)
            failures = (
                *claimed.failures,
                Attempt(at=now, category=error.category, detail=error.detail[:500]),
            )
            return claimed.next(
                Status.DEAD if wait is None else Status.RETRYING,
                failures=failures[-MAX_ATTEMPTS_KEPT:],
                why=error.detail,
                next_at=None if wait is None else now + wait,
            )
        if done.nothing_to_tell:
            return claimed.next(Status.DROPPED, why="the webhook is switched off or gone", next_at=None)
        self._note_success(claimed)
        return claimed.next(Status.SENT, reference=done.reference, sent_at=now, why=None, next_at=None)

    def _note_success(self, delivery: Delivery) -> None:
        where = delivery.organization_id, delivery.target.address
        health = self._endpoints.health(*where)
        if health.failing_since is not None:
            self._endpoints.put_health(*where, Health(version=health.version + 1))

    def _note_failure(self, delivery: Delivery, error: DeliveryFailedError, now: datetime) -> None:
        where = delivery.organization_id, delivery.target.address
        if isinstance(error, EndpointGoneError):
            self._disable(*where, Disabled.GONE)
            return
        health = self._endpoints.health(*where)
        if health.failing_since is None:
            self._endpoints.put_health(*where, Health(failing_since=now, version=health.version + 1))
        elif is_given_up(health.failing_since, now):
            self._disable(*where, Disabled.FAILING, failing_since=health.failing_since.isoformat())

    def _disable(self, organization_id: str, endpoint_id: str, why: Disabled, **facts: str) -> None:
        """Whoever changes the endpoint at the same moment goes first. Raises EndpointMovedError when that does
        not end."""
        for _ in range(TRIES):
            endpoint = self._endpoints.endpoint(organization_id, endpoint_id)
            if endpoint is None or not endpoint.enabled:
                return
            off = switched_off(endpoint, why)
            event = endpoint_event(
                "WebhookDisabled", off, SYSTEM, self._clock, self._ids, why=why.value, **facts
            )
            try:
                self._endpoints.put_endpoint(off, event)
            except EndpointMovedError:
                continue
            return
        raise EndpointMovedError("The webhook is being changed by others at the moment; try again.")


class Retries:
    """The schedule's look at what is due."""

    def __init__(self, deliveries: DeliveryRepository, jobs: Jobs) -> None:
        self._deliveries = deliveries
        self._jobs = jobs

    def hand_on(self, now: datetime) -> int:
        """Hands everything that is due at ``now`` to the sender; how much that was."""
        jobs = [job.model_copy(update={"now": now}) for job in self._deliveries.due(now)]
        if jobs:
            self._jobs.put(jobs)
        return len(jobs)


def _is_ready(delivery: Delivery, now: datetime) -> bool:
    if delivery.status is Status.HELD:
        return True
    waits = delivery.status in (Status.RETRYING, Status.SENDING)
    return waits and delivery.next_at is not None and delivery.next_at <= now
