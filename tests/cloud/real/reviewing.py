"""Reviews on the local cloud: Northbeam's approvers, what they do, and what must hold whatever they did."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from infra.local.demo.api import ApiClient, ApiRefusedError
from infra.local.demo.people import Person
from tests.cloud.real.world import World
from tests.cloud.waiting import eventually

NORA = Person("Nora Haugen", "nora@northbeam.example", "Slow-Bloom-2026!")
RAVI = Person("Ravi Menon", "ravi@northbeam.example", "Light-Roast-2026!")
AFTER_GRACE = timedelta(minutes=3)
"""The schedule resumes by then what a decision's event has not."""
AFTER_REPAIR = timedelta(minutes=20)
"""And by then it looks whether what was resumed came to its end."""


class Reviewing:
    """Three who may decide: Tom, Nora and Ravi. The owner asks for the content."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.tom = world.approver
        self.nora = world.member(NORA, "brand_manager")
        self.ravi = world.member(RAVI, "brand_manager")
        self.ids = {client.token: _id(client) for client in (self.tom, self.nora, self.ravi)}

    def step(self, *who: ApiClient, **more: Any) -> dict[str, Any]:
        """A step of a workflow that asks these people."""
        return {"approvers": [self.ids[one.token] for one in who], "due_hours": 16, **more}

    def ask(self, *steps: dict[str, Any], **more: Any) -> str:
        """A request that waits for the first of these steps."""
        design = {"name": "For one request", "named": True, "steps": steps}
        workflow = self.world.owner.post("/workflows", design)
        request_id = self.world.submit(workflow_id=workflow["id"], **more)
        self.opened(request_id)
        return request_id

    def opened(self, request_id: str, position: int = 0, version: int = 1) -> dict[str, Any]:
        """The review, once this step is open for this version of the content."""

        def read() -> dict[str, Any] | None:
            record = self.world.record(request_id)
            if record["status"] != "in_review" or record["content_version"] != version:
                assert record["status"] != "failed", record["reason"]
                return None
            review = self.review(request_id)
            return review if (review["position"], review["status"]) == (position, "open") else None

        review = eventually(self.world.cloud, read, within_s=90)
        self.world.task_tokens |= {step["task_token"] for step in self.world.steps(request_id)}
        return review

    def review(self, request_id: str) -> dict[str, Any]:
        """The latest step with everybody who was asked."""
        found: dict[str, Any] = self.world.owner.get(f"/approvals/{request_id}")
        return found

    def decide(self, who: ApiClient, request_id: str, decision: str = "approved") -> None:
        """An answer to the step as it stands."""
        review = self.review(request_id)
        answer = {
            "decision": decision,
            "content_version": review["content_version"],
            "step": review["step"],
            "comment": "As agreed.",
        }
        who.post(f"/approvals/{request_id}/decision", answer)

    def refused(self, act: Callable[[], object]) -> str:
        """Why the API did not do it."""
        try:
            act()
        except ApiRefusedError as refusal:
            return str(refusal)
        raise AssertionError("it was done")

    def due_at(self, request_id: str) -> datetime:
        """When the open step is due."""
        return datetime.fromisoformat(self.review(request_id)["due_at"])

    def settle(self, later: timedelta | datetime = AFTER_GRACE) -> dict[str, int]:
        """The schedule fires, as if it were that much later, or at the first full second from that time on."""
        at = later if isinstance(later, datetime) else datetime.now(UTC) + later
        at += timedelta(microseconds=-at.microsecond % 1_000_000)
        settled: dict[str, int] = self.world.cloud.fire("settle_due", at)
        return settled

    def told(self, request_id: str) -> Counter[str]:
        """How often each event of the request was told."""
        return Counter(event["type"] for event in self.world.story(request_id)["events"])

    def approved(self, request_id: str, attempt: int = 1) -> dict[str, Any]:
        """The story of an approved request whose files are there."""
        self.world.until(request_id, "approved", attempt=attempt)
        assert self.world.ended(request_id, attempt) == "SUCCEEDED"
        story = self.world.story(request_id)
        assert story["package_url"]
        return story

    @contextmanager
    def messages_lost(self, function: str) -> Iterator[None]:
        """The bus hands a function's events to nobody."""
        events = self.world.cloud.client("events")
        bus = bus_of(self.world)
        rules = [rule["Name"] for rule in events.list_rules(EventBusName=bus)["Rules"]]
        (rule,) = [rule for rule in rules if _plain(function) in _plain(rule)]
        targets = events.list_targets_by_rule(Rule=rule, EventBusName=bus)["Targets"]
        events.remove_targets(Rule=rule, EventBusName=bus, Ids=[one["Id"] for one in targets])
        try:
            yield
        finally:
            events.put_targets(Rule=rule, EventBusName=bus, Targets=targets)

    def drop_returning(self, function: str) -> None:
        """What a dead consumer has left in its queue does not come back. moto allows it once a minute."""
        sqs = self.world.cloud.client("sqs")
        (url,) = [
            url
            for url in sqs.list_queues()["QueueUrls"]
            if _plain(function) in _plain(url) and "deadletters" not in _plain(url)
        ]
        sqs.purge_queue(QueueUrl=url)


def _id(client: ApiClient) -> str:
    return str(client.get("/me")["user"]["id"])


def _plain(name: str) -> str:
    return name.replace("_", "").replace("-", "").lower()


def bus_of(world: World) -> str:
    """The name of the events' bus."""
    found = world.cloud.client("events").list_event_buses()["EventBuses"]
    (bus,) = [one["Name"] for one in found if one["Name"] != "default"]
    return str(bus)


def waits_on_nobody(items: Sequence[dict[str, Any]]) -> bool:
    """Whether a request, by the items of its partition, is in review and nothing can move it on: of its attempt it has
    neither an open step with somebody who is asked and a time when the schedule looks at it, nor a settled step that the
    schedule will resume."""
    (request,) = [item["data"] for item in items if item["type"] == "request"]
    asked = {
        item["data"]["step"]
        for item in items
        if item["type"] == "approval" and item["data"]["status"] == "open" and "gsi2pk" in item
    }

    def moves_on(item: dict[str, Any]) -> bool:
        step = item["data"]
        is_current = step["attempt"] == request["attempt"] and "gsi3pk" in item
        return is_current and (step["status"] != "open" or step["number"] in asked)

    steps = [item for item in items if item["type"] == "step"]
    return request["status"] == "in_review" and not any(map(moves_on, steps))
