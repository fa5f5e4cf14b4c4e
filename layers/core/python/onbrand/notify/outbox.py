"""Messages are written down first, all of a cause together; each is then sent by a job of its own, so that a slow or
failing recipient keeps nobody else waiting."""

from collections.abc import Iterable
from datetime import datetime
from itertools import islice

from onbrand.kernel.values import Value
from onbrand.notify.delivery import Delivery
from onbrand.notify.ports import DeliveryRepository, Jobs

MOST_IN_ONE_RUN = 2000


class MessageJob(Value):
    """A delivery to be tried; ``now``: the time that counts, if it is ahead of the machine's."""

    organization_id: str
    delivery_id: str
    now: datetime


class Outbox:
    """Where the messages of a cause are put."""

    def __init__(self, repository: DeliveryRepository, jobs: Jobs[MessageJob]) -> None:
        self._repository = repository
        self._jobs = jobs

    def post(self, deliveries: Iterable[Delivery]) -> list[Delivery]:
        """Writes them down, unless their cause has made them before, and has each tried; as they are written."""
        written = self._repository.add(list(deliveries))
        # A clock that is behind the one that made them would leave them waiting for the schedule.
        self._jobs.put([_job(one, one.created_at) for one in written])
        return written

    def again(self, delivery: Delivery, now: datetime) -> None:
        """Has one tried that is due at ``now``."""
        self._jobs.put([_job(delivery, now)])

    def settle_due(self, now: datetime) -> int:
        """Has everything tried that is due at ``now``; how much that was."""
        jobs = [_job(one, now) for one in islice(self._repository.due(now), MOST_IN_ONE_RUN)]
        self._jobs.put(jobs)
        return len(jobs)


def _job(delivery: Delivery, now: datetime) -> MessageJob:
    return MessageJob(organization_id=delivery.organization_id, delivery_id=delivery.id, now=now)
