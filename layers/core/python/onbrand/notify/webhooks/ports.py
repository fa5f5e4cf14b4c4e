"""What webhooks need from outside."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any, Protocol

from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page
from onbrand.notify.delivery import Delivery
from onbrand.notify.webhooks.model import Answer, Endpoint, Health, Secrets, Trial, WebhookJob


class EndpointRepository(Protocol):
    """Endpoints, their secrets and how they do."""

    def endpoint(self, organization_id: str, endpoint_id: str) -> Endpoint | None:
        """An endpoint."""
        ...

    def endpoints(self, organization_id: str) -> Sequence[Endpoint]:
        """All of an organization, oldest first; there are few."""
        ...

    def put_endpoint(self, endpoint: Endpoint, event: Event, secrets: Secrets | None = None) -> None:
        """Writes the next version, with new secrets when given. Raises EndpointMovedError."""
        ...

    def remove_endpoint(self, endpoint: Endpoint, event: Event) -> None:
        """Takes it away with its secrets. Raises EndpointMovedError."""
        ...

    def secrets(self, organization_id: str, endpoint_id: str) -> Secrets | None:
        """What its messages are signed with."""
        ...

    def health(self, organization_id: str, endpoint_id: str) -> Health:
        """How it does."""
        ...

    def put_health(self, organization_id: str, endpoint_id: str, health: Health) -> None:
        """Writes the next version; when another was faster, theirs stays."""
        ...


class DeliveryRepository(Protocol):
    """Deliveries by endpoint and cause, and their log."""

    def add(self, delivery: Delivery, event: Event | None = None) -> bool:
        """Writes a new delivery; False when there is one of this endpoint and cause."""
        ...

    def save(self, delivery: Delivery, event: Event | None = None) -> None:
        """Writes the next version. Raises DeliveryMovedError."""
        ...

    def delivery(self, organization_id: str, endpoint_id: str, cause: str) -> Delivery | None:
        """A delivery."""
        ...

    def deliveries(
        self, organization_id: str, endpoint_id: str, limit: int, start: dict[str, Any] | None, *, dead: bool
    ) -> Page[Delivery]:
        """All of an endpoint, or those that failed for good; the latest first."""
        ...

    def due(self, now: datetime) -> Iterator[WebhookJob]:
        """What is to be looked at at this moment."""
        ...

    def log(self, delivery: Delivery, trial: Trial) -> None:
        """Adds an attempt to a delivery's log."""
        ...

    def trials(self, organization_id: str, endpoint_id: str, cause: str) -> Sequence[Trial]:
        """The attempts of a delivery, the latest first, at most a page of them."""
        ...


class AddressGuard(Protocol):
    """Knows where messages may go."""

    def check(self, url: str) -> None:
        """Raises UnsafeEndpointError with a sentence that says what is wrong."""
        ...


class Poster(Protocol):
    """Posts a signed message over HTTP."""

    def post(self, url: str, message_id: str, at: datetime, body: str, secrets: Sequence[str]) -> Answer:
        """The answer, whatever its status. Raises EndpointRefusedError when there is none, EndpointUnsafeError
        when the address must not be called."""
        ...


class Jobs(Protocol):
    """Where work for the sender is put."""

    def put(self, jobs: Sequence[WebhookJob]) -> None:
        """Hands jobs over; one may come more than once."""
        ...
