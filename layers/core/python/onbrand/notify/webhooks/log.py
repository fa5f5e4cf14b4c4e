"""What admins see of deliveries, and what they do about them: try an endpoint out, send one again."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onbrand.identity import Access
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page
from onbrand.notify.delivery import Delivery, Status
from onbrand.notify.errors import DeliveryNotFoundError
from onbrand.notify.webhooks.catalogue import REDRIVE_EVENT, TEST_EVENT
from onbrand.notify.webhooks.endpoints import Endpoints
from onbrand.notify.webhooks.errors import DeliveryInFlightError, EndpointOffError
from onbrand.notify.webhooks.fanout import PICKED_UP_AFTER, new_delivery
from onbrand.notify.webhooks.model import Endpoint, Trial
from onbrand.notify.webhooks.ports import DeliveryRepository

ENDED = (Status.SENT, Status.DEAD, Status.DROPPED)


@dataclass(frozen=True, slots=True)
class DeliveryStory:
    """A delivery with its attempts, the latest first."""

    delivery: Delivery
    trials: Sequence[Trial]


class DeliveryLog:
    """Deliveries of an organization's endpoints."""

    def __init__(self, endpoints: Endpoints, deliveries: DeliveryRepository, clock: Clock, ids: Ids) -> None:
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._clock = clock
        self._ids = ids

    def list(
        self,
        access: Access,
        endpoint_id: str,
        limit: int,
        start: dict[str, Any] | None = None,
        *,
        dead: bool = False,
    ) -> Page[Delivery]:
        """The latest first; ``dead``: only those that failed for good. Raises EndpointNotFoundError."""
        self._endpoints.get(access, endpoint_id)
        return self._deliveries.deliveries(access.organization_id, endpoint_id, limit, start, dead=dead)

    def get(self, access: Access, endpoint_id: str, cause: str) -> DeliveryStory:
        """By the id that the receiver sees. Raises EndpointNotFoundError, DeliveryNotFoundError."""
        delivery = self._delivery(access, endpoint_id, cause)
        return DeliveryStory(delivery, self._deliveries.trials(access.organization_id, endpoint_id, cause))

    def test(self, access: Access, endpoint_id: str) -> Delivery:
        """Sends a message of type webhook.test, as every other is sent. Raises EndpointNotFoundError,
        EndpointOffError."""
        endpoint = self._switched_on(access, endpoint_id)
        event_id = self._ids.new()
        payload = {"webhook_id": endpoint.id, "cause": event_id}
        event = self._event(access, TEST_EVENT, event_id, "webhook_test", event_id, 1, payload)
        delivery = new_delivery(event, endpoint.id, self._clock)
        self._deliveries.add(delivery, event)
        return delivery

    def redrive(self, access: Access, endpoint_id: str, cause: str) -> Delivery:
        """Sends it again with the same id, whatever became of it, with the whole schedule before it. Raises
        EndpointNotFoundError, EndpointOffError, DeliveryNotFoundError, DeliveryInFlightError, DeliveryMovedError."""
        self._switched_on(access, endpoint_id)
        before = self._delivery(access, endpoint_id, cause)
        if before.status not in ENDED:
            raise DeliveryInFlightError("This is still being attempted; look again later.")
        after = before.next(
            Status.HELD, tries=0, why=None, sent_at=None, next_at=self._clock.now() + PICKED_UP_AFTER
        )
        payload = {"webhook_id": endpoint_id, "cause": cause}
        event = self._event(
            access, REDRIVE_EVENT, self._ids.new(), "webhook_delivery", after.id, after.version, payload
        )
        self._deliveries.save(after, event)
        return after

    def _switched_on(self, access: Access, endpoint_id: str) -> Endpoint:
        endpoint = self._endpoints.get(access, endpoint_id)
        if not endpoint.enabled:
            raise EndpointOffError("The webhook is switched off; switch it on first.")
        return endpoint

    def _delivery(self, access: Access, endpoint_id: str, cause: str) -> Delivery:
        self._endpoints.get(access, endpoint_id)
        delivery = self._deliveries.delivery(access.organization_id, endpoint_id, cause)
        if delivery is None:
            raise DeliveryNotFoundError("There is no such delivery; they are kept for 30 days.")
        return delivery

    def _event(
        self,
        access: Access,
        type_: str,
        event_id: str,
        aggregate: str,
        aggregate_id: str,
        sequence: int,
        payload: dict[str, Any],
    ) -> Event:
        return Event(
            id=event_id,
            type=type_,
            organization_id=access.organization_id,
            aggregate=aggregate,
            aggregate_id=aggregate_id,
            sequence=sequence,
            occurred_at=self._clock.now(),
            actor=access.user_id,
            payload=payload,
        )
