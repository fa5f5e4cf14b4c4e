"""Everything of webhooks in memory: time that is moved, and a receiver that answers as it is told."""

from dataclasses import dataclass, field

from onbrand.adapters.dynamodb.webhook_deliveries import TableWebhookDeliveries
from onbrand.adapters.dynamodb.webhooks import TableEndpoints
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.poster import MemoryPoster
from onbrand.adapters.memory.table import MemoryTable
from onbrand.adapters.memory.work import MemoryWork
from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.identity import Access, Role
from onbrand.notify.delivery import Delivery, Status
from onbrand.notify.webhooks import (
    DeliveryLog,
    Endpoint,
    EndpointDesign,
    Endpoints,
    FanOut,
    Retries,
    Sending,
    WebhookChannel,
    WebhookJob,
)
from onbrand.notify.webhooks.model import Answer
from tests.support.records import ORGANIZATION

ADMIN = Access("user-anna", ORGANIZATION, Role.ADMIN)


@dataclass
class House:
    """Everything of webhooks, in memory."""

    table: MemoryTable = field(default_factory=MemoryTable)
    clock: FrozenClock = field(default_factory=FrozenClock)
    ids: SequentialIds = field(default_factory=SequentialIds)
    poster: MemoryPoster = field(default_factory=MemoryPoster)
    work: MemoryWork = field(default_factory=MemoryWork)

    def __post_init__(self) -> None:
        self.records, self.deliveries = TableEndpoints(self.table), TableWebhookDeliveries(self.table)
        guard = EndpointGuard(resolve=lambda host, port: ["104.18.32.7"])
        self.endpoints = Endpoints(self.records, guard, self.clock, self.ids)
        self.log = DeliveryLog(self.endpoints, self.deliveries, self.clock, self.ids)
        self.fan_out = FanOut(self.records, self.deliveries, self.work, self.clock)
        channel = WebhookChannel(self.records, self.deliveries, self.poster, self.clock)
        self.sending = Sending(channel, self.deliveries, self.records, self.clock, self.ids)
        self.retries = Retries(self.deliveries, self.work)

    def endpoint(self, *events: str, url: str = "https://hooks.example.com/a") -> Endpoint:
        return self.endpoints.create(ADMIN, EndpointDesign(url=url, events=events)).endpoint

    def jobs(self) -> list[WebhookJob]:
        found = [WebhookJob.model_validate_json(text) for text in self.work.waiting]
        self.work.waiting.clear()
        return found

    def send(self) -> list[Status | None]:
        return [self.sending.attempt(job) for job in self.jobs()]

    def delivery(self, endpoint: Endpoint, cause: str) -> Delivery:
        found = self.deliveries.delivery(ORGANIZATION, endpoint.id, cause)
        assert found is not None
        return found

    def current(self, endpoint: Endpoint) -> Endpoint:
        return self.endpoints.get(ADMIN, endpoint.id)

    def answers(self, status: int, **more: int) -> None:
        self.poster.answer = lambda _: Answer(status=status, **more)

    def events(self) -> list[str]:
        items = [record.new for record in self.table.records if record.new and record.old is None]
        return [item["data"]["type"] for item in items if item["type"] == "event"]
