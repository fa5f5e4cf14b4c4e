"""What an operator sees and does: all deliveries, those that failed for good, driving one again."""

from collections.abc import Sequence
from typing import Any

from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page
from onbrand.notify.delivery import Delivery, Status, delivery_id, told
from onbrand.notify.errors import DeliveryNotFoundError, NotDeadError, TooManyRedrivesError
from onbrand.notify.kinds import Kind
from onbrand.notify.mail_channel import MAIL
from onbrand.notify.pace import REDRIVES_A_MINUTE, Pace, minute_of
from onbrand.notify.ports import ChannelState, DeliveryRepository
from onbrand.notify.webhooks.log import DeliveryLog
from onbrand.notify.webhooks.model import CHANNEL as WEBHOOK

BETWEEN = "."
"""In the name of a delivery to a webhook: the webhook's id before it, what the receiver sees after it."""


def name_of(delivery: Delivery) -> str:
    """What the delivery is called where those of every channel stand in one list."""
    if delivery.channel == WEBHOOK:
        return f"{delivery.target.address}{BETWEEN}{delivery.cause}"
    return delivery.id


class DeliveryDesk:
    """For who manages the organization. ``states``: of the deployment's channels."""

    def __init__(
        self,
        repository: DeliveryRepository,
        webhooks: DeliveryLog,
        states: Sequence[ChannelState],
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._webhooks = webhooks
        self._states = states
        self._clock = clock
        self._ids = ids

    def channels(self, access: Access) -> Sequence[ChannelState]:
        """Every channel, on or off."""
        access.require(Permission.READ)
        return self._states

    def log(
        self, access: Access, limit: int, start: dict[str, Any] | None = None, *, dead: bool = False
    ) -> Page[Delivery]:
        """Mails, the latest first; ``dead``: what failed for good, by every channel."""
        access.require(Permission.MANAGE_ORGANIZATION)
        return self._repository.log(access.organization_id, limit, start, dead=dead)

    def get(self, access: Access, name: str) -> Delivery:
        """One of them. Raises DeliveryNotFoundError, EndpointNotFoundError."""
        access.require(Permission.MANAGE_ORGANIZATION)
        endpoint_id, between, cause = name.partition(BETWEEN)
        if between:
            return self._webhooks.get(access, endpoint_id, cause).delivery
        found = self._repository.get(access.organization_id, name)
        if found is None:
            raise DeliveryNotFoundError("There is no such delivery.")
        return found

    def of_report(self, organization_id: str, report_id: str, addresses: Sequence[str]) -> dict[str, Status]:
        """What became of a report's mails, by address; without those that are not written yet."""
        ids = {one: delivery_id(report_id, MAIL, Kind.REPORT, one) for one in addresses}
        found = {one: self._repository.get(organization_id, ids[one]) for one in addresses}
        return {address: delivery.status for address, delivery in found.items() if delivery}

    def redrive(self, access: Access, name: str) -> Delivery:
        """Lets what failed for good be tried again, from its first try, at once. Raises DeliveryNotFoundError,
        NotDeadError, TooManyRedrivesError, DeliveryMovedError; of a webhook also EndpointNotFoundError,
        EndpointOffError."""
        dead = self.get(access, name)
        if dead.status is not Status.DEAD:
            raise NotDeadError("This delivery has not failed for good, so there is nothing to drive again.")
        if dead.channel == WEBHOOK:
            return self._webhooks.redrive(access, dead.target.address, dead.cause)
        now = self._clock.now()
        again = dead.next(Status.RETRYING, next_at=now, tries=0, why="It is driven again.")
        event = told(again, "DeliveryRedriven", self._ids.new(), now, access.user_id)
        self._repository.save(again, paces=[self._pace(access.organization_id)], events=[event])
        return again

    def _pace(self, organization_id: str) -> Pace:
        now = self._clock.now()
        subject = f"redrives-{minute_of(now):%H%M}"
        pace = self._repository.pace(organization_id, subject, now)
        if pace.sent >= REDRIVES_A_MINUTE:
            raise TooManyRedrivesError(
                f"At most {REDRIVES_A_MINUTE} deliveries a minute can be driven again; wait a moment."
            )
        return pace.sent_one(now, opens_gathering=False)
