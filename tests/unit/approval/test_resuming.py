"""What the schedule does with an execution that was resumed: it is mended when it is gone, and left alone while it
runs, however slowly."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from onbrand.approval import Settled
from onbrand.approval.resuming import LOOK_AFTER
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.parts import using
from onbrand.content import Decision
from onbrand.identity import Role
from tests.support.reviewing import ORGANIZATION, REQUEST, Reviewing

STEPS = [{"approvers": ["anna"], "due_hours": 24}]
PEOPLE = {"anna": Role.APPROVER, "boss": Role.OWNER, "nora": Role.BRAND_MANAGER}


@pytest.fixture
def reviewing() -> Iterator[Reviewing]:
    """A request that Anna has approved; its execution was resumed and has not done anything since."""
    made = Reviewing(PEOPLE, "nora", STEPS)
    with using(made.parts):
        made.found()
        made.pump()
        approval_service().decide(ORGANIZATION, REQUEST, "anna", Decision.APPROVED, None, 1, "api")
        (event,) = [
            one for one in requests().story(ORGANIZATION, REQUEST).events if one.type == "ApprovalDecided"
        ]
        approval_service().resume(event)
        yield made


def look(reviewing: Reviewing) -> Settled:
    """The schedule, so much later that it wonders what became of the execution."""
    reviewing.clock.advance(seconds=(LOOK_AFTER + timedelta(minutes=5)).total_seconds())  # type: ignore[attr-defined]
    return approval_service().settle_due(reviewing.clock.now())


def test_an_execution_that_runs_slowly_is_left_alone_and_looked_at_again(reviewing: Reviewing) -> None:
    for _ in range(3):
        assert look(reviewing) == Settled()
    assert reviewing.request.attempt == 1
    reviewing.pump()
    assert reviewing.request.finalized_at is not None
    assert look(reviewing) == Settled()
    assert approval_service().review(reviewing.access("boss"), REQUEST).step.wake_at is None


def test_an_execution_that_dies_while_it_is_watched_is_made_up_for(reviewing: Reviewing) -> None:
    assert look(reviewing) == Settled()
    reviewing.pipeline.told.clear()
    assert look(reviewing) == Settled(repaired=1)
    reviewing.pump()
    assert (reviewing.request.attempt, reviewing.request.finalized_at is not None) == (2, True)
