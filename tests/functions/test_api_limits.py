"""The members' API says its limits and keeps them, and strangers cannot use up a tenant's."""

from typing import Any

import pytest

from functions.api.handler import handler
from onbrand.bootstrap.parts import Parts
from onbrand.metering.throttle import PERSON
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.scenes import Scene, found


def call(path: str, who: str | None, **more: Any) -> Answer:
    token = claims(who) if who else None
    return answer_of(handler(http_event("GET", path, token=token, **more), Context()))


@pytest.fixture
def scene(own: Parts) -> Scene:
    return found(own)


def use_up(own: Parts, who: str) -> None:
    for _ in range(PERSON.window.calls):
        own.throttle.person(who)


def test_an_answer_tells_the_limits_it_was_counted_in(own: Parts, scene: Scene) -> None:
    answer = call("/v1/me", "anna")
    assert answer.headers["ratelimit-policy"] == '"person";q=600;w=60'
    assert answer.headers["ratelimit"].startswith('"person";r=')
    assert ";t=" in answer.headers["ratelimit"]


def test_whoever_calls_too_often_is_told_when_to_come_back(own: Parts, scene: Scene) -> None:
    use_up(own, "anna")
    answer = call("/v1/me", "anna")
    assert answer.status == 429
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json["type"] == "urn:onbrand:problem:rate-limited"
    assert "600 in 60 seconds" in answer.json["detail"]
    assert 1 <= int(answer.headers["retry-after"]) <= 63
    assert answer.headers["ratelimit"].startswith('"person";r=0;t=')
    assert call("/v1/me", "somebody else").status != 429
    own.clock.advance(seconds=int(answer.headers["retry-after"]))  # type: ignore[attr-defined]
    assert call("/v1/me", "anna").status != 429


def test_a_call_without_a_person_is_not_counted(own: Parts) -> None:
    answer = call("/v1/health", None)
    assert answer.status == 200
    assert "ratelimit" not in answer.headers
