"""What goes wrong on the way: Freepik's refusals, and workers that die."""

import os
import signal
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest

from infra.local.freepik.faults import DOWNLOAD_LIMIT, UNAVAILABLE
from tests.cloud.real.world import World

pytestmark = pytest.mark.cloud
DEADLY = (
    ("prepare_request", "dynamodb:PutItem"),
    ("source_image", "s3:PutObject"),
    ("compose_asset", "s3:GetObject"),
    ("compose_asset", "dynamodb:PutItem"),
    ("score_compliance", "s3:GetObject"),
    ("score_compliance", "dynamodb:PutItem"),
    ("render_variants", "s3:PutObject"),
    ("render_variants", "dynamodb:PutItem"),
    ("open_approval", "dynamodb:PutItem"),
)
"""The moment: the named call reaches the store, its answer does not reach the worker."""


def calls(story: dict[str, Any], operation: str) -> list[dict[str, Any]]:
    return [call for call in story["calls"] if call["operation"].endswith(operation)]


def test_freepik_is_away_twice_then_there(world: World) -> None:
    world.freepik.faults.add("search", UNAVAILABLE, times=2)
    request_id = world.submit()
    story = world.until(request_id, "in_review")
    assert [call["status"] for call in sorted(calls(story, "search"), key=lambda one: one["requested_at"])][
        :2
    ] == [
        503,
        503,
    ]
    assert len([call for call in calls(story, "download") if call["status"] == 200]) == 1
    world.owner.post(f"/requests/{request_id}/cancel")


def test_a_used_up_quota_fails_the_request_with_a_reason(world: World) -> None:
    asked = world.freepik.count("download")
    world.freepik.faults.add("download", DOWNLOAD_LIMIT)
    request_id = world.submit()
    story = world.until(request_id, "failed")
    assert story["request"]["reason"] == "The download limit of the Freepik account is used up for now."
    assert world.freepik.count("download") - asked == 1
    assert [call["status"] for call in calls(story, "download")] == [429]
    assert world.ended(request_id) == "FAILED"


def test_a_worker_killed_in_any_state_leaves_a_request_that_the_next_attempt_finishes(world: World) -> None:
    victims: list[tuple[str, str]] = []
    due = list(DEADLY)

    def kill(function: str, action: str) -> None:
        if due and due[0] == (function, action):
            victims.append(due.pop(0))
            for pid in world.cloud.functions.process_ids(function):
                os.kill(pid, signal.SIGKILL)

    served = Counter(call.operation for call in world.freepik.calls)
    world.cloud.calls.listeners.append(kill)
    request_id = world.submit()
    attempt = _until_reviewed(world, request_id, lambda: len(victims))
    world.cloud.calls.listeners.remove(kill)
    assert victims == list(DEADLY)
    story = world.story(request_id)
    assert story["request"]["status"] == "in_review"
    assert attempt <= len(DEADLY) + 1
    asked = Counter(call.operation for call in world.freepik.calls) - served
    assert len(calls(story, "download")) == asked["download"]
    assert len(calls(story, "search")) == asked["search"]
    assert len(story["variants"]) == 1
    types = Counter(event["type"] for event in story["events"])
    assert {types[name] for name in ("ImageSourced", "AssetComposed", "VariantsRendered")} == {1}
    world.owner.post(f"/requests/{request_id}/cancel")


def _until_reviewed(world: World, request_id: str, killed: Callable[[], int]) -> int:
    """Retries until no worker is left to die; the number of the attempt that went through."""
    for attempt in range(1, len(DEADLY) + 2):
        before = killed()
        story = world.until(request_id, "in_review", "failed", attempt=attempt)
        if story["request"]["status"] == "in_review" and before == len(DEADLY):
            return attempt
        # A worker that died after it opened the approval leaves it open until the pipeline hears of the death.
        world.until(request_id, "failed", attempt=attempt)
        assert world.ended(request_id, attempt) == "FAILED"
        world.owner.post(f"/requests/{request_id}/retry")
    raise AssertionError(f"{killed()} workers died, and the request is still not there")
