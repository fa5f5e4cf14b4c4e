"""The real pipeline document with the real handlers: workflows of several steps, from asking to the package."""

from datetime import timedelta
from typing import Any

import pytest

from onbrand.approval import AlreadyDecidedError, HandedOnError, ReviewOverError
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import content_service, revisions
from onbrand.content import ContentRequest, RequestStatus, Revision
from onbrand.content.model import EditKind
from onbrand.identity import Role
from tests.support.northbeam import APPROVER, ORGANIZATION, SECOND, add_member
from tests.support.world import World

THIRD = "user-third"
QUORUM = {
    "name": "Legal",
    "approvers": [APPROVER, SECOND, THIRD],
    "rule": "quorum",
    "quorum": 2,
    "due_hours": 8,
}
BRAND = {"name": "Brand", "approvers": [APPROVER], "due_hours": 8}


@pytest.fixture(autouse=True)
def third(world: World) -> None:
    add_member(world.table, THIRD, Role.APPROVER, world.clock)


def submitted(world: World, *steps: dict[str, Any]) -> ContentRequest:
    world.workflow(steps=steps)
    return world.submit(placements=("x_post",))


def told(world: World, request: ContentRequest) -> list[str]:
    types = [event.type for event in world.story(request.id).events]
    return types[types.index("VariantsRendered") + 1 :]


def revise(world: World, request: ContentRequest, **brief: Any) -> ContentRequest:
    new = request.brief.model_copy(update=brief)
    revision = Revision(brief=new, content_version=request.content_version)
    revisions().revise(world.access, request.id, revision)
    world.drain()
    return world.request(request.id)


def test_two_steps_one_with_a_quorum_lead_to_the_package(world: World) -> None:
    request = submitted(world, BRAND, QUORUM)
    world.decide(request.id, "approved")
    assert world.request(request.id).status is RequestStatus.IN_REVIEW
    world.decide(request.id, "approved", THIRD)
    assert world.request(request.id).status is RequestStatus.IN_REVIEW
    with pytest.raises(AlreadyDecidedError):
        world.decide(request.id, "approved", THIRD)
    world.decide(request.id, "approved", SECOND)

    request = world.request(request.id)
    assert (request.status, world.execution(request).status) == (RequestStatus.APPROVED, "SUCCEEDED")
    assert request.package_key is not None
    assert world.execution(request).states.count("OpenApproval") == 2
    assert told(world, request) == [
        "ApprovalOpened",
        "ApprovalDecided",
        "ApprovalOpened",
        "ApprovalAnswered",
        "ApprovalDecided",
        "RequestFinalized",
    ]
    statuses = {(one.step, one.approver_id): one.status for one in world.story(request.id).approvals}
    assert statuses[2, APPROVER] == "superseded"


def test_one_rejection_stops_a_quorum(world: World) -> None:
    request = submitted(world, QUORUM, BRAND)
    world.decide(request.id, "approved")
    world.decide(request.id, "rejected", SECOND)
    assert world.request(request.id).status is RequestStatus.REJECTED
    assert world.execution(request).states.count("OpenApproval") == 1


def test_changes_that_were_asked_for_are_made_and_every_step_asks_again(world: World) -> None:
    request = submitted(world, BRAND, QUORUM)
    world.decide(request.id, "approved")
    world.decide(request.id, "changes_requested", SECOND)
    assert world.request(request.id).status is RequestStatus.CHANGES_REQUESTED
    paid = len(world.story(request.id).calls)

    texts = {**request.brief.texts, "headline": "A better morning"}
    request = revise(world, world.request(request.id), texts=texts)
    assert (request.status, request.attempt, request.content_version) == (RequestStatus.IN_REVIEW, 2, 2)
    assert request.edits == ((EditKind.PICTURE,),)
    review = approval_service().review(world.access, request.id)
    assert (review.step.position, review.step.content_version) == (0, 2)
    world.decide(request.id, "approved")
    world.decide(request.id, "approved", SECOND)
    world.decide(request.id, "approved", THIRD)

    story = world.story(request.id)
    assert story.request.status is RequestStatus.APPROVED
    assert story.request.package_key is not None
    assert len(story.calls) == paid, "the picture is bought once"
    (before,), (after,) = story.previous, story.variants
    assert before.placement == after.placement
    assert before.sha256 != after.sha256


def test_new_words_reopen_only_the_step_that_the_workflow_says(world: World) -> None:
    request = submitted(world, {**BRAND, "reopened_by": ["picture"]}, {**QUORUM, "reopened_by": ["words"]})
    world.decide(request.id, "approved")
    world.decide(request.id, "approved", SECOND)
    world.decide(request.id, "approved", THIRD)
    before = world.story(request.id)
    assert before.request.status is RequestStatus.APPROVED

    request = revise(world, before.request, caption="Another caption")

    after = world.story(request.id)
    assert request.status is RequestStatus.IN_REVIEW
    assert approval_service().review(world.access, request.id).step.position == 1
    assert [one.sha256 for one in after.variants] == [one.sha256 for one in before.variants]
    assert after.asset is not None
    assert after.asset.caption == "Another caption"
    world.decide(request.id, "approved", SECOND)
    world.decide(request.id, "approved", THIRD)
    assert world.request(request.id).package_key is not None


def test_a_new_time_of_publication_keeps_approvals_and_ends_what_is_not_approved_by_then(
    world: World,
) -> None:
    request = submitted(world, {**BRAND, "due_hours": 800}, QUORUM)
    world.decide(request.id, "approved")
    at = world.clock.now() + timedelta(hours=3)
    revisions().reschedule(world.access, request.id, at)
    assert approval_service().review(world.access, request.id).step.position == 1

    world.settle(hours=2)
    assert world.request(request.id).status is RequestStatus.IN_REVIEW
    world.settle(hours=1)
    request = world.request(request.id)
    assert request.status is RequestStatus.EXPIRED_UNAPPROVED
    assert told(world, request)[-2:] == ["ApprovalExpired", "RequestFinalized"]
    with pytest.raises(ReviewOverError):
        world.decide(request.id, "approved", SECOND)


def test_what_is_handed_on_is_decided_by_the_other_one(world: World) -> None:
    request = submitted(world, BRAND)
    approval_service().delegate(ORGANIZATION, request.id, APPROVER, SECOND)
    with pytest.raises(HandedOnError):
        world.decide(request.id, "approved")
    world.decide(request.id, "approved", SECOND)
    assert world.request(request.id).status is RequestStatus.APPROVED


def test_time_reminds_escalates_and_ends_but_never_approves(world: World) -> None:
    escalations = [{"to": [THIRD], "due_hours": 8}]
    request = submitted(world, {**BRAND, "rule": "all", "reminders": [4], "escalations": escalations})
    world.settle(hours=5)
    assert told(world, request)[-1] == "ApprovalReminded"
    world.settle(hours=4)
    assert told(world, request)[-1] == "ApprovalEscalated"
    assert {one.approver_id for one in approval_service().review(world.access, request.id).open} == {
        APPROVER,
        THIRD,
    }
    world.settle(hours=24)
    assert world.request(request.id).status is RequestStatus.EXPIRED_UNAPPROVED


def test_who_a_request_is_escalated_to_settles_the_step_alone(world: World) -> None:
    escalations = [{"to": [THIRD], "due_hours": 8}]
    step = {"approvers": [APPROVER, SECOND], "rule": "all", "due_hours": 8, "escalations": escalations}
    request = submitted(world, step)
    world.decide(request.id, "approved")
    world.settle(hours=9)
    world.decide(request.id, "approved", THIRD)
    assert world.request(request.id).status is RequestStatus.APPROVED


def test_a_withdrawn_request_asks_nobody_and_its_execution_ends(world: World) -> None:
    request = submitted(world, BRAND)
    revisions().withdraw(world.access, request.id, "Not this year.")
    world.drain()
    assert world.execution(request).status == "ABORTED"
    assert approval_service().review(world.access, request.id).open == []
    request = revise(world, world.request(request.id), notes="This year after all.")
    assert request.status is RequestStatus.IN_REVIEW


def test_a_revision_in_the_middle_of_a_review_ends_it_and_asks_anew(world: World) -> None:
    request = submitted(world, BRAND)
    texts = {**request.brief.texts, "headline": "Better at once"}
    revise(world, request, texts=texts)
    request = world.request(request.id)
    assert (world.execution(request, 1).status, world.execution(request, 2).status) == ("ABORTED", "RUNNING")
    world.decide(request.id, "approved")
    assert world.request(request.id).package_key is not None


@pytest.mark.parametrize("answer", ["approved", "rejected"])
def test_a_review_whose_execution_is_gone_is_mended(world: World, answer: str) -> None:
    request = submitted(world, BRAND)
    world.execution(request).abort()
    world.decide(request.id, answer)
    assert world.request(request.id).finalized_at is None
    world.settle(hours=1)
    world.settle(hours=1)
    request = world.request(request.id)
    assert (request.status, request.finalized_at is not None) == (answer, True)
    assert (request.package_key is not None) == (answer == "approved")


def test_an_execution_lost_between_two_steps_is_followed_by_one_that_asks_the_second(world: World) -> None:
    request = submitted(world, BRAND, QUORUM)
    world.execution(request).abort()
    world.decide(request.id, "approved")
    world.settle(hours=1)
    review = approval_service().review(world.access, request.id)
    assert (review.step.position, review.step.attempt) == (1, 2)
    world.decide(request.id, "approved", SECOND)
    world.decide(request.id, "approved", THIRD)
    assert world.request(request.id).package_key is not None


def test_cancelling_between_two_steps_ends_everything(world: World) -> None:
    request = submitted(world, BRAND, QUORUM)
    world.decide(request.id, "approved")
    content_service().cancel(world.access, request.id)
    world.drain()
    assert world.execution(request).status == "ABORTED"
    assert approval_service().review(world.access, request.id).open == []


def test_a_submission_whose_event_was_lost_is_started_by_the_schedule(world: World) -> None:
    request, _ = content_service().submit(world.access, world.command(), "lost")
    world.table.drain()
    world.settle(hours=0.2)
    assert world.request(request.id).status is RequestStatus.SUBMITTED
    world.settle(hours=0.1)
    assert world.request(request.id).status is RequestStatus.IN_REVIEW
    assert len(world.pipeline.executions) == 1
