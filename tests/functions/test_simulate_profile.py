"""A draft of the profile on the brand's last pictures, through its handler: what would change, and nothing stored."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.simulate_profile.handler import handler
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.bootstrap.parts import using
from onbrand.content.simulate import WORKING_TIME
from onbrand.identity import Role
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.northbeam import APPROVER, ORGANIZATION, REQUESTER, SECOND, add_member, profile_design
from tests.support.parts import memory_parts
from tests.support.world import World

DESIGN = profile_design()
STRICTER = {**DESIGN, "logo": {**DESIGN["logo"], "minimum_size": 0.9, "maximum_size": 0.95}}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    made = World()
    with using(made.parts):
        made.found()
        made.made = [made.submit(f"key-{number}", placements=("x_post",)).id for number in range(3)]  # type: ignore[attr-defined]
        made.rendered("never-drawn")
        made.table.drain()
        yield made


def simulate(
    world: World, body: dict[str, Any], who: str = REQUESTER, organization: str = ORGANIZATION
) -> Answer:
    path = f"/v1/brands/{world.brand.id}/simulate"
    headers = {"OnBrand-Organization": organization}
    event = http_event("POST", path, body=body, token=claims(who), headers=headers)
    return answer_of(handler(event, Context()))


def test_a_stricter_draft_changes_every_verdict_and_says_by_which_finding(world: World) -> None:
    answer = simulate(world, {"design": STRICTER})
    assert answer.status == 200, answer.text
    result = answer.json
    assert (result["judged"], result["changed"], result["next"]) == (3, 3, None)
    assert (result["passed_before"], result["passed_after"]) == (3, 0)
    assert [one["request_id"] for one in result["assets"]] == world.made[::-1]  # type: ignore[attr-defined]
    for one in result["assets"]:
        assert one["after"]["score"] < one["before"]["score"]
        assert one["changed"]
        (size,) = [two for two in one["findings"] if two["after"]["check"] == "logo_size"]
        assert size["before"]["severity"] == "ok"
        assert size["after"]["expected"] == 0.9


def test_the_present_profile_as_a_draft_changes_nothing(world: World) -> None:
    result = simulate(world, {"design": DESIGN}).json
    assert (result["judged"], result["changed"]) == (3, 0)
    assert [one["findings"] for one in result["assets"]] == [[], [], []]


def test_nothing_is_stored(world: World) -> None:
    before = set(world.objects.content_types)
    assert simulate(world, {"design": STRICTER, "limit": 1}).status == 200
    assert {record.new["type"] for record in world.table.drain() if record.new} <= {"rate"}
    assert set(world.objects.content_types) == before


def test_the_rest_is_asked_for_by_the_last_one(world: World) -> None:
    seen, before = [], None
    for _ in range(4):
        body = {"design": DESIGN, "limit": 2} | ({"before": before} if before else {})
        result = simulate(world, body).json
        seen += [one["request_id"] for one in result["assets"]]
        if (before := result["next"]) is None:
            break
    assert seen == world.made[::-1]  # type: ignore[attr-defined]


class HurryingClock(FrozenClock):
    """Every look at it takes most of the time there is."""

    def now(self) -> datetime:
        self.advance(seconds=(WORKING_TIME / 2 + timedelta(seconds=1)).total_seconds())
        return super().now()


def test_when_time_is_short_fewer_are_judged_and_the_rest_is_named(world: World) -> None:
    parts = memory_parts(table=world.table, objects=world.objects, clock=HurryingClock())
    with using(parts):
        first = simulate(world, {"design": DESIGN}).json
        assert first["judged"] == 2
        rest = simulate(world, {"design": DESIGN, "before": first["next"]}).json
    assert (rest["judged"], rest["next"]) == (1, None)


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({}, "/design"),
        ({"design": {**DESIGN, "palette": []}}, "/design/palette"),
        ({"design": {**DESIGN, "compliance": {"must_pass": ["no_such"]}}}, "/design/compliance/must_pass/0"),
        ({"design": DESIGN, "limit": 51}, "/limit"),
        ({"design": DESIGN, "before": "x"}, "/before"),
    ],
)
def test_what_is_wrong_is_pointed_at(world: World, body: dict[str, Any], pointer: str) -> None:
    answer = simulate(world, body)
    assert answer.status == 422
    assert pointer in [error["pointer"] for error in answer.json["errors"]]


@pytest.mark.parametrize(("who", "status"), [(REQUESTER, 200), (SECOND, 200), (APPROVER, 403)])
def test_those_who_write_profiles_may_try(world: World, who: str, status: int) -> None:
    assert simulate(world, {"design": DESIGN, "limit": 1}, who).status == status


def test_a_brand_of_others_is_unknown(world: World) -> None:
    other = "01JZ0000000000000000000077"
    add_member(world.table, "user-elsewhere", Role.OWNER, world.clock, other)
    assert simulate(world, {"design": DESIGN}, "user-elsewhere", other).status == 404
