"""The main job: one brief from submission to the approved package, as the people of Northbeam live through it."""

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import httpx

from infra.local import northbeam
from infra.local.cloud import LocalCloud
from infra.local.demo.api import ApiClient
from infra.local.demo.page import press
from infra.local.demo.people import Person

PATIENCE_S = 90.0
POLL_S = 0.4
ENDINGS = {"rejected", "failed", "cancelled", "expired_unapproved"}


class JobFailedError(Exception):
    """The job took another way than the demo's."""


def submit(requester: ApiClient, brand: dict[str, Any], key: str) -> str:
    """Submit Northbeam's brief; the request's id."""
    body = {"brand_id": brand["id"], "brief": northbeam.brief()}
    return requester.post("/requests", body, Idempotency_Key=key)["id"]


def _watch(
    requester: ApiClient, request_id: str, done: Callable[[dict[str, Any]], Any], what: str
) -> dict[str, Any]:
    """The request's story once it is ``done``. Raises JobFailedError when it ends otherwise or stalls."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        story = requester.get(f"/requests/{request_id}")
        status = story["request"]["status"]
        if done(story):
            return story
        if status in ENDINGS:
            raise JobFailedError(f"The request is {status}: {story['request']['reason']}")
        time.sleep(POLL_S)
    raise JobFailedError(f"The request is still {status} after {PATIENCE_S:.0f} seconds, without {what}.")


def follow(requester: ApiClient, request_id: str, until: str) -> dict[str, Any]:
    """Watch the request until it has the status ``until``. Raises JobFailedError when it ends otherwise or stalls."""
    return _watch(requester, request_id, lambda story: story["request"]["status"] == until, f"being {until}")


def package_of(requester: ApiClient, request_id: str) -> tuple[dict[str, Any], bytes]:
    """The finished story and the package's bytes. Raises JobFailedError when no package comes."""
    story = _watch(requester, request_id, lambda story: story["package_url"], "a package")
    answer = httpx.get(story["package_url"])
    answer.raise_for_status()
    return story, answer.content


def approve(cloud: LocalCloud, approver: Person, count: int) -> None:
    """Open the newest mail, follow its one link, press Approve as a browser would."""
    mail = cloud.inbox.wait(approver.email, count)[-1]
    text = mail.get_body(("plain",))
    prefix = f"{cloud.api_url}/approvals/"
    links = [word for word in (text.get_content() if text else "").split() if word.startswith(prefix)]
    if not links:
        raise JobFailedError("The approver's mail holds no link.")
    with httpx.Client(timeout=30) as browser:
        press(browser, links[0], "approved", {"comment": "Lovely. Ship it."})


def states_of(cloud: LocalCloud, request_id: str) -> tuple[list[str], dict[str, float]]:
    """Names of the pipeline's states in the order they were entered, and the seconds each took."""
    machine = cloud.client("stepfunctions")
    arn = cloud.outputs["PipelineArn"].replace(":stateMachine:", ":execution:") + f":{request_id}-1"
    names: list[str] = []
    entered: dict[str, datetime] = {}
    seconds: dict[str, float] = {}
    for event in machine.get_execution_history(executionArn=arn, maxResults=1000)["events"]:
        if "stateEnteredEventDetails" in event:
            name = event["stateEnteredEventDetails"]["name"]
            names.append(name)
            entered[name] = event["timestamp"]
        elif "stateExitedEventDetails" in event:
            name = event["stateExitedEventDetails"]["name"]
            seconds[name] = round((event["timestamp"] - entered[name]).total_seconds(), 3)
    return names, seconds


def usage_after_the_night(cloud: LocalCloud, owner: ApiClient, today: datetime) -> list[dict[str, Any]]:
    """Let tonight's aggregation run once; today's sums per provider."""
    cloud.fire(
        "aggregate_usage", (today + timedelta(days=1)).replace(hour=1, minute=15, second=0, microsecond=0)
    )
    day = today.date().isoformat()
    return owner.get(f"/usage?from={day}&to={day}")["items"]
