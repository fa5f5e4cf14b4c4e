"""A brand asks for more while requests are under review: they are judged again, and what falls is asked anew."""

from onbrand.bootstrap.brand import templates
from onbrand.bootstrap.content import rescore_planning
from onbrand.brand.profile import LogoVariant
from onbrand.compliance.model import Outcome
from onbrand.content import ContentRequest, RequestStatus
from tests.support.demanding import BIG_LOGO, ask_for_more
from tests.support.northbeam import APPROVER, NORTHBEAM, PLACEMENTS, SECOND
from tests.support.world import World

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
