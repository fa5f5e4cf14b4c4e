"""Rules of a brand that are waived for a request: what counts meanwhile, and what falls when a waiver ends."""

from datetime import timedelta
from typing import Any

import pytest

from onbrand.bootstrap.content import content_service, requests, revisions, waivers
from onbrand.compliance.model import Outcome
from onbrand.content import ContentRequest, RequestStatus, Revision
from onbrand.content.waivers import NewWaiver
from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from tests.support.demanding import BIG_LOGO, ask_for_more
from tests.support.northbeam import APPROVER, ORGANIZATION, SECOND
from tests.support.world import World


def waive(world: World, request: ContentRequest, hours: float = 5, **changes: Any) -> str:
    fields = {
        "check": "logo_size",
        "reason": "The partner asked for it.",
        "ends_at": world.clock.now() + timedelta(hours=hours),
        **changes,
    }
    waiver = waivers().waive(world.access, request.id, NewWaiver(**fields))
    world.drain()
    return waiver.id


@pytest.fixture
def strict(world: World) -> ContentRequest:
    """A request in review whose logo breaks a rule that must hold since the brand has changed."""
    request = world.submit()
    ask_for_more(world, **BIG_LOGO, compliance={"must_pass": ["logo_size"]})
    world.drain()
    request = world.request(request.id)
    assert (request.outcome, request.status) == (Outcome.FAIL, RequestStatus.IN_REVIEW)
    return request


def test_a_waived_rule_that_must_hold_no_longer_fails_the_picture_and_that_is_said(
    world: World, strict: ContentRequest
) -> None:
    waive(world, strict)
    shown = waivers().of(world.access, strict.id)
    assert shown.without is not None
    assert shown.counted is not None
    assert shown.without.outcome is Outcome.FAIL
    assert shown.counted.outcome is not Outcome.FAIL
    assert (shown.counted.score or 0) > (shown.without.score or 1)
    for picture in shown.pictures:
        (said,) = picture.said
        assert said.endswith("The rule must hold, but does not fail the picture meanwhile.")
        assert "The partner asked for it." in said
    event = world.story(strict.id).events[-1]
    assert (event.type, event.actor) == ("ComplianceWaived", world.access.user_id)
    assert {
        "brand_id": world.brand.id,
        "check": "logo_size",
        "component": "logo",
    }.items() <= event.payload.items()
    assert event.payload["waived_score"] == shown.counted.score
    assert world.request(strict.id).score == strict.score


def test_a_waiver_ends_by_itself_and_what_falls_by_that_is_asked_anew(
    world: World, strict: ContentRequest
) -> None:
    waive(world, strict, hours=1)
    world.clock.advance(seconds=3599)
    assert len(waivers().of(world.access, strict.id).active) == 1
    world.clock.advance(seconds=1)
    shown = waivers().of(world.access, strict.id)
    assert (shown.active, shown.counted) == ([], shown.without)

    world.settle(hours=0)

    again = world.request(strict.id)
    assert (again.status, again.attempt, again.waived) == (RequestStatus.IN_REVIEW, strict.attempt + 1, None)
    told = [one.type for one in world.story(strict.id).events]
    assert (told.count("WaiverExpired"), told.count("ReviewReopened")) == (1, 2)
    world.settle(hours=0)
    assert [one.type for one in world.story(strict.id).events] == told


def test_a_withdrawn_waiver_does_not_count_and_withdrawing_twice_is_once(
    world: World, strict: ContentRequest
) -> None:
    waiver = waive(world, strict)
    for _ in range(2):
        ended = waivers().withdraw(world.access, strict.id, waiver)
        assert ended.withdrawn_by == world.access.user_id
    world.drain()
    assert [one.type for one in world.story(strict.id).events].count("WaiverWithdrawn") == 1
    assert waivers().of(world.access, strict.id).active == []
    assert world.request(strict.id).attempt == strict.attempt + 1
    world.settle(hours=24)
    assert "WaiverExpired" not in [one.type for one in world.story(strict.id).events]


def test_a_waiver_of_one_picture_leaves_the_other_as_it_is(world: World, strict: ContentRequest) -> None:
    waive(world, strict, placement="x_post")
    by_placement = {one.placement: one for one in waivers().of(world.access, strict.id).pictures}
    assert by_placement["x_post"].counted.outcome is not Outcome.FAIL
    assert by_placement["instagram_square"].counted.outcome is Outcome.FAIL


def test_a_waiver_goes_on_counting_under_a_new_profile(world: World, strict: ContentRequest) -> None:
    waive(world, strict)
    ask_for_more(world, **BIG_LOGO, compliance={"must_pass": ["logo_size"], "threshold": 0.79})
    world.drain()
    again = world.request(strict.id)
    assert again.attempt == strict.attempt
    assert again.waived is not None
    assert again.waived.outcome is not Outcome.FAIL
    assert again.outcome is Outcome.FAIL


def test_a_step_that_asks_for_a_score_counts_the_waiver_while_it_is_in_force(world: World) -> None:
    world.workflow(steps=[{"approvers": [APPROVER]}, {"approvers": [SECOND], "min_score": 0.9}])
    with_waiver, without = world.submit("one"), world.submit("two")
    ask_for_more(world, **BIG_LOGO)
    world.drain()
    assert (world.request(without.id).score or 1) < 0.9
    waive(world, with_waiver)
    world.decide(with_waiver.id, "approved")
    world.decide(without.id, "approved")
    assert world.request(with_waiver.id).status is RequestStatus.IN_REVIEW
    assert world.request(without.id).status is RequestStatus.CHANGES_REQUESTED


def test_only_those_who_answer_for_the_brand_waive(world: World, strict: ContentRequest) -> None:
    new = NewWaiver(check="logo_size", reason="no", ends_at=world.clock.now() + timedelta(1))
    for role in (Role.APPROVER, Role.CREATOR, Role.VIEWER):
        with pytest.raises(PermissionMissingError):
            waivers().waive(Access("somebody", ORGANIZATION, role), strict.id, new)
    assert requests().request(ORGANIZATION, strict.id).waived is None


def test_waivers_are_for_the_asset_as_it_is(world: World, strict: ContentRequest) -> None:
    waive(world, strict)
    brief = strict.brief.model_copy(update={"caption": "Other words."})
    revisions().revise(world.access, strict.id, Revision(brief=brief, content_version=strict.content_version))
    world.drain()
    assert world.request(strict.id).waived is None
    assert waivers().of(world.access, strict.id).active == []
    assert content_service().get(world.access, strict.id).content_version == 2
