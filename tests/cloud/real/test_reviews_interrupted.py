"""Reviews when messages are lost, doubled or late, consumers and executions die, and the schedule runs meanwhile."""

import json
import os
import signal
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from typing import Any

import pytest

from infra.local.demo.api import ApiClient, ApiRefusedError
from tests.cloud.real.reviewing import AFTER_REPAIR, Reviewing, bus_of
from tests.cloud.real.world import APPROVER, World
from tests.cloud.waiting import at_rest, eventually

pytestmark = pytest.mark.cloud


@contextmanager
def killed_at(world: World, function: str, action: str) -> Iterator[list[str]]:
    """The function's workers die when the call reaches the store, which does not serve it; yields the calls that did it,
    one at most."""
    victims: list[str] = []

    def kill(caller: str, called: str) -> None:
        if not victims and (caller, called) == (function, action):
            victims.append(called)
            for pid in world.cloud.functions.process_ids(function):
                with suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            raise ConnectionAbortedError

    world.cloud.calls.listeners.append(kill)
    try:
        yield victims
    finally:
        world.cloud.calls.listeners.remove(kill)


def resumed(world: World, request_id: str) -> bool:
    """Whether the request's last step says that its execution goes on."""
    return bool(world.steps(request_id)[-1].get("resumed_at"))


def test_a_decision_whose_message_was_lost_is_resumed_by_the_schedule(
    world: World, reviewing: Reviewing
) -> None:
    request_id = reviewing.ask(reviewing.step(reviewing.tom), reviewing.step(reviewing.nora))
    with reviewing.messages_lost("resume_pipeline"):
        reviewing.decide(reviewing.tom, request_id)
        assert not resumed(world, request_id)
        assert world.record(request_id)["status"] == "in_review"
        reviewing.settle()
        reviewing.opened(request_id, position=1)
        reviewing.decide(reviewing.nora, request_id)
        reviewing.settle()
        reviewing.approved(request_id)


def test_a_consumer_that_dies_before_or_after_it_resumed_is_made_up_for(
    world: World, reviewing: Reviewing
) -> None:
    request_id = reviewing.ask(reviewing.step(reviewing.tom), reviewing.step(reviewing.nora))

    def decided_while_dying(who: ApiClient, moment: str) -> None:
        with killed_at(world, "resume_pipeline", moment) as victims:
            reviewing.decide(who, request_id)
            eventually(world.cloud, lambda: victims or None)

    decided_while_dying(reviewing.tom, "dynamodb:GetItem")
    assert not resumed(world, request_id)
    reviewing.settle()
    assert world.steps(request_id)[0]["resumed_at"]
    reviewing.opened(request_id, position=1)
    # The first write comes after the execution was resumed, and would have said so.
    decided_while_dying(reviewing.nora, "dynamodb:PutItem")
    reviewing.approved(request_id)
    assert not resumed(world, request_id)
    reviewing.settle()
    assert resumed(world, request_id)
    reviewing.settle(AFTER_REPAIR)
    reviewing.drop_returning("resume_pipeline")
    told = reviewing.told(request_id)
    assert (told["ApprovalDecided"], told["RequestFinalized"], told["RequestRetried"]) == (2, 1, 0)


def test_an_approval_whose_execution_is_gone_is_carried_out_by_the_next_attempt(
    world: World, reviewing: Reviewing
) -> None:
    request_id = reviewing.ask(reviewing.step(reviewing.tom))
    world.cloud.client("stepfunctions").stop_execution(executionArn=world.execution(request_id))
    assert world.ended(request_id) == "ABORTED"
    reviewing.decide(reviewing.tom, request_id)
    eventually(world.cloud, lambda: resumed(world, request_id) or None)
    reviewing.settle(AFTER_REPAIR)
    story = reviewing.approved(request_id, attempt=2)
    told = reviewing.told(request_id)
    assert (told["ApprovalOpened"], told["ApprovalDecided"], told["RequestRetried"]) == (1, 1, 1)
    bought = [one for one in story["calls"] if one["operation"].endswith("download") and one["status"] == 200]
    assert len(bought) == 1


def test_events_that_come_again_and_in_any_order_change_nothing(world: World, reviewing: Reviewing) -> None:
    before = len(world.cloud.messages(APPROVER.email))
    request_id = reviewing.ask(reviewing.step(reviewing.tom), reviewing.step(reviewing.nora))
    reviewing.decide(reviewing.tom, request_id)
    reviewing.opened(request_id, position=1)
    mails = len(world.cloud.inbox.wait(APPROVER.email, before + 1))
    stood = standing(world, request_id)
    again(world, request_id)
    assert standing(world, request_id) == stood
    reviewing.decide(reviewing.nora, request_id)
    reviewing.approved(request_id)
    stood = standing(world, request_id)
    again(world, request_id)
    assert standing(world, request_id) == stood
    assert [mail["To"] for mail in world.cloud.messages(APPROVER.email)[mails:]] == []


def again(world: World, request_id: str) -> None:
    """All events of the request reach everybody again, the last one first."""
    events, bus = world.cloud.client("events"), bus_of(world)
    told = world.story(request_id)["events"]
    told.sort(key=lambda one: -one["sequence"])
    entries = [
        {
            "Source": "onbrand",
            "DetailType": one["type"],
            "Detail": json.dumps(one),
            "EventBusName": bus,
        }
        for one in told
    ]
    for place in range(0, len(entries), 10):
        answer = events.put_events(Entries=entries[place : place + 10])
        assert all("EventId" in one for one in answer["Entries"])


def standing(world: World, request_id: str) -> dict[str, Any]:
    """All that the table holds of a request, and its executions, once every message was handled."""
    at_rest(world.cloud)
    machine = world.cloud.outputs["PipelineArn"]
    found = world.cloud.client("stepfunctions").list_executions(stateMachineArn=machine)["executions"]
    runs = sorted((one["name"], one["status"]) for one in found if one["name"].startswith(request_id))
    return {"items": world.of_request(request_id), "runs": runs}


def test_schedules_that_run_while_people_decide_take_nothing_and_double_nothing(
    world: World, reviewing: Reviewing
) -> None:
    steps = [reviewing.step(reviewing.tom, reviewing.nora, rule="all"), reviewing.step(reviewing.ravi)]
    request_id = reviewing.ask(*steps)
    with ThreadPoolExecutor(6) as pool:
        sweeps = [pool.submit(reviewing.settle) for _ in range(4)]
        people = [pool.submit(reviewing.decide, who, request_id) for who in (reviewing.tom, reviewing.nora)]
        for done in (*people, *sweeps):
            done.result()
    reviewing.opened(request_id, position=1)
    with ThreadPoolExecutor(4) as pool:
        deciding = pool.submit(reviewing.decide, reviewing.ravi, request_id)
        sweeps = [pool.submit(reviewing.settle) for _ in range(3)]
        for done in (deciding, *sweeps):
            done.result()
    reviewing.approved(request_id)
    told = reviewing.told(request_id)
    assert (told["ApprovalOpened"], told["ApprovalDecided"], told["RequestFinalized"]) == (2, 2, 1)


def test_an_answer_at_the_last_moment_counts_or_the_time_is_over_never_both(
    world: World, reviewing: Reviewing
) -> None:
    request_id = reviewing.ask(reviewing.step(reviewing.tom))
    due_at = reviewing.due_at(request_id)

    def answer() -> bool:
        try:
            reviewing.decide(reviewing.tom, request_id)
        except ApiRefusedError as refusal:
            assert "answered 409" in str(refusal) or "answered 410" in str(refusal)
            return False
        return True

    with ThreadPoolExecutor(3) as pool:
        counted = pool.submit(answer)
        sweeps = [pool.submit(reviewing.settle, due_at) for _ in range(2)]
        for done in sweeps:
            done.result()
    expected = "approved" if counted.result() else "expired_unapproved"
    # To a schedule of a later time an execution that has just been resumed may look lost: the next attempt ends it.
    eventually(world.cloud, lambda: finalized(world, request_id), within_s=90)
    assert world.record(request_id)["status"] == expected
    told = reviewing.told(request_id)
    assert told["ApprovalDecided"] + told["ApprovalExpired"] == 1
    assert told["RequestFinalized"] == 1


def finalized(world: World, request_id: str) -> bool | None:
    """Whether the request has come to its end."""
    return True if world.record(request_id).get("finalized_at") else None
