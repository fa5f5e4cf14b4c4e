"""Decisions on the real approval page and API: one counts."""

import hashlib
import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from infra.local.demo.api import ApiRefusedError
from tests.cloud.real.world import World
from tests.cloud.waiting import at_rest

pytestmark = pytest.mark.cloud


def digest(world: World) -> str:
    """What the table holds."""
    rows = sorted(json.dumps(item, default=str, sort_keys=True) for item in world.items())
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def test_only_a_post_changes_anything_and_one_of_twenty_decisions_counts(world: World) -> None:
    request_id, link = world.in_review()
    token = world.form_token(link)
    at_rest(world.cloud)
    before = digest(world)
    looks = [*["GET", "HEAD", "OPTIONS"] * 20]
    with ThreadPoolExecutor(4) as pool:
        answers = Counter(
            pool.map(lambda method: httpx.request(method, link.url, timeout=60).status_code, looks)
        )
    assert answers[200] >= 20
    assert digest(world) == before

    version = world.story(request_id)["approvals"][0]["content_version"]

    def decide(number: int) -> int:
        decision = ("approved", "rejected")[number % 2]
        if number % 4 < 2:
            return world.press(link, token, decision).status_code
        try:
            world.approver.post(
                f"/approvals/{request_id}/decision", {"decision": decision, "content_version": version}
            )
        except ApiRefusedError as refusal:
            assert "answered 409" in str(refusal)
            return 409
        return 200

    with ThreadPoolExecutor(20) as pool:
        outcomes = Counter(pool.map(decide, range(20)))
    assert set(outcomes) <= {200, 303, 409}
    story = world.until(request_id, "approved", "rejected")
    assert world.ended(request_id) == "SUCCEEDED"
    decided = [event for event in story["events"] if event["type"] == "ApprovalDecided"]
    assert len(decided) == 1
    assert story["request"]["decision"]["decision"] == story["request"]["status"]


@pytest.mark.parametrize("decision", ["rejected", "changes_requested"])
def test_a_no_ends_the_execution_without_a_package(world: World, decision: str) -> None:
    request_id, link = world.in_review()
    token = world.form_token(link)
    assert world.press(link, token, decision).status_code == 303
    story = world.until(request_id, decision)
    assert world.ended(request_id) == "SUCCEEDED"
    assert story["package_url"] is None
    world.press(link, token, "approved")
    assert world.record(request_id)["status"] == decision


def test_nobody_decided_until_the_deadline(world: World) -> None:
    request_id, _ = world.in_review()
    world.cloud.fire("settle_due", datetime.now(UTC) + timedelta(days=14))
    world.until(request_id, "expired_unapproved")
    assert world.ended(request_id) == "SUCCEEDED"
