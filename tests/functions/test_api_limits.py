"""The members' API says its limits and keeps them, and strangers cannot use up a tenant's."""

import re
from importlib import import_module
from typing import Any

import pytest

from functions.api.examples import BODIES
from functions.api.handler import handler
from onbrand.bootstrap.parts import Parts
from onbrand.entry.limits import limit_headers
from onbrand.kernel.limits import Standing
from onbrand.metering.throttle import PERSON, TENANT
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.scenes import Scene, found, register

UNKNOWN = "01JZZZZZZZZZZZZZZZZZZZZZZZ"


def call(path: str, who: str | None, **more: Any) -> Answer:
    token = claims(who) if who else None
    return answer_of(handler(http_event("GET", path, token=token, **more), Context()))


def use_up(own: Parts, who: str, *, but: int = 0) -> None:
    for _ in range(PERSON.window.calls - but):
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


def test_a_member_is_told_the_tenants_limit_too(own: Parts, scene: Scene) -> None:
    answer = call("/v1/brands", scene.owner.id)
    assert answer.headers["ratelimit-policy"] == '"person";q=600;w=60, "tenant";q=3000;w=60'


def test_a_tenant_that_calls_too_often_is_refused_and_no_other_one(own: Parts, scene: Scene) -> None:
    other = found(own, "southfall")
    for _ in range(TENANT.window.calls):
        own.throttle.tenant(scene.organization.id)
    for member in (scene.owner, scene.approver):
        answer = call("/v1/brands", member.id)
        assert (answer.status, answer.json["type"]) == (429, "urn:onbrand:problem:rate-limited")
        assert "this tenant may make 3000 in 60 seconds" in answer.json["detail"]
        assert 1 <= int(answer.headers["retry-after"]) <= 63
        assert '"tenant";r=0;t=' in answer.headers["ratelimit"]
    assert call("/v1/brands", other.owner.id).status == 200
    own.clock.advance(seconds=int(answer.headers["retry-after"]))  # type: ignore[attr-defined]
    assert call("/v1/brands", scene.owner.id).status == 200


def test_strangers_who_name_a_tenant_use_up_nothing_of_it(own: Parts, scene: Scene) -> None:
    stranger = register("stranger")
    before = left_of_tenant(call("/v1/brands", scene.owner.id))
    for _ in range(40):
        answer = call("/v1/brands", stranger.id, headers={"OnBrand-Organization": scene.organization.id})
        assert answer.status in (403, 404)
        assert "tenant" not in answer.headers["ratelimit"]
    assert left_of_tenant(call("/v1/brands", scene.owner.id)) == before - 1


def left_of_tenant(answer: Answer) -> int:
    found = re.search(r'"tenant";r=(\d+)', answer.headers["ratelimit"])
    assert found
    return int(found[1])


def test_the_description_tells_the_limits_of_every_counted_operation() -> None:
    document = call("/v1/openapi.json", None).json
    counted = {"RateLimit", "RateLimit-Policy"}
    for path in document["paths"].values():
        for operation in path.values():
            answers = operation["responses"]
            if operation["operationId"] == "getHealth":
                assert "429" not in answers
                continue
            assert answers["429"] == {"$ref": "#/components/responses/TooManyCalls"}
            good = [answer for status, answer in answers.items() if status[0] in "23"]
            assert good and all(counted <= answer["headers"].keys() for answer in good)
    headers = document["components"]["headers"]
    told = [
        Standing(policy=one.name, window=one.window, remaining=left, resets_in_s=60)
        for one, left in ((PERSON, 598), (TENANT, 2_991))
    ]
    assert limit_headers(told) == {name: headers[name]["example"] for name in counted}


@pytest.mark.parametrize(
    "name", ["preview_template", "simulate_profile", "complete_brand_asset", "score_visual"]
)
def test_the_doors_that_touch_pixels_count_like_the_others(own: Parts, scene: Scene, name: str) -> None:
    door = import_module(f"functions.{name}.handler").handler
    path, body = {
        "preview_template": (f"/v1/templates/{UNKNOWN}/preview", {"texts": {}}),
        "simulate_profile": (f"/v1/brands/{UNKNOWN}/simulate", {"design": BODIES["createBrand"]}),
        "complete_brand_asset": (f"/v1/brands/{UNKNOWN}/assets/{UNKNOWN}/complete", None),
        "score_visual": (f"/v1/brands/{UNKNOWN}/assets/{UNKNOWN}/score", None),
    }[name]
    event = http_event("POST", path, token=claims(scene.owner.id), body=body)
    answer = answer_of(door(event, Context()))
    assert answer.status == 404
    assert answer.headers["ratelimit-policy"] == '"person";q=600;w=60, "tenant";q=3000;w=60'
    use_up(own, scene.owner.id, but=1)
    assert answer_of(door(event, Context())).status == 429
