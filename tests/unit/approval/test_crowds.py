"""Many people at once: exactly those answers count that the rule needs, and an answer costs what it always costs."""

import json
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from onbrand.approval import AlreadyDecidedError, NewComment
from onbrand.bootstrap.approval import approval_service
from onbrand.content import ContentRequest, Decision, Job, RequestStatus
from onbrand.identity import Role
from tests.support.northbeam import ORGANIZATION, add_member
from tests.support.world import World

DOCUMENT = Path(__file__).parents[3] / "infra/pipelines/content.asl.json"
MOST_EVENTS = 25_000


def crowd(world: World, size: int, **step: Any) -> ContentRequest:
    people = [f"person-{number:02d}" for number in range(size)]
    for person in people:
        add_member(world.table, person, Role.APPROVER, world.clock)
    world.workflow(steps=[{"approvers": people, **step}])
    request = world.rendered()
    approval_service().open(Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1), "token")
    return world.request(request.id)


def decide(request: ContentRequest, person: str, **more: Any) -> str:
    try:
        approval_service().decide(
            ORGANIZATION, request.id, person, Decision.APPROVED, None, 1, "link", 1, **more
        )
    except AlreadyDecidedError:
        return "already decided"
    return "counted"


@pytest.mark.parametrize(
    ("step", "counts"), [({}, 1), ({"rule": "quorum", "quorum": 7}, 7), ({"rule": "all"}, 50)]
)
def test_of_fifty_people_at_once_exactly_as_many_count_as_the_rule_needs(
    world: World, step: dict[str, Any], counts: int
) -> None:
    request = crowd(world, 50, **step)
    with ThreadPoolExecutor(50) as threads:
        said = Counter(threads.map(lambda number: decide(request, f"person-{number:02d}"), range(50)))
    assert said == Counter({"counted": counts, "already decided": 50 - counts})
    story = world.story(request.id)
    assert story.request.status is RequestStatus.APPROVED
    assert sum(one.decision is not None for one in story.approvals) == counts
    types = Counter(event.type for event in story.events)
    assert (types["ApprovalAnswered"], types["ApprovalDecided"]) == (counts - 1, 1)


class Counting:
    """Counts the calls of a table."""

    def __init__(self, table: Any) -> None:
        self.calls = 0
        for name in ("get", "query", "write"):
            setattr(self, name, self._counted(getattr(table, name)))

    def _counted(self, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(*arguments: Any, **named: Any) -> Any:
            self.calls += 1
            return call(*arguments, **named)

        return counted


@pytest.mark.parametrize("size", [2, 50])
def test_an_answer_costs_five_calls_of_the_table_however_many_are_asked(world: World, size: int) -> None:
    request = crowd(world, size, rule="quorum", quorum=2)
    counting = Counting(world.table)
    world.parts.__dict__["table"] = counting
    said = [NewComment(text="Here", placement="x_post") for _ in range(20)]
    for number in (0, 1):
        before = counting.calls
        assert decide(request, f"person-{number:02d}", comments=said) == "counted"
        assert counting.calls - before == 5
    world.parts.__dict__["table"] = world.table


def test_delegations_wait_and_time_leave_no_trace_in_the_executions_history(world: World) -> None:
    """A task writes that it is entered and left, and for each try that it is scheduled, started, submitted, and how it
    ended. Thirty days, a hundred delegations and every reminder happen in the table alone."""
    states = json.loads(DOCUMENT.read_text())["States"]
    request = crowd(world, 2, due_hours=2000)
    add_member(world.table, "third", Role.APPROVER, world.clock)
    entered = world.pipeline.executions.copy()
    for number in range(100):
        giver, taker = ("third", "person-00") if number % 2 else ("person-00", "third")
        approval_service().delegate(ORGANIZATION, request.id, giver, taker)
    for _ in range(30):
        world.settle(hours=24)
    assert world.request(request.id).status is RequestStatus.IN_REVIEW
    assert world.pipeline.executions == entered

    most_tries = (
        max(sum(rule["MaxAttempts"] for rule in state.get("Retry", ())) for state in states.values()) + 1
    )
    events_of_a_task = 2 + 4 * most_tries
    steps_of_workflow, events_of_a_choice = 10, 2
    loop = steps_of_workflow * (events_of_a_task + events_of_a_choice)
    tasks = sum(state["Type"] == "Task" for state in states.values())
    others = (len(states) - tasks) * events_of_a_choice
    assert loop + tasks * events_of_a_task + others + 2 < MOST_EVENTS / 50
