"""Webhooks in the table. Secrets are an item of their own, so that nothing that reads webhooks reads them."""

from collections.abc import Sequence

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.table import (
    ConditionFailed,
    Delete,
    Overwrite,
    Present,
    Put,
    Table,
    VersionIs,
    Write,
)
from onbrand.kernel.events import Event
from onbrand.kernel.pages import MAX_PAGE_SIZE
from onbrand.notify.webhooks.errors import EndpointMovedError
from onbrand.notify.webhooks.model import Endpoint, Health, Secrets


class TableEndpoints:
    """A ``notify.webhooks.ports.EndpointRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def endpoint(self, organization_id: str, endpoint_id: str) -> Endpoint | None:
        """An endpoint."""
        item = self._table.get(keys.webhooks.webhook(organization_id, endpoint_id))
        return from_item(Endpoint, item) if item else None

    def endpoints(self, organization_id: str) -> Sequence[Endpoint]:
        """All of an organization, oldest first."""
        partition = keys.shape.organization_partition(organization_id)
        page = self._table.query(partition, sk_prefix=keys.webhooks.ENDPOINTS, limit=MAX_PAGE_SIZE)
        return [from_item(Endpoint, item) for item in page.items]

    def put_endpoint(self, endpoint: Endpoint, event: Event, secrets: Secrets | None = None) -> None:
        """Writes the next version. Raises EndpointMovedError."""
        where = endpoint.organization_id, endpoint.id
        unmoved = follows(endpoint.version)
        item = to_item(keys.webhooks.webhook(*where), "webhook", endpoint, endpoint.version)
        writes: list[Write] = [Put(item, unmoved), put_event(event)]
        if secrets is not None:
            # The condition on the endpoint guards this one too.
            writes.append(
                Put(to_item(keys.webhooks.webhook_secrets(*where), "webhook_secrets", secrets), Overwrite())
            )
        self._write(*writes)

    def remove_endpoint(self, endpoint: Endpoint, event: Event) -> None:
        """Takes it away with its secrets. Raises EndpointMovedError."""
        where = endpoint.organization_id, endpoint.id
        self._write(
            Delete(keys.webhooks.webhook(*where), VersionIs(endpoint.version)),
            Delete(keys.webhooks.webhook_secrets(*where), Present()),
            put_event(event),
        )

    def secrets(self, organization_id: str, endpoint_id: str) -> Secrets | None:
        """What its messages are signed with."""
        item = self._table.get(keys.webhooks.webhook_secrets(organization_id, endpoint_id))
        return from_item(Secrets, item) if item else None

    def health(self, organization_id: str, endpoint_id: str) -> Health:
        """How it does."""
        item = self._table.get(keys.webhooks.webhook_health(organization_id, endpoint_id))
        return from_item(Health, item) if item else Health()

    def put_health(self, organization_id: str, endpoint_id: str, health: Health) -> None:
        """Writes the next version; when another was faster, theirs stays."""
        key = keys.webhooks.webhook_health(organization_id, endpoint_id)
        unmoved = follows(health.version)
        try:
            self._table.write(Put(to_item(key, "webhook_health", health, health.version), unmoved))
        except ConditionFailed:
            return

    def _write(self, *writes: Write) -> None:
        try:
            self._table.write(*writes)
        except ConditionFailed as failed:
            raise EndpointMovedError("The webhook has changed since it was read.") from failed
