"""Deliveries to webhooks, each taken once, with a receiver in memory."""

from datetime import timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.memory.poster import Posted
from onbrand.kernel.events import Event
from onbrand.notify.delivery import Status
from onbrand.notify.webhooks import EndpointDesign
from onbrand.notify.webhooks.errors import EndpointRefusedError
from onbrand.notify.webhooks.model import Answer
from onbrand.notify.webhooks.timing import SCHEDULE
from tests.support.records import ORGANIZATION, make_event
from tests.support.webhooking import ADMIN, House


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


def test_one_event_costs_the_same_however_much_was_told_before(house: House) -> None:
    house.endpoint()
    costs = []
    for number in range(1, 30):
        with house.table.metered() as units:
            house.fan_out.handle(make_event(number, "RequestFailed"))
            house.send()
        costs.append((units.read, units.write))
    assert len(set(costs)) == 1
