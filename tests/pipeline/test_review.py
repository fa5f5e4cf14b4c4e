"""The real pipeline document with the real handlers: how a request goes through review."""

import json
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO
from zipfile import ZipFile

import pytest

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import content_service
from onbrand.content import RequestStatus
from tests.support.northbeam import APPROVER, PLACEMENTS, SECOND
from tests.support.world import World

MADE = [
    "RequestSubmitted",
    "RequestPrepared",
    "ImageSourced",
    "AssetComposed",
    "ComplianceScored",
    "VariantsRendered",
]
REVIEWED = [*MADE, "ApprovalOpened", "ApprovalDecided", "RequestFinalized"]


def event_types(world: World, request_id: str) -> list[str]:
    return [event.type for event in world.story(request_id).events]


def test_a_request_waits_for_its_approvers_and_is_packed_when_one_of_them_approves(world: World) -> None:
    request = world.submit()
    assert request.status is RequestStatus.IN_REVIEW, request.reason
    assert world.execution(request).token is not None

    world.decide(request.id, "approved")

    request, story = world.request(request.id), world.story(request.id)
    assert (request.status, world.execution(request).status) == (RequestStatus.APPROVED, "SUCCEEDED")
    assert event_types(world, request.id) == REVIEWED
    assert [event.sequence for event in story.events] == list(range(1, len(REVIEWED) + 1))
    assert {one.approver_id: one.status for one in story.approvals} == {
        APPROVER: "decided",
        SECOND: "superseded",
    }
    assert request.decision is not None
    assert request.decision.decided_by == APPROVER


def test_the_package_holds_the_variants_and_what_the_manifest_says_of_them(world: World) -> None:
    request = world.submit()
    world.decide(request.id, "approved")
    request, story = world.request(request.id), world.story(request.id)

    with ZipFile(BytesIO(world.objects.get(request.package_key or ""))) as archive:
        manifest = json.loads(archive.read("manifest.json"))
        for variant, listed in zip(story.variants, manifest["variants"], strict=True):
            data = archive.read(listed["file"])
            assert len(data) == listed["bytes"] == variant.bytes
            assert listed["sha256"] == variant.sha256
            assert listed["licence"]["type"] == "freemium"
            assert listed["credit"] == "Image by Photographer on Freepik"
    assert [listed["placement"] for listed in manifest["variants"]] == list(PLACEMENTS)
    assert request.score == min(variant.score for variant in story.variants)


def test_a_passing_request_is_approved_by_the_workflow_when_that_allows_it(world: World) -> None:
    world.workflow(steps=[{"approvers": [APPROVER], "auto_approve": {}}])
    request = world.submit()

    assert request.outcome == "pass", world.story(request.id).variants
    assert request.status is RequestStatus.APPROVED
    assert request.decision is not None
    assert request.decision.decided_by == "system:auto"
    assert event_types(world, request.id) == [*MADE, "ApprovalDecided", "RequestFinalized"]
    assert "OpenApproval" not in world.execution(request).states


@pytest.mark.parametrize("answer", ["rejected", "changes_requested"])
def test_what_is_not_approved_is_closed_without_a_package(world: World, answer: str) -> None:
    request = world.submit()
    world.decide(request.id, answer)
    request = world.request(request.id)

    assert request.status == answer
    assert request.package_key is None
    assert event_types(world, request.id) == REVIEWED
    assert world.execution(request).status == "SUCCEEDED"


def test_a_review_ends_at_its_due_time(world: World) -> None:
    world.workflow()
    request = world.submit()
    world.settle(hours=7)
    assert world.request(request.id).status is RequestStatus.IN_REVIEW

    world.settle(hours=2)

    request = world.request(request.id)
    assert request.status is RequestStatus.EXPIRED_UNAPPROVED
    assert event_types(world, request.id)[-2:] == ["ApprovalExpired", "RequestFinalized"]
    assert world.execution(request).status == "SUCCEEDED"


def test_the_states_own_timeout_is_a_safety_net(world: World) -> None:
    request = world.submit()
    world.clock.advance(seconds=31_536_000)
    world.execution(request).pass_time()
    world.drain()

    assert world.request(request.id).status is RequestStatus.EXPIRED_UNAPPROVED
    assert event_types(world, request.id)[-2:] == ["ApprovalExpired", "RequestFinalized"]
    assert {one.status for one in world.story(request.id).approvals} == {"expired"}


def test_an_expired_request_is_asked_again_by_its_next_attempt(world: World) -> None:
    world.workflow()
    request = world.submit()
    world.settle(hours=25)
    paid = len(world.story(request.id).calls)

    content_service().retry(world.access, request.id)
    world.drain()
    assert world.request(request.id).status is RequestStatus.IN_REVIEW
    world.decide(request.id, "approved")

    story = world.story(request.id)
    assert story.request.status is RequestStatus.APPROVED
    assert len(story.calls) == paid
    assert [event.type for event in story.events].count("VariantsRendered") == 1


def test_a_decision_that_resumed_nothing_is_repaired_by_the_schedule(world: World) -> None:
    request = world.submit()
    approval_service().decide(
        request.organization_id, request.id, APPROVER, "approved", None, request.content_version, "link"
    )
    world.table.drain()  # the event is lost
    assert world.execution(request).token is not None

    world.settle(hours=1)

    assert world.request(request.id).package_key is not None
    assert world.execution(request).status == "SUCCEEDED"


def test_events_that_come_twice_and_late_change_nothing(world: World) -> None:
    request = world.submit()
    world.decide(request.id, "approved")
    before = world.story(request.id)
    for event in reversed(before.events):
        world.deliver(event)
    world.drain()

    assert world.story(request.id) == before
    assert len(world.pipeline.executions) == 1


def test_every_download_is_written_down_even_while_others_decide(world: World) -> None:
    request = world.submit()

    def use(number: int) -> None:
        if number == 10:
            approval_service().decide(
                request.organization_id,
                request.id,
                APPROVER,
                "rejected",
                None,
                request.content_version,
                "api",
            )
            return
        url = content_service().variant_file(world.access, request.id, "x_post")
        assert "/variants/x_post.jpg" in url

    with ThreadPoolExecutor(10) as threads:
        list(threads.map(use, range(20)))
    world.drain()

    story = world.story(request.id)
    assert [event.type for event in story.events].count("AssetDownloaded") == 19
    assert [event.sequence for event in story.events] == list(range(1, story.request.version + 1))
    assert story.request.status is RequestStatus.REJECTED
    assert story.request.finalized_at is not None
