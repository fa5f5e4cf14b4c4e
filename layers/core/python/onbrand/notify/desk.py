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
from onbrand.notify.ports import DeliveryRepository


class DeliveryDesk:
    """For who manages the organization."""

    def __init__(self, repository: DeliveryRepository, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids

    def log(
        self, access: Access, limit: int, start: dict[str, Any] | None = None, *, dead: bool = False
    ) -> Page[Delivery]:
        """Deliveries, the latest first; ``dead``: only those that failed for good."""
        access.require(Permission.MANAGE_ORGANIZATION)
        return self._repository.log(access.organization_id, limit, start, dead=dead)

    def get(self, access: Access, delivery_id: str) -> Delivery:
        """One of them. Raises DeliveryNotFoundError."""
        access.require(Permission.MANAGE_ORGANIZATION)
        found = self._repository.get(access.organization_id, delivery_id)
        if found is None:
            raise DeliveryNotFoundError("There is no such delivery.")
        return found

    def of_report(self, organization_id: str, report_id: str, addresses: Sequence[str]) -> dict[str, Status]:
        """What became of a report's mails, by address; without those that are not written yet."""
        ids = {one: delivery_id(report_id, MAIL, Kind.REPORT, one) for one in addresses}
        found = {one: self._repository.get(organization_id, ids[one]) for one in addresses}
        return {address: delivery.status for address, delivery in found.items() if delivery}

    def redrive(self, access: Access, delivery_id: str) -> Delivery:
        """Lets what failed for good be tried again, from its first try, at once. Raises DeliveryNotFoundError,
        NotDeadError, TooManyRedrivesError, DeliveryMovedError."""
        dead = self.get(access, delivery_id)
        if dead.status is not Status.DEAD:
            raise NotDeadError("This delivery has not failed for good, so there is nothing to drive again.")
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
