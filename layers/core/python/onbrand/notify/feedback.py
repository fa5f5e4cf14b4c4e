"""What the mail service reports of mails that were sent: addresses that do not exist, and people who complain."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page
from onbrand.kernel.values import Value
from onbrand.notify.errors import AddressNotFoundError
from onbrand.notify.ports import Addresses, DeliveryRepository
from onbrand.notify.reach import Reason, Unreachable, address_digest

AGGREGATE = "mail_address"
ACTOR = "system:mail"


class Severity(StrEnum):
    """``passing``: a full mailbox or a slow server, which the mail service tries again by itself."""

    LASTING = "lasting"
    PASSING = "passing"


class MailReport(Value):
    """A report about one mail. ``addresses``: those that it is about."""

    organization_id: str
    delivery_id: str
    addresses: tuple[str, ...]
    reason: Reason
    severity: Severity = Severity.LASTING
    at: datetime


class Feedback:
    """Keeps addresses from getting mail that comes back; whoever asked hears of it by the event."""

    def __init__(self, repository: DeliveryRepository, addresses: Addresses, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._addresses = addresses
        self._clock = clock
        self._ids = ids

    def take(self, report: MailReport) -> list[Unreachable]:
        """Suppresses the delivery's own address, when the report is about it and lasting; what is new. Raises
        AddressMovedError, to be taken again."""
        delivery = self._repository.get(report.organization_id, report.delivery_id)
        reported = {address.strip().lower() for address in report.addresses}
        if delivery is None or report.severity is Severity.PASSING:
            return []
        if delivery.target.address.lower() not in reported:
            return []
        before = self._addresses.get(report.organization_id, address_digest(delivery.target.address))
        if before is not None and before.is_suppressed:
            return []
        found = Unreachable(
            id=address_digest(delivery.target.address),
            organization_id=report.organization_id,
            address=delivery.target.address,
            user_id=delivery.target.user_id,
            request_id=delivery.request_id,
            reason=report.reason,
            since=report.at,
            version=before.version + 1 if before else 1,
        )
        self._addresses.put(found, self._told(found, "MailAddressSuppressed"))
        return [found]

    def listed(self, access: Access, limit: int, start: dict[str, Any] | None = None) -> Page[Unreachable]:
        """Addresses of the organization that get nothing."""
        access.require(Permission.MANAGE_MEMBERS)
        return self._addresses.listed(access.organization_id, limit, start)

    def lift(self, access: Access, address_id: str) -> None:
        """Lets an address get mail again. Raises AddressNotFoundError, AddressMovedError."""
        access.require(Permission.MANAGE_MEMBERS)
        found = self._addresses.get(access.organization_id, address_id)
        if found is None or not found.is_suppressed:
            raise AddressNotFoundError("Nothing is known against such an address.")
        lifted = found.model_copy(update={"lifted_at": self._clock.now(), "version": found.version + 1})
        self._addresses.put(lifted, self._told(lifted, "MailAddressRestored", access.user_id))

    def _told(self, found: Unreachable, type_: str, actor: str = ACTOR) -> Event:
        return Event(
            id=self._ids.new(),
            type=type_,
            organization_id=found.organization_id,
            aggregate=AGGREGATE,
            aggregate_id=found.id,
            sequence=found.version,
            occurred_at=self._clock.now(),
            actor=actor,
            payload={"user": found.user_id, "request": found.request_id, "reason": found.reason},
        )
