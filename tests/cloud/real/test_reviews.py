"""Approval workflows on the real pipeline: what people answer, and what time does when they do not."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.cloud.real.reviewing import Reviewing
from tests.cloud.real.world import World

pytestmark = pytest.mark.cloud
MINUTE = timedelta(minutes=1)


def test_two_steps_with_a_quorum_ask_one_after_the_other_and_changes_begin_anew(
    world: World, reviewing: Reviewing
) -> None:
    tom, nora, ravi = reviewing.tom, reviewing.nora, reviewing.ravi
    brand = reviewing.step(tom, nora, ravi, name="Brand", rule="quorum", quorum=2)
    request_id = reviewing.ask(brand, reviewing.step(nora, name="Legal"))

    def brand_agrees() -> None:
        reviewing.decide(tom, request_id)
        review = reviewing.review(request_id)
        assert (review["status"], review["approved"], review["needed"]) == ("open", 1, 2)
        reviewing.decide(ravi, request_id)

    brand_agrees()
    reviewing.opened(request_id, position=1)
    assert "answered 404" in reviewing.refused(lambda: reviewing.decide(tom, request_id))
    reviewing.decide(nora, request_id, "changes_requested")
    world.until(request_id, "changes_requested")
    assert world.ended(request_id) == "SUCCEEDED"

    brief = world.story(request_id)["request"]["brief"] | {"caption": "Another caption"}
    world.owner.post(f"/requests/{request_id}/revision", {"brief": brief, "content_version": 1})
    reviewing.opened(request_id, version=2)
    brand_agrees()
    reviewing.opened(request_id, position=1, version=2)
    reviewing.decide(nora, request_id)
    story = reviewing.approved(request_id, attempt=2)
    assert [(one["step"], one["decision"]) for one in answers(story)] == [
        (1, "approved"),
        (1, "approved"),
        (2, "changes_requested"),
        (3, "approved"),
        (3, "approved"),
        (4, "approved"),
    ]
    told = reviewing.told(request_id)
    assert (told["ApprovalOpened"], told["ApprovalAnswered"], told["ApprovalDecided"]) == (4, 2, 4)


def answers(story: dict[str, Any]) -> list[dict[str, Any]]:
    """What was answered, by time."""
    return sorted((one for one in story["approvals"] if one["decided_at"]), key=lambda one: one["decided_at"])


def test_a_no_in_the_first_step_asks_nobody_else(world: World, reviewing: Reviewing) -> None:
    first = reviewing.step(reviewing.tom, reviewing.nora, rule="all")
    request_id = reviewing.ask(first, reviewing.step(reviewing.ravi))
    reviewing.decide(reviewing.nora, request_id, "rejected")
    story = world.until(request_id, "rejected")
    assert world.ended(request_id) == "SUCCEEDED"
    assert story["package_url"] is None
    assert {one["status"] for one in story["approvals"]} == {"decided", "superseded"}
    late = reviewing.refused(lambda: reviewing.decide(reviewing.tom, request_id))
    assert "answered 409" in late
    assert "already decided: rejected" in late
    assert reviewing.told(request_id)["ApprovalOpened"] == 1


def test_who_took_a_question_over_answers_it_and_who_gave_it_away_does_not(
    world: World, reviewing: Reviewing
) -> None:
    tom, nora, ravi = reviewing.tom, reviewing.nora, reviewing.ravi
    request_id = reviewing.ask(reviewing.step(tom))

    def hand_on(giver: Any, taker: Any) -> None:
        giver.post(f"/approvals/{request_id}/delegation", {"to": reviewing.ids[taker.token]})

    hand_on(tom, nora)
    hand_on(nora, ravi)
    assert "handed this decision on" in reviewing.refused(lambda: reviewing.decide(tom, request_id))
    assert "answered 410" in reviewing.refused(lambda: hand_on(nora, tom))
    hand_on(ravi, tom)
    hand_on(tom, ravi)
    reviewing.decide(ravi, request_id)
    story = reviewing.approved(request_id)
    (answer,) = answers(story)
    assert (answer["approver_id"], answer["stands_for"]) == (
        reviewing.ids[ravi.token],
        reviewing.ids[tom.token],
    )
    assert reviewing.told(request_id)["ApprovalDelegated"] == 4


def test_the_schedule_reminds_then_asks_more_people_one_of_whom_is_enough(
    world: World, reviewing: Reviewing
) -> None:
    tom, nora, ravi = reviewing.tom, reviewing.nora, reviewing.ravi
    higher = {"to": [reviewing.ids[ravi.token]], "due_hours": 8}
    step = reviewing.step(tom, nora, rule="all", due_hours=4, reminders=[1], escalations=[higher])
    request_id = reviewing.ask(step)
    due_at = reviewing.due_at(request_id)
    reviewing.settle(due_at - MINUTE)
    reviewing.settle(due_at - MINUTE)
    assert (reviewing.told(request_id)["ApprovalReminded"], reviewing.review(request_id)["level"]) == (1, 0)
    reviewing.settle(due_at)
    reviewing.settle(due_at)
    review = reviewing.review(request_id)
    assert (review["status"], review["level"], len(review["approvals"])) == ("open", 1, 3)
    assert reviewing.due_at(request_id) > due_at
    reviewing.decide(ravi, request_id)
    reviewing.approved(request_id)
    told = reviewing.told(request_id)
    assert (told["ApprovalEscalated"], told["ApprovalDecided"]) == (1, 1)


def test_nothing_is_approved_once_its_publication_is_due(world: World, reviewing: Reviewing) -> None:
    at = datetime.now(UTC).replace(microsecond=0) + timedelta(hours=3)
    request_id = reviewing.ask(reviewing.step(reviewing.tom), publish_at=at.isoformat())
    reviewing.settle(at - MINUTE)
    assert world.record(request_id)["status"] == "in_review"
    reviewing.settle(at)
    story = world.until(request_id, "expired_unapproved")
    assert world.ended(request_id) == "SUCCEEDED"
    assert story["package_url"] is None
    assert "answered 410" in reviewing.refused(lambda: reviewing.decide(reviewing.tom, request_id))
    assert reviewing.told(request_id)["ApprovalExpired"] == 1
