"""The way of messages to receivers' servers: signed, posted once, written into the log."""

from datetime import datetime, timedelta

from onbrand.kernel.clock import Clock
from onbrand.notify.contents import EventTold
from onbrand.notify.delivery import Delivery
from onbrand.notify.errors import DeliveryFailedError
from onbrand.notify.ports import ChannelState, HandedOver
from onbrand.notify.webhooks.catalogue import body_of
from onbrand.notify.webhooks.errors import EndpointGoneError, EndpointRefusedError
from onbrand.notify.webhooks.model import CHANNEL, Answer, Trial
from onbrand.notify.webhooks.ports import DeliveryRepository, EndpointRepository, Poster
from onbrand.notify.webhooks.timing import wait_after

GONE = 410
ASKS_FOR_TIME = (429, 503)
STATE = ChannelState(CHANNEL, True, "Messages go to the webhooks that the organization has.")


class WebhookChannel:
    """A ``notify.ports.Channel``; a delivery's target is an endpoint's id."""

    name = CHANNEL

    def __init__(
        self, endpoints: EndpointRepository, deliveries: DeliveryRepository, poster: Poster, clock: Clock
    ) -> None:
        self._endpoints = endpoints
        self._deliveries = deliveries
        self._poster = poster
        self._clock = clock

    def state(self) -> ChannelState:
        """Always on: what it needs, each organization brings along."""
        return STATE

    def deliver(self, delivery: Delivery) -> HandedOver:
        """Posts it once; nothing to an endpoint that is gone or off. Raises EndpointGoneError,
        EndpointRefusedError, EndpointUnsafeError."""
        where = delivery.organization_id, delivery.target.address
        endpoint = self._endpoints.endpoint(*where)
        secrets = self._endpoints.secrets(*where)
        content = delivery.content
        if endpoint is None or secrets is None or not endpoint.enabled or not isinstance(content, EventTold):
            return HandedOver(nothing_to_tell=True)
        began = self._clock.now()
        body = body_of(content.event)
        answer: Answer | None = None
        try:
            answer = self._poster.post(endpoint.url, delivery.cause, began, body, secrets.at(began))
            _check(answer)
        except DeliveryFailedError as error:
            self._log(delivery, began, answer, error.detail)
            raise
        self._log(delivery, began, answer, None)
        return HandedOver(reference=str(answer.status))

    def wait(self, tries: int, error: DeliveryFailedError) -> timedelta | None:
        """The schedule of the standard."""
        return wait_after(tries, error)

    def _log(self, delivery: Delivery, began: datetime, answer: Answer | None, detail: str | None) -> None:
        took = self._clock.now() - began
        trial = Trial(
            at=began,
            status=answer.status if answer else None,
            took_ms=round(took.total_seconds() * 1000),
            detail=detail,
            excerpt=answer.excerpt if answer else "",
        )
        self._deliveries.log(delivery, trial)


def _check(answer: Answer) -> None:
    """Raises unless the receiver has taken the message: any 2xx."""
    status = answer.status
    if 200 <= status < 300:
        return
    if status == GONE:
        raise EndpointGoneError("The receiver answered 410: it wants no messages any more.")
    if 300 <= status < 400:
        raise EndpointRefusedError(f"The receiver answered {status}; redirects are not followed.")
    later = answer.retry_after_s if status in ASKS_FOR_TIME else None
    raise EndpointRefusedError(f"The receiver answered {status}.", later)
