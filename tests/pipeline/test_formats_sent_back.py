"""Formats that were sent back are made anew, and only those: what was found good keeps its bytes."""

from collections.abc import Sequence
from typing import Any

import pytest

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.brand import brands
from onbrand.bootstrap.content import revisions
from onbrand.content import ContentRequest, Decision, RequestStatus, Revision, Variant
from onbrand.content.assets import FoundGood
from onbrand.content.model import EditKind
from tests.support.northbeam import APPROVER, ORGANIZATION
from tests.support.world import World

GOOD, BACK = "x_post", "instagram_square"


@pytest.fixture
def request_of_two(world: World) -> ContentRequest:
    """A request whose first format was found good, and whose second one was sent back."""
    world.workflow(steps=[{"approvers": [APPROVER], "due_hours": 8}])
    request = world.submit(placements=(GOOD, BACK))
    send_back(world, request, BACK)
    return world.request(request.id)


def send_back(world: World, request: ContentRequest, *placements: str) -> None:
    approval_service().decide(
        ORGANIZATION,
        request.id,
        APPROVER,
        Decision.CHANGES_REQUESTED,
        "The text is lost here.",
        request.content_version,
        "api",
        sent_back=placements,
    )
    world.drain()


def revise(
    world: World, request: ContentRequest, brief: dict[str, Any] | None = None, **more: Any
) -> ContentRequest:
    new = request.brief.model_copy(update=brief or {})
    revisions().revise(
        world.access, request.id, Revision(brief=new, content_version=request.content_version, **more)
    )
    world.drain()
    return world.request(request.id)


def texts(request: ContentRequest, headline: str = "Better") -> dict[str, Any]:
    return {"texts": {**request.brief.texts, "headline": headline}}


def files(world: World, request: ContentRequest) -> dict[str, Variant]:
    return {one.placement: one for one in world.story(request.id).variants}


def made_anew(before: dict[str, Variant], after: dict[str, Variant]) -> Sequence[str]:
    return [name for name in after if name not in before or after[name].key != before[name].key]


def test_what_was_found_good_keeps_its_bytes_and_the_review_asks_anew(
    world: World, request_of_two: ContentRequest
) -> None:
    first = world.story(request_of_two.id)
    before = files(world, request_of_two)
    request = revise(world, request_of_two, texts(request_of_two))
    assert (request.status, request.content_version) == (RequestStatus.IN_REVIEW, 2)
    assert request.edits == ((EditKind.PICTURE,),)
    after = files(world, request)
    assert made_anew(before, after) == [BACK]
    assert after[BACK].sha256 != before[BACK].sha256
    decision = first.request.decision
    assert decision is not None
    good = FoundGood(content_version=1, by=APPROVER, at=decision.decided_at)
    assert after[GOOD] == before[GOOD].model_copy(update={"found_good": good})
    story = world.story(request.id)
    assert story.asset is not None
    assert story.asset.lead_placement == BACK
    assert request.score == min(one.score for one in after.values() if one.score is not None)
    (rendered,) = [one for one in story.events if one.type == "VariantsRendered"][1:]
    assert rendered.payload["taken_over"] == [GOOD]
    world.decide(request.id, "approved")
    assert world.request(request.id).package_key is not None


def test_a_step_that_pictures_do_not_reopen_keeps_its_approval(world: World) -> None:
    step = {"approvers": [APPROVER], "due_hours": 8}
    world.workflow(steps=[{**step, "reopened_by": ["words"]}, step])
    request = world.submit(placements=(GOOD, BACK))
    world.decide(request.id, "approved")
    send_back(world, request, BACK)
    request = revise(world, world.request(request.id), texts(request))
    assert approval_service().review(world.access, request.id).step.position == 1


def test_a_format_stays_good_over_several_rounds(world: World, request_of_two: ContentRequest) -> None:
    before = files(world, request_of_two)
    request = revise(world, request_of_two, texts(request_of_two))
    send_back(world, request, BACK)
    request = revise(world, world.request(request.id), texts(request, "Best"))
    after = files(world, request)
    assert made_anew(before, after) == [BACK]
    assert after[GOOD].found_good is not None
    assert after[GOOD].found_good.content_version == 2


@pytest.mark.parametrize("more", [{"whole": True}, {"brief": {"keywords": ("barista",)}}])
def test_the_whole_is_made_anew_for_another_picture_or_when_it_is_asked_for(
    world: World, request_of_two: ContentRequest, more: dict[str, Any]
) -> None:
    before = files(world, request_of_two)
    after = files(world, revise(world, request_of_two, **more))
    assert made_anew(before, after) == [GOOD, BACK]
    assert all(one.found_good is None for one in after.values())


def test_a_format_that_is_taken_out_leaves_the_others_as_they_are(
    world: World, request_of_two: ContentRequest
) -> None:
    before = files(world, request_of_two)
    request = revise(world, request_of_two, placements=(GOOD,))
    assert made_anew(before, files(world, request)) == []
    assert request.status is RequestStatus.IN_REVIEW
    assert request.score == before[GOOD].score


def test_new_texts_without_a_format_to_show_them_are_shown_on_all(
    world: World, request_of_two: ContentRequest
) -> None:
    before = files(world, request_of_two)
    request = revise(world, request_of_two, texts(request_of_two), placements=(GOOD,))
    assert made_anew(before, files(world, request)) == [GOOD]


def test_what_an_unfinished_version_was_to_take_over_still_stands(
    world: World, request_of_two: ContentRequest
) -> None:
    before = files(world, request_of_two)
    request = revise(world, request_of_two, texts(request_of_two, "A headline that fits nowhere " * 12))
    assert request.status is RequestStatus.FAILED
    request = revise(world, request, texts(request))
    assert request.status is RequestStatus.IN_REVIEW
    assert made_anew(before, files(world, request)) == [BACK]
    assert {one.placement for one in world.story(request.id).previous} == {GOOD, BACK}


def test_what_was_taken_over_is_judged_by_a_profile_that_came_meanwhile(
    world: World, request_of_two: ContentRequest
) -> None:
    before = files(world, request_of_two)
    profile = brands().profile(world.access, world.brand.id)
    brands().update(world.access, world.brand.id, profile.design, profile.version)
    world.drain()
    request = revise(world, request_of_two, texts(request_of_two))
    after = files(world, request)
    assert after[GOOD].sha256 == before[GOOD].sha256
    assert {one.verdict["profile_version"] for one in after.values()} == {profile.version + 1}
