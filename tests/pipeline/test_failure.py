"""The real pipeline document with the real handlers: what goes wrong, and how it goes on."""

import pytest

from onbrand.adapters.dynamodb.table import StoreUnavailableError
from onbrand.approval import ReviewOverError
from onbrand.bootstrap.content import content_service, fail_request, prepare_request
from onbrand.content import Job, RequestStatus, StaleAttemptError
from onbrand.kernel.calls import CallOutcome
from onbrand.sourcing.model import Operation
from tests.support.asl import WorkerKilled
from tests.support.northbeam import ORGANIZATION
from tests.support.world import World

STATES = [
    "PrepareRequest",
    "SourceImage",
    "ComposeAsset",
    "ScoreCompliance",
    "RenderVariants",
    "OpenApproval",
]


def retry(world: World, request_id: str) -> None:
    content_service().retry(world.access, request_id)
    world.drain()


def downloads(world: World, request_id: str) -> list[CallOutcome]:
    return [call.outcome for call in world.story(request_id).calls if call.operation == Operation.DOWNLOAD]


def test_without_a_matching_picture_the_request_fails_and_says_so(world: World) -> None:
    request = world.submit(brief={"keywords": ["submarine"]})

    assert request.status is RequestStatus.FAILED
    assert "no photograph for “submarine”" in (request.reason or "")
    assert world.execution(request).states == [
        "PrepareRequest",
        "SourceImage",
        "FailRequest",
        "RequestFailed",
    ]
    assert world.execution(request).error == "RequestFailed"
    assert world.story(request.id).events[-1].type == "RequestFailed"


def test_a_provider_that_comes_back_is_asked_again_after_longer_and_longer_waits(world: World) -> None:
    world.images.outage = 2
    request = world.submit()

    assert request.status is RequestStatus.IN_REVIEW
    assert world.execution(request).waits == [2, 4]
    refused = [call for call in world.story(request.id).calls if call.outcome is CallOutcome.FAILED]
    assert [(call.status, call.cost.amount) for call in refused] == [(503, 0), (503, 0)]


def test_a_provider_that_stays_away_fails_the_request_with_its_reason(world: World) -> None:
    world.images.outage = 100
    request = world.submit()

    assert request.status is RequestStatus.FAILED
    assert request.reason == "Freepik does not answer at the moment."
    assert world.execution(request).waits == [2, 4, 8, 16]

    world.images.outage = 0
    retry(world, request.id)
    assert world.request(request.id).status is RequestStatus.IN_REVIEW


def test_a_store_that_does_not_answer_is_asked_again(world: World) -> None:
    def refuse() -> None:
        raise StoreUnavailableError("The table does not answer.")

    world.before["ComposeAsset"] = refuse
    request = world.submit()

    assert request.status is RequestStatus.IN_REVIEW
    assert world.execution(request).waits == [2]


@pytest.mark.parametrize("state", STATES)
def test_after_a_worker_died_the_next_attempt_finishes_and_pays_nothing_twice(
    world: World, state: str
) -> None:
    world.killed_after.add(state)
    request = world.submit()
    assert request.status is RequestStatus.FAILED
    assert (
        request.reason
        == "Something went wrong on our side while the request was "
        + {
            "PrepareRequest": "sourcing",
            "SourceImage": "composing",
            "ComposeAsset": "scoring",
            "ScoreCompliance": "rendering",
            "RenderVariants": "rendering",
            "OpenApproval": "in review",
        }[state]
        + ". Retry it."
    )

    retry(world, request.id)
    world.decide(request.id, "approved")

    story = world.story(request.id)
    types = [event.type for event in story.events]
    assert story.request.status is RequestStatus.APPROVED
    assert story.request.package_key is not None
    assert downloads(world, request.id) == [CallOutcome.SUCCEEDED]
    assert world.images.calls.count(Operation.DOWNLOAD) == 1
    for made in ("ImageSourced", "AssetComposed", "ComplianceScored", "VariantsRendered"):
        assert types.count(made) == 1, made


def test_a_worker_that_died_after_packing_leaves_the_approved_request_alone(world: World) -> None:
    world.killed_after.add("FinalizeRequest")
    request = world.submit()
    world.decide(request.id, "approved")

    assert world.request(request.id).status is RequestStatus.APPROVED
    assert world.request(request.id).package_key is not None


def test_a_worker_that_died_before_packing_is_followed_by_one_that_packs_without_asking_again(
    world: World,
) -> None:
    def die() -> None:
        raise WorkerKilled

    world.before["FinalizeRequest"] = die
    request = world.submit()
    world.decide(request.id, "approved")
    assert world.request(request.id).status is RequestStatus.FAILED

    retry(world, request.id)

    request = world.request(request.id)
    assert (request.status, request.attempt) == (RequestStatus.APPROVED, 2)
    assert request.package_key is not None
    assert [event.type for event in world.story(request.id).events].count("ApprovalOpened") == 1


def test_a_worker_that_died_between_paying_and_storing_leaves_one_row_for_each_paid_call(
    world: World,
) -> None:
    died: list[Operation] = []

    def die_once(operation: Operation) -> None:
        if operation is Operation.FILE and not died:
            died.append(operation)
            raise WorkerKilled

    world.images.on_call = die_once
    request = world.submit()
    assert request.status is RequestStatus.FAILED
    retry(world, request.id)

    assert world.request(request.id).status is RequestStatus.IN_REVIEW
    assert len(downloads(world, request.id)) == world.images.calls.count(Operation.DOWNLOAD)
    lost = [call for call in world.story(request.id).calls if call.outcome is CallOutcome.UNKNOWN]
    assert [call.operation for call in lost] == [Operation.FILE]


def test_a_text_that_does_not_fit_fails_before_anything_is_rendered(world: World) -> None:
    texts = {"headline": "Morning Light " * 35, "body": "Body", "cta": "Order"}
    request = world.submit(brief={"texts": texts})

    assert request.status is RequestStatus.FAILED
    assert "does not fit on" in (request.reason or "")
    assert world.execution(request).states[-3:] == ["ComposeAsset", "FailRequest", "RequestFailed"]


def test_an_unexpected_error_is_not_told_to_people(world: World) -> None:
    def break_down() -> None:
        raise KeyError("token=hunter2")

    world.before["ScoreCompliance"] = break_down
    request = world.submit()

    assert request.reason == "Something went wrong on our side while the request was scoring. Retry it."


def test_a_request_cancelled_in_the_middle_stays_cancelled(world: World) -> None:
    def cancel() -> None:
        (request,) = content_service().list(world.access, RequestStatus.SCORING, 10).items
        content_service().cancel(world.access, request.id)

    world.before["ScoreCompliance"] = cancel
    request = world.submit()

    assert request.status is RequestStatus.CANCELLED
    assert world.execution(request).states[-1] == "RequestFailed"
    assert world.story(request.id).events[-1].type == "RequestCancelled"


def test_a_request_cancelled_in_review_asks_nobody_any_more(world: World) -> None:
    request = world.submit()
    content_service().cancel(world.access, request.id)
    world.drain()

    assert world.execution(request).status == "ABORTED"
    assert {one.status for one in world.story(request.id).approvals} == {"superseded"}
    with pytest.raises(ReviewOverError):
        world.decide(request.id, "approved")
    world.settle(hours=1000)
    assert world.request(request.id).status is RequestStatus.CANCELLED


def test_a_stale_attempt_can_do_nothing(world: World) -> None:
    world.killed_after.add("SourceImage")
    request = world.submit()
    retry(world, request.id)
    old = Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1)
    before = world.story(request.id)

    for state, call in world.tasks.items():
        extra = {"task_token": "old", "error": {"Error": "X", "Cause": ""}}
        fields = {"OpenApproval": ("task_token",), "FailRequest": ("error",)}.get(state, ())
        event = old.model_dump() | {name: extra[name] for name in fields}
        if state == "FailRequest":
            call(event)
            continue
        with pytest.raises(StaleAttemptError):
            call(event)
    with pytest.raises(StaleAttemptError):
        prepare_request().prepare(old)
    fail_request().fail(old, "KeyError", "")

    assert world.story(request.id) == before
