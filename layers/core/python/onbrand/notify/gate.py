"""Whether a delivery may go now: what its recipient wishes, whether they can be reached, how much they got."""

from dataclasses import dataclass
from datetime import datetime

from onbrand.notify.delivery import Delivery
from onbrand.notify.kinds import TREATMENTS
from onbrand.notify.pace import ORGANIZATION_A_DAY, RECIPIENT_A_DAY, SHARES, Pace, next_day
from onbrand.notify.ports import Addresses, DeliveryRepository, Facts, Preferences
from onbrand.notify.reach import address_digest
from onbrand.notify.wishes import Wishes, first_moment

WHOLE_ORGANIZATION = "all"


@dataclass(frozen=True, slots=True)
class Go:
    """Send it, and count it."""

    paces: tuple[Pace, ...] = ()


@dataclass(frozen=True, slots=True)
class Wait:
    """Look again then."""

    until: datetime
    why: str


@dataclass(frozen=True, slots=True)
class Drop:
    """It is not wanted."""

    why: str


@dataclass(frozen=True, slots=True)
class Unreached:
    """Mail to this address comes back."""

    why: str


class Gate:
    """Asks in this order: wanted, reachable, not quiet, not gathered with others, within the caps."""

    def __init__(
        self,
        repository: DeliveryRepository,
        preferences: Preferences,
        addresses: Addresses,
        facts: Facts,
        mail: str,
    ) -> None:
        self._repository = repository
        self._preferences = preferences
        self._addresses = addresses
        self._facts = facts
        self._mail = mail

    def ask(self, delivery: Delivery, now: datetime) -> Go | Wait | Drop | Unreached:
        """What to do with the delivery at this moment."""
        if delivery.channel != self._mail:
            return Go()
        wishes = self._preferences.of(delivery.organization_id, delivery.target.reader)
        return (
            self._wanted(delivery, wishes, now)
            or self._reach(delivery)
            or self._pace(delivery, now, digest=wishes.digest)
        )

    def _wanted(self, delivery: Delivery, wishes: Wishes, now: datetime) -> Wait | Drop | None:
        if delivery.kind in wishes.off:
            return Drop("The recipient has switched these messages off.")
        if not TREATMENTS[delivery.kind].waits or wishes.quiet is None:
            return None
        zone = wishes.time_zone or self._facts.organization(delivery.organization_id).time_zone
        moment = first_moment(wishes.quiet, zone, now)
        return Wait(moment, "It is quiet where the recipient is.") if moment > now else None

    def _reach(self, delivery: Delivery) -> Unreached | None:
        known = self._addresses.get(delivery.organization_id, address_digest(delivery.target.address))
        if known is None or not known.is_suppressed:
            return None
        return Unreached(f"Mail to this address has {known.reason.value}.")

    def _pace(self, delivery: Delivery, now: datetime, *, digest: bool) -> Go | Wait:
        treatment = TREATMENTS[delivery.kind]
        if not treatment.capped:
            return Go()
        organization_id = delivery.organization_id
        subject = address_digest(delivery.target.address)
        own = self._repository.pace(organization_id, subject, now)
        # What was tried before has had its turn.
        gathers = treatment.gathers and digest and delivery.tries == 0 and not delivery.failures
        if gathers and own.gathers_until and own.gathers(now):
            return Wait(own.gathers_until, "It waits for others, to go out with them.")
        if own.sent >= RECIPIENT_A_DAY:
            return Wait(next_day(now), "The recipient got the most messages that a day allows.")
        whole = self._whole(delivery, now)
        if whole is None:
            return Wait(next_day(now), "The organization has sent the most messages that a day allows.")
        return Go((own.sent_one(now, gathers), whole.sent_one(now, False)))

    def _whole(self, delivery: Delivery, now: datetime) -> Pace | None:
        """A share of what the organization may send today that is not used up; messages that go out at the same time
        start at different shares, so that they seldom want the same one."""
        start = int(delivery.id[:4], 16)
        for number in range(SHARES):
            name = f"{WHOLE_ORGANIZATION}-{(start + number) % SHARES}"
            share = self._repository.pace(delivery.organization_id, name, now)
            if share.sent < ORGANIZATION_A_DAY // SHARES:
                return share
        return None
