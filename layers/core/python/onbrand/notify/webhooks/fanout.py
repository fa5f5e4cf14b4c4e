"""From an event to deliveries: one for each endpoint that wants it, written before anything is sent."""

from datetime import timedelta

from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.notify.contents import EventTold
from onbrand.notify.delivery import Delivery, Target, delivery_id
from onbrand.notify.kinds import Kind
from onbrand.notify.webhooks.catalogue import CATALOGUE, REDRIVE_EVENT, TEST_EVENT
from onbrand.notify.webhooks.model import CHANNEL, WebhookJob
from onbrand.notify.webhooks.ports import DeliveryRepository, EndpointRepository, Jobs

PICKED_UP_AFTER = timedelta(minutes=1)
"""When the schedule looks at a delivery whose job was lost."""


class FanOut:
    """Consumer of the events that receivers are told of."""

    def __init__(
        self, endpoints: EndpointRepository, deliveries: DeliveryRepository, jobs: Jobs, clock: Clock
    ) -> None:
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._jobs = jobs
        self._clock = clock

    def handle(self, event: Event) -> None:
        """Writes deliveries and hands them to the sender; again when the event comes again, which sends nothing
        twice."""
        if event.type in (TEST_EVENT, REDRIVE_EVENT):
            job = WebhookJob(
                organization_id=event.organization_id,
                endpoint_id=event.payload["webhook_id"],
                cause=event.payload["cause"],
            )
            self._jobs.put([job])
            return
        told = CATALOGUE.get(event.type)
        if told is None:
            return
        jobs = []
        for endpoint in self._endpoints.endpoints(event.organization_id):
            if endpoint.wants(told.type):
                delivery = new_delivery(event, endpoint.id, self._clock)
                self._deliveries.add(delivery)
                jobs.append(job_of(delivery))
        if jobs:
            self._jobs.put(jobs)


def new_delivery(event: Event, endpoint_id: str, clock: Clock) -> Delivery:
    """The delivery of an event to an endpoint: the same however often it is made."""
    now = clock.now()
    return Delivery(
        id=delivery_id(event.id, CHANNEL, Kind.EVENT, endpoint_id),
        organization_id=event.organization_id,
        channel=CHANNEL,
        kind=Kind.EVENT,
        cause=event.id,
        content=EventTold(event=event),
        target=Target(address=endpoint_id),
        created_at=now,
        next_at=now + PICKED_UP_AFTER,
    )


def job_of(delivery: Delivery) -> WebhookJob:
    """The work that a delivery asks for."""
    return WebhookJob(
        organization_id=delivery.organization_id, endpoint_id=delivery.target.address, cause=delivery.cause
    )
