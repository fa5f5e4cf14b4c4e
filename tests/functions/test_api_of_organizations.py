"""Whose organization a call of the API is about, and who may see and do what in it."""

import pytest

from functions.api.examples import BODIES
from onbrand.bootstrap.parts import Parts
from tests.support.api import UNKNOWN, call, problem_of
from tests.support.scenes import Scene, found, in_review, register


def test_a_person_with_one_organization_need_not_name_it(scene: Scene) -> None:
    assert call("GET", "/v1/organizations/current", scene.owner.id).json["id"] == scene.organization.id


def test_a_person_with_several_must_name_one(own: Parts, scene: Scene) -> None:
    other = call(
        "POST",
        "/v1/organizations",
        scene.owner.id,
        body={**BODIES["createOrganization"], "slug": "second-one"},
    )
    problem_of(call("GET", "/v1/organizations/current", scene.owner.id), 400)
    named = call(
        "GET", "/v1/organizations/current", scene.owner.id, headers={"onbrand-organization": other.json["id"]}
    )
    assert named.json["slug"] == "second-one"


def test_an_organization_of_others_is_answered_like_an_unknown_one(own: Parts, scene: Scene) -> None:
    stranger = register("stranger")
    foreign = call("GET", "/v1/brands", stranger.id, headers={"OnBrand-Organization": scene.organization.id})
    unknown = call("GET", "/v1/brands", stranger.id, headers={"OnBrand-Organization": UNKNOWN})
    assert problem_of(foreign, 404) == problem_of(unknown, 404)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/brands/{brand}",
        "/v1/brands/{brand}/templates",
        "/v1/requests/{request}",
        "/v1/requests/{request}/compliance",
        "/v1/requests/{request}/variants/instagram_square/file",
        "/v1/requests/{request}/variants/instagram_square/preview",
    ],
)
def test_things_of_others_are_answered_like_unknown_ones(own: Parts, path: str) -> None:
    mine, other = in_review(own, "northbeam"), found(own, "southbeam")
    theirs = path.format(brand=mine.brand.id, request=mine.request.id)
    nothing = path.format(brand=UNKNOWN, request=UNKNOWN)
    foreign = problem_of(call("GET", theirs, other.owner.id), 404)
    assert foreign == problem_of(call("GET", nothing, other.owner.id), 404)
    assert call("GET", theirs, mine.owner.id).status in (200, 302)


def test_members_are_added_to_the_organization_that_the_path_names(own: Parts, scene: Scene) -> None:
    path = f"/v1/organizations/{scene.organization.id}/members"
    added = call("POST", path, scene.owner.id, body=BODIES["addMember"])
    assert added.status == 201
    assert added.json["invitation"]["organization_id"] == scene.organization.id
    assert len(call("GET", path, scene.owner.id).json["items"]) == 2
    other = found(own, "southbeam")
    theirs = call("POST", path, other.owner.id, body=BODIES["addMember"])
    unknown = call(
        "POST", path.replace(scene.organization.id, UNKNOWN), other.owner.id, body=BODIES["addMember"]
    )
    assert problem_of(theirs, 404) == problem_of(unknown, 404)


def test_a_removed_member_is_out_with_the_next_call(scene: Scene) -> None:
    assert call("GET", "/v1/brands", scene.approver.id).status == 200
    gone = call("DELETE", f"/v1/organizations/current/members/{scene.approver.id}", scene.owner.id)
    assert (gone.status, gone.body) == (204, b"")
    assert call("GET", "/v1/brands", scene.approver.id).status == 400


def test_a_role_that_does_not_allow_it_is_refused(scene: Scene) -> None:
    problem_of(call("POST", "/v1/brands", scene.approver.id, body=BODIES["createBrand"]), 403)
