"""Deliveries that fail: when they are tried again, when no more, and when a webhook is switched off."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.notify.delivery import Status
from onbrand.notify.webhooks import Disabled, EndpointDesign
from onbrand.notify.webhooks.errors import DeliveryInFlightError, EndpointOffError, EndpointRefusedError
from onbrand.notify.webhooks.timing import SCHEDULE, wait_after
from tests.support.records import make_event
from tests.support.webhooking import ADMIN, House


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
