"""A brand asks for more while requests are under review: they are judged again, and what falls is asked anew."""

from datetime import timedelta
from typing import Any

import pytest

from onbrand.bootstrap.brand import brands, templates
from onbrand.bootstrap.content import content_service, requests, rescore_planning, revisions, waivers
from onbrand.brand.profile import LogoVariant
from onbrand.compliance.model import Outcome
from onbrand.content import ContentRequest, RequestStatus, Revision
from onbrand.content.waivers import NewWaiver
from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from tests.support.world import APPROVER, NORTHBEAM, ORGANIZATION, PLACEMENTS, SECOND, World, northbeam


def ask_for_more(world: World, **changes: Any) -> None:
    """A new version of the profile, on its way to its consumers."""
    design = {name: value for name, value in northbeam("brand.json").items() if name != "logos"}
    for name, change in changes.items():
        design[name] = {**design.get(name, {}), **change}
    current = brands().profile(world.access, world.brand.id)
    brands().update(world.access, world.brand.id, design, current.version)


BIG_LOGO = {"logo": {"minimum_size": 0.9, "maximum_size": 0.95}}
SAME = {"compliance": {"threshold": 0.7}}


def types(world: World, request: ContentRequest) -> list[str]:
    return [event.type for event in world.story(request.id).events]


def test_what_falls_under_a_new_profile_is_listed_and_goes_back_to_its_approvers(world: World) -> None:
    request = world.submit()
    first = world.execution(request)
    assert (request.outcome, request.status) == (Outcome.PASS, RequestStatus.IN_REVIEW)

    ask_for_more(world, **BIG_LOGO)
    world.drain()

    again, story = world.request(request.id), world.story(request.id)
    assert again.status is RequestStatus.IN_REVIEW
    assert (again.attempt, again.content_version) == (request.attempt + 1, request.content_version)
    assert again.outcome is not Outcome.PASS
    assert again.judged is not None
    assert again.judged.profile_version == 2
    assert {one.verdict["profile_version"] for one in story.variants} == {2}
    assert (first.status, world.execution(again).status) == ("ABORTED", "RUNNING")
    assert types(world, request)[-6:] == [
        "RescoreRequested",
        "RequestRescored",
        "ReviewReopened",
        "RequestRetried",
        "RequestPrepared",
        "ApprovalOpened",
    ]
    assert {(one.step, one.status) for one in story.approvals} == {(1, "superseded"), (2, "open")}
    (fall,) = rescore_planning().falls(world.access, world.brand.id, 10, None).items
    assert (fall.request_id, fall.placements) == (request.id, PLACEMENTS)
    assert fall.before.outcome is Outcome.PASS
    assert (fall.after.score, fall.after.outcome) == (again.score, again.outcome)

    world.decide(request.id, "approved")
    assert world.request(request.id).status is RequestStatus.APPROVED
    assert types(world, request).count("VariantsRendered") == 1


def test_events_of_a_new_version_that_come_twice_change_nothing(world: World) -> None:
    request = world.submit()
    ask_for_more(world, **BIG_LOGO)
    world.drain()
    before = world.story(request.id)
    for event in reversed(before.events):
        world.deliver(event)
    world.drain()
    assert world.story(request.id) == before
    assert len(rescore_planning().falls(world.access, world.brand.id, 10, None).items) == 1


def test_what_stands_under_the_new_profile_stays_with_its_approvers(world: World) -> None:
    request = world.submit()
    ask_for_more(world, **SAME)
    world.drain()
    again = world.request(request.id)
    assert (again.status, again.attempt) == (RequestStatus.IN_REVIEW, request.attempt)
    assert types(world, request)[-1] == "RequestRescored"
    assert rescore_planning().falls(world.access, world.brand.id, 10, None).items == []
    world.decide(request.id, "approved")
    assert world.request(request.id).package_key is not None


def test_another_logo_judges_the_pictures_with_the_one_before_anew(world: World) -> None:
    request = world.submit(placements=("x_post",))
    assert request.pinned is not None
    other = (NORTHBEAM / "logos/full.svg").read_bytes().replace(b"#17382E", b"#7A1FA2")
    for variant in LogoVariant:
        world.logo(variant, other)
    world.drain()

    again, story = world.request(request.id), world.story(request.id)
    assert again.judged is not None
    assert again.judged.profile_version == request.pinned.profile_version
    assert again.judged.logos != request.pinned.logos
    assert (again.status, again.attempt) == (RequestStatus.IN_REVIEW, request.attempt + 1)
    assert rescore_planning().falls(world.access, world.brand.id, 10, None).items[0].request_id == request.id
    (reopened,) = [one for one in story.events if one.type == "ReviewReopened"]
    assert reopened.payload["why"] == "the brand has other logos now"
    assert "logo_colours" in [one["check"] for one in story.variants[0].verdict["findings"]]

    rescored = types(world, request).count("RequestRescored")
    world.logo(LogoVariant.FULL, other)
    world.drain()
    assert types(world, request).count("RequestRescored") == rescored, "the same file is the same logo"


def test_a_new_version_of_the_template_counts_as_well(world: World) -> None:
    request = world.submit()
    template = templates().publish(world.access, world.template.id, world.template.version)
    world.drain()
    judged = world.request(request.id).judged
    assert judged is not None
    assert judged.template_version == template.version


def test_an_approval_that_is_not_final_does_not_survive_the_fall(world: World) -> None:
    """The first of two steps had agreed to a picture that was better by its brand's words of then."""
    step = {"due_hours": 8}
    world.workflow(steps=[{**step, "approvers": [APPROVER]}, {**step, "approvers": [SECOND]}])
    request = world.submit()
    world.decide(request.id, "approved")
    assert world.story(request.id).approvals[-1].approver_id == SECOND

    ask_for_more(world, **BIG_LOGO)
    world.drain()

    asked = [one for one in world.story(request.id).approvals if one.status == "open"]
    assert [one.approver_id for one in asked] == [APPROVER]


def test_an_approved_request_that_is_not_packed_yet_goes_back(world: World) -> None:
    request = world.submit()
    world.before["FinalizeRequest"] = lambda: ask_and_drain(world)
    world.decide(request.id, "approved")
    again = world.request(request.id)
    assert (again.status, again.decision, again.package_key) == (RequestStatus.IN_REVIEW, None, None)
    world.decide(request.id, "approved")
    assert world.request(request.id).package_key is not None


def ask_and_drain(world: World) -> None:
    ask_for_more(world, **BIG_LOGO)
    world.drain()


def test_what_is_final_is_left_alone(world: World) -> None:
    request = world.submit()
    world.decide(request.id, "approved")
    before = world.story(request.id)
    ask_for_more(world, **BIG_LOGO)
    world.drain()
    assert world.story(request.id) == before


def test_a_request_under_way_is_judged_by_the_version_that_came_meanwhile(world: World) -> None:
    world.before["RenderVariants"] = lambda: ask_for_more(world, **BIG_LOGO)
    request = world.submit()
    assert request.judged is not None
    assert request.judged.profile_version == 2
    assert request.status is RequestStatus.IN_REVIEW
    assert request.outcome is not Outcome.PASS


# -- waivers


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
