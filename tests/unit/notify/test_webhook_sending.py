"""Deliveries from the first attempt to the last, with time that is moved and a receiver in memory."""

from dataclasses import dataclass, field
from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.dynamodb.webhook_deliveries import TableWebhookDeliveries
from onbrand.adapters.dynamodb.webhooks import TableEndpoints
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.poster import MemoryPoster, Posted
from onbrand.adapters.memory.table import MemoryTable
from onbrand.adapters.memory.work import MemoryWork
from onbrand.adapters.webhooks.guard import EndpointGuard
from onbrand.identity import Access, Role
from onbrand.kernel.events import Event
from onbrand.notify.delivery import Delivery, Status
from onbrand.notify.webhooks import (
    DeliveryLog,
    Disabled,
    Endpoint,
    EndpointDesign,
    Endpoints,
    FanOut,
    Retries,
    Sending,
    WebhookChannel,
    WebhookJob,
)
from onbrand.notify.webhooks.errors import DeliveryInFlightError, EndpointOffError, EndpointRefusedError
from onbrand.notify.webhooks.model import Answer
from onbrand.notify.webhooks.timing import SCHEDULE, wait_after
from tests.support.records import ORGANIZATION, make_event

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


@pytest.fixture
def house() -> House:
    return House()


def test_every_webhook_that_wants_it_is_told_once(house: House) -> None:
    both, one, other = house.endpoint(), house.endpoint("request.failed"), house.endpoint("brand.created")
    off = house.endpoint()
    house.endpoints.change(ADMIN, off.id, EndpointDesign(url=off.url, enabled=False), 1)
    event = make_event(1, "RequestFailed", payload={"error": "NoPictureError"})
    for _ in range(3):
        house.fan_out.handle(event)
        house.send()
    assert [posted.message_id for posted in house.poster.posted] == [event.id, event.id]
    assert house.delivery(both, event.id).status is Status.SENT
    assert house.delivery(one, event.id).status is Status.SENT
    assert house.deliveries.delivery(ORGANIZATION, other.id, event.id) is None
    assert house.deliveries.delivery(ORGANIZATION, off.id, event.id) is None


def test_another_organization_is_told_nothing(house: House) -> None:
    house.endpoint()
    house.fan_out.handle(make_event(1, "RequestFailed", organization_id="01JZ0000000000000000000002"))
    house.fan_out.handle(make_event(2, "MemberInvited"))
    assert house.jobs() == []


def test_the_whole_schedule_is_gone_through(house: House) -> None:
    endpoint, event = house.endpoint(), make_event(1, "RequestFailed")
    house.answers(500)
    house.fan_out.handle(event)
    assert house.send() == [Status.RETRYING]
    began = house.clock.now()
    for wait in SCHEDULE:
        due = house.delivery(endpoint, event.id).next_at
        assert due == house.clock.now() + wait
        house.clock.advance(seconds=wait.total_seconds() - 1)
        assert house.retries.hand_on(house.clock.now()) == 0
        house.clock.advance(seconds=1)
        assert house.retries.hand_on(house.clock.now()) == 1
        house.send()
    assert house.clock.now() - began == timedelta(hours=75, minutes=35, seconds=5)
    dead = house.delivery(endpoint, event.id)
    assert (dead.status, dead.tries, dead.next_at) == (Status.DEAD, 10, None)
    assert len(house.poster.posted) == 10
    assert {posted.body for posted in house.poster.posted} == {house.poster.posted[0].body}
    assert house.current(endpoint).enabled
    story = house.log.get(ADMIN, endpoint.id, event.id)
    assert [trial.status for trial in story.trials] == [500] * 10
    assert [one.cause for one in house.log.list(ADMIN, endpoint.id, 5, dead=True).items] == [event.id]


def test_an_endpoint_that_fails_for_five_days_is_switched_off(house: House) -> None:
    endpoint = house.endpoint()
    house.answers(500)
    for number in range(1, 8):
        house.fan_out.handle(make_event(number, "RequestFailed"))
        house.send()
        assert house.current(endpoint).enabled is (number < 6), number
        house.clock.advance(seconds=86_400)
    off = house.current(endpoint)
    assert off.disabled is Disabled.FAILING
    assert house.events().count("WebhookDisabled") == 1
    assert len(house.poster.posted) == 6
    house.endpoints.change(ADMIN, endpoint.id, EndpointDesign(url=off.url), off.version)
    house.fan_out.handle(make_event(9, "RequestFailed"))
    assert house.send() == [Status.RETRYING]
    assert house.current(endpoint).disabled is None


def test_one_success_in_between_keeps_it_on(house: House) -> None:
    endpoint = house.endpoint()
    for number in range(1, 12):
        house.answers(204 if number % 4 == 0 else 500)
        house.fan_out.handle(make_event(number, "RequestFailed"))
        house.send()
        house.clock.advance(seconds=86_400)
    assert house.current(endpoint).enabled


def test_gone_ends_everything_at_once(house: House) -> None:
    endpoint, event = house.endpoint(), make_event(1, "RequestFailed")
    other = make_event(2, "RequestFailed")
    house.answers(500)
    house.fan_out.handle(other)
    house.send()
    house.answers(410)
    house.fan_out.handle(event)
    assert house.send() == [Status.DEAD]
    assert house.current(endpoint).disabled is Disabled.GONE
    assert house.events().count("WebhookDisabled") == 1
    house.clock.advance(seconds=600)
    house.retries.hand_on(house.clock.now())
    assert house.send() == [Status.DROPPED]
    assert len(house.poster.posted) == 2
    with pytest.raises(EndpointOffError):
        house.log.redrive(ADMIN, endpoint.id, event.id)


@pytest.mark.parametrize(
    ("status", "asked", "expected"),
    [(429, 600, 600), (503, 600, 600), (503, 1, 5), (503, 10**9, 86_400), (500, 600, 5), (302, 600, 5)],
)
def test_more_time_is_given_where_it_may_be_asked_for(
    house: House, status: int, asked: int, expected: int
) -> None:
    endpoint, event = house.endpoint(), make_event(1, "RequestFailed")
    house.answers(status, retry_after_s=asked)
    house.fan_out.handle(event)
    house.send()
    assert house.delivery(endpoint, event.id).next_at == house.clock.now() + timedelta(seconds=expected)


@given(tries=st.integers(-1, 20), asked=st.none() | st.integers(0, 10**12))
def test_no_wait_is_shorter_than_planned_or_longer_than_a_day(tries: int, asked: int | None) -> None:
    wait = wait_after(tries, EndpointRefusedError("no", asked))
    if not 1 <= tries <= 9:
        assert wait is None
    else:
        assert wait is not None
        assert SCHEDULE[tries - 1] <= wait <= timedelta(hours=24)


def test_a_sender_that_was_lost_is_followed_by_another(house: House) -> None:
    endpoint, event = house.endpoint(), make_event(1, "RequestFailed")

    def killed(_: Posted) -> Answer:
        raise KeyboardInterrupt

    house.poster.answer = killed
    house.fan_out.handle(event)
    (job,) = house.jobs()
    with pytest.raises(KeyboardInterrupt):
        house.sending.attempt(job)
    house.answers(200)
    assert house.sending.attempt(job) is None
    house.clock.advance(seconds=121)
    assert house.retries.hand_on(house.clock.now()) == 1
    assert house.send() == [Status.SENT]
    assert house.delivery(endpoint, event.id).tries == 2


def test_a_job_that_was_lost_is_found_by_the_schedule(house: House) -> None:
    house.endpoint()
    house.fan_out.handle(make_event(1, "RequestFailed"))
    house.work.waiting.clear()
    assert house.retries.hand_on(house.clock.now() + timedelta(minutes=1)) == 1
    assert house.send() == [Status.SENT]


def test_time_can_be_moved_from_outside(house: House) -> None:
    house.endpoint()
    house.answers(500)
    house.fan_out.handle(make_event(1, "RequestFailed"))
    house.send()
    house.answers(200)
    assert house.retries.hand_on(house.clock.now() + timedelta(days=1)) == 1
    assert house.send() == [Status.SENT]


def test_two_senders_never_send_the_same_at_once(house: House) -> None:
    house.endpoint()
    house.fan_out.handle(make_event(1, "RequestFailed"))
    (job,) = house.jobs()
    inside: list[Status | None] = []

    def meanwhile(_: Posted) -> Answer:
        inside.append(house.sending.attempt(job))
        return Answer(status=200)

    house.poster.answer = meanwhile
    assert house.sending.attempt(job) is Status.SENT
    assert inside == [None]
    assert len(house.poster.posted) == 1


@settings(max_examples=25)
@given(seed=st.integers(0, 10**6), copies=st.integers(1, 4), events=st.integers(1, 6))
def test_in_any_order_and_however_often_each_is_taken_once(seed: int, copies: int, events: int) -> None:
    house, random = House(), Random(seed)  # noqa: S311 - a shuffle
    endpoints = [house.endpoint(), house.endpoint("request.failed")]
    told = [make_event(number, "RequestFailed") for number in range(1, events + 1)] * copies
    random.shuffle(told)
    for event in told:
        house.fan_out.handle(event)
    taken: set[tuple[str, str]] = set()

    def sometimes(posted: Posted) -> Answer:
        if random.random() < 0.3:
            raise EndpointRefusedError("no answer")
        assert (posted.message_id, posted.secrets[0]) not in taken
        taken.add((posted.message_id, posted.secrets[0]))
        return Answer(status=200)

    house.poster.answer = sometimes
    for wait in (timedelta(0), *SCHEDULE):
        house.clock.advance(seconds=wait.total_seconds())
        house.retries.hand_on(house.clock.now())
        jobs = house.jobs() * copies
        random.shuffle(jobs)
        for job in jobs:
            house.sending.attempt(job)
    sent = [house.delivery(endpoint, event.id).status for endpoint in endpoints for event in set_of(told)]
    assert sent.count(Status.SENT) == len(taken)
    assert set(sent) <= {Status.SENT, Status.DEAD}


def set_of(events: list[Event]) -> list[Event]:
    return list({event.id: event for event in events}.values())


def test_a_rotated_secret_signs_beside_the_former_one_for_a_day(house: House) -> None:
    issued = house.endpoints.create(ADMIN, EndpointDesign(url="https://hooks.example.com/a"))
    rotated = house.endpoints.rotate(ADMIN, issued.endpoint.id, 1)
    first, second = (one.secrets.current.get_secret_value() for one in (issued, rotated))
    for number in (1, 2):
        house.fan_out.handle(make_event(number, "RequestFailed"))
        house.send()
        house.clock.advance(seconds=86_400)
    assert [posted.secrets for posted in house.poster.posted] == [(second, first), (second,)]


def test_what_has_ended_can_be_sent_again_under_its_id(house: House) -> None:
    endpoint, event = house.endpoint(), make_event(1, "RequestFailed")
    house.answers(500)
    house.fan_out.handle(event)
    with pytest.raises(DeliveryInFlightError):
        house.log.redrive(ADMIN, endpoint.id, event.id)
    house.answers(410)
    house.send()
    off = house.current(endpoint)
    house.endpoints.change(ADMIN, endpoint.id, EndpointDesign(url=off.url), off.version)
    house.answers(200)
    again = house.log.redrive(ADMIN, endpoint.id, event.id)
    assert (again.status, again.tries) == (Status.HELD, 0)
    assert house.retries.hand_on(house.clock.now() + timedelta(minutes=1)) == 1
    assert house.send() == [Status.SENT]
    assert {posted.message_id for posted in house.poster.posted} == {event.id}
    assert house.log.list(ADMIN, endpoint.id, 5, dead=True).items == []


def test_one_event_costs_the_same_however_much_was_told_before(house: House) -> None:
    house.endpoint()
    costs = []
    for number in range(1, 30):
        with house.table.metered() as units:
            house.fan_out.handle(make_event(number, "RequestFailed"))
            house.send()
        costs.append((units.read, units.write))
    assert len(set(costs)) == 1
