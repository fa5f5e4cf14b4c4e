"""One decision counts, whoever is fast; and only those decide who may, on what they saw, in time."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Delete, Present
from onbrand.approval import (
    AlreadyDecidedError,
    Approval,
    ApprovalNotFoundError,
    ContentChangedError,
    NotAnApproverError,
    ReviewOverError,
)
from onbrand.bootstrap.approval import approval_service
from onbrand.content import ContentRequest, Decision, Job, NoApproverError, RequestStatus, StaleAttemptError
from onbrand.identity import Access, Role
from tests.support.northbeam import APPROVER, ORGANIZATION, REQUESTER, SECOND, add_member
from tests.support.world import World


def opened(world: World, **changes: object) -> ContentRequest:
    request = world.rendered(**changes)
    approval_service().open(job_of(request), "token")
    return world.request(request.id)


def job_of(request: ContentRequest, attempt: int = 1) -> Job:
    return Job(organization_id=ORGANIZATION, request_id=request.id, attempt=attempt)


def decide(
    request: ContentRequest, who: str = APPROVER, decision: str = "approved", version: int = 1
) -> Approval:
    return approval_service().decide(ORGANIZATION, request.id, who, Decision(decision), None, version, "api")


def events(world: World, request: ContentRequest) -> list[str]:
    return [event.type for event in world.story(request.id).events]


def test_of_twenty_simultaneous_answers_of_twenty_people_one_counts(world: World) -> None:
    people = [f"user-{number}" for number in range(20)]
    for person in people:
        add_member(world.table, person, Role.APPROVER, world.clock)
    request = opened(world)

    def answer(index: int) -> str | None:
        try:
            return decide(request, people[index], ["approved", "rejected"][index % 2]).approver_id
        except AlreadyDecidedError as error:
            assert error.recorded.status == "decided"
            return None

    with ThreadPoolExecutor(20) as threads:
        counted = [who for who in threads.map(answer, range(20)) if who]

    story = world.story(request.id)
    decided = [one for one in story.approvals if one.status == "decided"]
    assert [one.approver_id for one in decided] == counted
    assert len(counted) == 1
    assert {one.status for one in story.approvals if one.approver_id not in counted} == {"superseded"}
    assert events(world, request).count("ApprovalDecided") == 1
    assert story.request.decision is not None
    assert story.request.decision.decided_by == counted[0]
    assert story.request.status == decided[0].decision


def test_of_twenty_clicks_of_one_person_one_counts(world: World) -> None:
    request = opened(world)

    def click(_: int) -> bool:
        try:
            decide(request)
        except AlreadyDecidedError as error:
            assert error.recorded.approver_id == APPROVER
            return False
        return True

    with ThreadPoolExecutor(20) as threads:
        assert list(threads.map(click, range(20))).count(True) == 1
    assert events(world, request).count("ApprovalDecided") == 1


def test_everybody_who_may_decide_is_asked_but_the_requester(world: World) -> None:
    add_member(world.table, "user-creator", Role.CREATOR, world.clock)
    request = opened(world)
    assert {one.approver_id for one in world.story(request.id).approvals} == {APPROVER, SECOND}


def test_a_workflow_names_who_is_asked_and_may_ask_the_requester(world: World) -> None:
    step = {"approvers": ["owner", APPROVER], "due_hours": 1, "requester_may_approve": True}
    world.workflow(steps=[step])
    request = opened(world)
    assert {one.approver_id for one in world.story(request.id).approvals} == {APPROVER, REQUESTER}


def test_nobody_waits_on_nobody(world: World) -> None:
    for person in (APPROVER, SECOND):
        world.table.write(Delete(keys.identity.member(ORGANIZATION, person), Present()))
    with pytest.raises(NoApproverError, match="Nobody can approve"):
        opened(world)


def test_who_is_not_asked_cannot_decide(world: World) -> None:
    with pytest.raises(ApprovalNotFoundError):
        decide(opened(world), REQUESTER)


def test_who_has_left_cannot_decide(world: World) -> None:
    request = opened(world)
    world.table.write(Delete(keys.identity.member(ORGANIZATION, APPROVER), Present()))
    with pytest.raises(NotAnApproverError):
        decide(request)
    add_member(world.table, SECOND, Role.VIEWER, world.clock)
    with pytest.raises(NotAnApproverError):
        decide(request, SECOND)
    assert world.request(request.id).status is RequestStatus.IN_REVIEW


def test_a_decision_is_for_the_content_that_was_seen(world: World) -> None:
    with pytest.raises(ContentChangedError):
        decide(opened(world), version=2)


def test_a_decision_comes_in_time_or_not_at_all(world: World) -> None:
    # Three working days from Monday, 9:00, end on Wednesday at 17:00.
    late, request = opened(world, key="late"), opened(world)
    world.clock.advance(seconds=56 * 3600 - 1)
    decide(request)
    world.clock.advance(seconds=1)
    with pytest.raises(ReviewOverError):
        decide(late)


def test_what_waits_for_a_person_is_gone_once_somebody_has_answered(world: World) -> None:
    first, second = opened(world, key="1"), opened(world, key="2")
    mine = Access(SECOND, ORGANIZATION, Role.BRAND_MANAGER)
    assert {one.request_id for one in approval_service().mine(mine, 10).items} == {first.id, second.id}
    decide(first)
    assert [one.request_id for one in approval_service().mine(mine, 10).items] == [second.id]


def test_a_repeated_opening_replaces_the_token_and_asks_nobody_twice(world: World) -> None:
    request = opened(world)
    before = world.story(request.id)
    approval_service().open(job_of(request), "token")
    approval_service().open(job_of(request), "newer")
    assert world.story(request.id) == before
    item = world.table.get(keys.approval.step(ORGANIZATION, request.id, 1))
    assert item is not None
    assert item["data"]["task_token"] == "newer"


def test_a_token_that_comes_after_the_decision_is_resumed_by_the_schedule(world: World) -> None:
    request = opened(world)
    decide(request)
    approval_service().open(job_of(request), "newer")
    assert approval_service().settle_due(world.clock.now()).resumed == 1
    assert approval_service().settle_due(world.clock.now()).resumed == 0


def test_a_stale_attempt_opens_nothing(world: World) -> None:
    with pytest.raises(StaleAttemptError):
        approval_service().open(job_of(world.rendered(), attempt=2), "token")


def test_the_task_token_is_in_no_event_and_in_nothing_that_is_shown(world: World) -> None:
    request = world.rendered()
    approval_service().open(job_of(request), "canary-token")
    decide(request)
    story = world.story(request.id)
    shown = [one.model_dump_json() for one in (story.request, *story.approvals, *story.events)]
    asked = approval_service().get(world.access, f"{request.id}.1.{APPROVER}")
    assert not [text for text in (*shown, asked.model_dump_json(), repr(asked)) if "canary-token" in text]
