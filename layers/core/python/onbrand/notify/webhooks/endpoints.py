"""What admins do with webhooks: make, change, remove, exchange secrets. Secrets are shown once, in the answer that
made them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import SecretStr

from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.notify.webhooks.errors import EndpointMovedError, EndpointNotFoundError, TooManyEndpointsError
from onbrand.notify.webhooks.model import (
    AGGREGATE,
    MAX_ENDPOINTS,
    OVERLAP,
    Disabled,
    Endpoint,
    EndpointDesign,
    Health,
    Secrets,
    new_secret,
)
from onbrand.notify.webhooks.ports import AddressGuard, EndpointRepository

SYSTEM = "system:webhooks"


@dataclass(frozen=True, slots=True)
class Issued:
    """An endpoint with its new secrets; nothing else ever shows them."""

    endpoint: Endpoint
    secrets: Secrets


class Endpoints:
    """The webhooks of organizations."""

    def __init__(
        self,
        repository: EndpointRepository,
        guard: AddressGuard,
        clock: Clock,
        ids: Ids,
        make_secret: Callable[[], SecretStr] = new_secret,
    ) -> None:
        self._repository = repository
        self._guard = guard
        self._clock = clock
        self._ids = ids
        self._make_secret = make_secret

    def create(self, access: Access, design: EndpointDesign) -> Issued:
        """A new endpoint. Raises UnsafeEndpointError, TooManyEndpointsError."""
        access.require(Permission.MANAGE_ORGANIZATION)
        if len(self._repository.endpoints(access.organization_id)) >= MAX_ENDPOINTS:
            raise TooManyEndpointsError(f"An organization may have {MAX_ENDPOINTS} webhooks.")
        self._guard.check(design.url)
        endpoint = Endpoint(
            **design.model_dump(),
            id=self._ids.new(),
            organization_id=access.organization_id,
            created_at=self._clock.now(),
            created_by=access.user_id,
        )
        secrets = Secrets(current=self._make_secret())
        self._put("WebhookCreated", endpoint, access.user_id, secrets)
        return Issued(endpoint, secrets)

    def get(self, access: Access, endpoint_id: str) -> Endpoint:
        """Raises EndpointNotFoundError."""
        access.require(Permission.MANAGE_ORGANIZATION)
        endpoint = self._repository.endpoint(access.organization_id, endpoint_id)
        if endpoint is None:
            raise EndpointNotFoundError("There is no such webhook.")
        return endpoint

    def list(self, access: Access) -> Sequence[Endpoint]:
        """Oldest first."""
        access.require(Permission.MANAGE_ORGANIZATION)
        return self._repository.endpoints(access.organization_id)

    def change(self, access: Access, endpoint_id: str, design: EndpointDesign, expected: int) -> Endpoint:
        """The next version; switched on again it has all its time anew. Raises EndpointNotFoundError,
        EndpointMovedError, UnsafeEndpointError."""
        before = self._expected(access, endpoint_id, expected)
        self._guard.check(design.url)
        disabled = None if design.enabled else before.disabled
        after = before.model_copy(
            update={**design.model_dump(), "disabled": disabled, "version": before.version + 1}
        )
        if after.enabled and (not before.enabled or after.url != before.url):
            self._forget_failures(after)
        self._put("WebhookChanged", after, access.user_id)
        return after

    def rotate(self, access: Access, endpoint_id: str, expected: int) -> Issued:
        """A new secret; the one before signs too for a day, an older one no more. Raises EndpointNotFoundError,
        EndpointMovedError."""
        before = self._expected(access, endpoint_id, expected)
        current = self._repository.secrets(access.organization_id, endpoint_id)
        secrets = Secrets(
            current=self._make_secret(),
            former=current.current if current else None,
            former_until=self._clock.now() + OVERLAP if current else None,
        )
        after = before.model_copy(update={"version": before.version + 1})
        self._put("WebhookSecretRotated", after, access.user_id, secrets)
        return Issued(after, secrets)

    def remove(self, access: Access, endpoint_id: str, expected: int) -> None:
        """Takes it away at once, with its secrets. Raises EndpointNotFoundError, EndpointMovedError."""
        before = self._expected(access, endpoint_id, expected)
        gone = before.model_copy(update={"version": before.version + 1})
        self._repository.remove_endpoint(
            before, endpoint_event("WebhookRemoved", gone, access.user_id, self._clock, self._ids)
        )

    def _expected(self, access: Access, endpoint_id: str, expected: int) -> Endpoint:
        endpoint = self.get(access, endpoint_id)
        if endpoint.version != expected:
            raise EndpointMovedError(f"The webhook is at version {endpoint.version}, not {expected}.")
        return endpoint

    def _forget_failures(self, endpoint: Endpoint) -> None:
        health = self._repository.health(endpoint.organization_id, endpoint.id)
        if health.failing_since is not None:
            fresh = Health(version=health.version + 1)
            self._repository.put_health(endpoint.organization_id, endpoint.id, fresh)

    def _put(self, type_: str, endpoint: Endpoint, actor: str, secrets: Secrets | None = None) -> None:
        event = endpoint_event(type_, endpoint, actor, self._clock, self._ids)
        self._repository.put_endpoint(endpoint, event, secrets)


def endpoint_event(type_: str, endpoint: Endpoint, actor: str, clock: Clock, ids: Ids, **facts: Any) -> Event:
    """An event of an endpoint at its new version. Without the address: its path may be a key."""
    return Event(
        id=ids.new(),
        type=type_,
        organization_id=endpoint.organization_id,
        aggregate=AGGREGATE,
        aggregate_id=endpoint.id,
        sequence=endpoint.version,
        occurred_at=clock.now(),
        actor=actor,
        payload={"enabled": endpoint.enabled, "events": list(endpoint.events), **facts},
    )


def switched_off(endpoint: Endpoint, why: Disabled) -> Endpoint:
    """The next version, off."""
    return endpoint.model_copy(update={"enabled": False, "disabled": why, "version": endpoint.version + 1})
