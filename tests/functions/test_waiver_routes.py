"""Waivers through the members' API."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.api.handler import handler
from onbrand.bootstrap.brand import brands
from onbrand.bootstrap.parts import using
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.northbeam import APPROVER, ORGANIZATION, REQUESTER, profile_design
from tests.support.world import World

LATER = "2026-02-01T12:00:00Z"
NEW = {"check": "logo_size", "reason": "The partner asked for it.", "ends_at": LATER}


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A request that fell under a new version of its brand's profile."""
    made = World()
    with using(made.parts):
        made.found()
        made.one = made.submit(placements=("x_post",))  # type: ignore[attr-defined]
        design = profile_design()
        logo = {**design["logo"], "minimum_size": 0.9, "maximum_size": 0.95}
        brands().update(made.access, made.brand.id, {**design, "logo": logo}, 1)
        made.drain()
        yield made


def call(world: World, method: str, path: str, who: str = REQUESTER, body: Any = None) -> Answer:
    headers = {"OnBrand-Organization": ORGANIZATION}
    return answer_of(
        handler(http_event(method, path, body=body, token=claims(who), headers=headers), Context())
    )


def path_of(world: World) -> str:
    return f"/v1/requests/{world.one.id}/waivers"  # type: ignore[attr-defined]


def test_a_waiver_is_made_shown_and_withdrawn(world: World) -> None:
    path = path_of(world)
    made = call(world, "POST", path, body=NEW)
    assert made.status == 201, made.text
    assert (made.json["component"], made.json["created_by"]) == ("logo", REQUESTER)
    assert "logo" in made.json["message"].lower()
    assert call(world, "POST", path, body=NEW).status == 409

    shown = call(world, "GET", path, APPROVER).json
    assert shown["in_force"] == [made.json["id"]]
    assert shown["counted"]["score"] > shown["without"]["score"]
    (picture,) = shown["pictures"]
    assert picture["said"][0].endswith("This is waived until 1 February 2026: The partner asked for it.")
    assert picture["components"]["logo"] > 0.5

    for _ in range(2):
        gone = call(world, "POST", f"{path}/{made.json['id']}/withdraw")
        assert (gone.status, gone.json["withdrawn_by"]) == (200, REQUESTER)
    shown = call(world, "GET", path).json
    assert (shown["in_force"], shown["counted"]) == ([], shown["without"])
    assert len(shown["waivers"]) == 1


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"check": "overlaps"}, 422),
        ({"placement": "pinterest_pin"}, 422),
        ({"placement": "x_post", "box": [1, 2, 3, 4]}, 422),
        ({"ends_at": "2026-01-01T00:00:00Z"}, 422),
        ({"ends_at": "tomorrow"}, 422),
        ({"ends_at": "2026-02-01T12:00:00"}, 422),
        ({"reason": "  "}, 422),
        ({"check": "Logo Size"}, 422),
    ],
)
def test_what_is_no_waiver_is_refused(world: World, changes: dict[str, Any], status: int) -> None:
    answer = call(world, "POST", path_of(world), body={**NEW, **changes})
    assert answer.status == status, answer.text
    assert json.loads(answer.body)["detail"].endswith(".")


def test_an_approver_reads_and_does_not_waive(world: World) -> None:
    assert call(world, "POST", path_of(world), APPROVER, NEW).status == 403
    assert call(world, "GET", path_of(world), APPROVER).status == 200
    unknown = f"{path_of(world)}/01JZZZZZZZZZZZZZZZZZZZZZZZ/withdraw"
    assert call(world, "POST", unknown).status == 404


def test_what_fell_is_listed_with_its_brand(world: World) -> None:
    answer = call(world, "GET", f"/v1/brands/{world.brand.id}/rescores")
    (fall,) = answer.json["items"]
    assert (fall["request_id"], fall["placements"]) == (world.one.id, ["x_post"])  # type: ignore[attr-defined]
    assert (fall["before"]["outcome"], answer.json["next_cursor"]) == ("pass", None)
    assert call(world, "GET", "/v1/brands/01JZZZZZZZZZZZZZZZZZZZZZZZ/rescores").status == 404
