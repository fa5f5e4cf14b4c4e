"""Northbeam on the local cloud, as tests act in it. Every answer of the API is kept, to be searched for secrets."""

import re
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cached_property
from itertools import count
from typing import Any, Self

import httpx
from boto3.dynamodb.types import TypeDeserializer

from infra.local import northbeam
from infra.local.cloud import LocalCloud
from infra.local.demo import brand as brand_setup
from infra.local.demo.api import ApiClient
from infra.local.demo.people import Person, join
from infra.local.freepik.server import FreepikStandIn
from infra.local.inbox import text_of
from onbrand.adapters.dynamodb import keys
from tests.cloud.waiting import eventually
from tests.support.receiver import Receiver

OWNER = Person("Maya Lindqvist", "maya@northbeam.example", "Morning-Light-2026!")
APPROVER = Person("Tom Okafor", "tom@northbeam.example", "Second-Crack-2026!")
STRANGER = Person("Ines Duarte", "ines@southfall.example", "Another-House-2026!")
FORM_TOKEN = re.compile(r'name="form_token" value="([^"]+)"')
ENDED = {"approved", "rejected", "changes_requested", "failed", "cancelled", "expired_unapproved"}


@dataclass(frozen=True)
class Link:
    """An approval link from a mail."""

    url: str

    @property
    def secret(self) -> str:
        return self.url.rsplit("/", 1)[-1]


class World:
    """The running cloud, its people, and what they do."""

    def __init__(self, cloud: LocalCloud, freepik: FreepikStandIn, receiver: Receiver) -> None:
        self.cloud = cloud
        self.freepik = freepik
        self.receiver = receiver
        self.answers: list[str] = []
        self.links: set[str] = set()
        self.task_tokens: set[str] = set()
        self._numbers = count(1)
        self._members: dict[str, ApiClient] = {}
        self.submitted: list[str] = []
        self._open = ExitStack()

    def __enter__(self) -> Self:
        hooks = {"response": [self._keep]}
        self.http = self._open.enter_context(
            httpx.Client(base_url=self.cloud.api_url, timeout=60, event_hooks=hooks)
        )
        self.owner = join(self.cloud, self.http, OWNER)
        self.owner.post("/organizations", {"name": "Northbeam", "slug": "northbeam", "time_zone": "UTC"})
        self.owner.post("/organizations/current/members", {"email": APPROVER.email, "role": "approver"})
        self.approver = self._told_at_once(join(self.cloud, self.http, APPROVER))
        self.brand = brand_setup.make_brand(self.owner)
        brand_setup.make_template(self.owner, self.brand)
        brand_setup.make_workflow(self.owner, self.brand)
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def stranger(self) -> ApiClient:
        """The owner of another organization."""
        ines = join(self.cloud, self.http, STRANGER)
        ines.post("/organizations", {"name": "Southfall", "slug": "southfall", "time_zone": "UTC"})
        return ines

    def member(self, person: Person, role: str) -> ApiClient:
        """Somebody more in Northbeam, with a role; who is there already stays as they are."""
        if person.email not in self._members:
            self.owner.post("/organizations/current/members", {"email": person.email, "role": role})
            self._members[person.email] = self._told_at_once(join(self.cloud, self.http, person))
        return self._members[person.email]

    @staticmethod
    def _told_at_once(client: ApiClient) -> ApiClient:
        """The tests ask the same few people again and again, and wait for each message."""
        client.put("/me/messages", {"digest": False})
        return client

    def body(self) -> dict[str, Any]:
        """A submission for one small placement."""
        brief = {name: value for name, value in northbeam.brief().items() if name != "title"}
        return {
            "brand_id": self.brand["id"],
            "brief": {name: brief[name] for name in ("keywords", "texts", "alt_text", "caption")},
            "placements": ["instagram_landscape"],
        }

    def submit(self, **more: Any) -> str:
        """A new request's id; ``more`` is of the submission."""
        body, key = self.body() | more, f"test-{next(self._numbers)}"
        answer = self.owner.post("/requests", body, Idempotency_Key=key)
        self.submitted.append(str(answer["id"]))
        return self.submitted[-1]

    def story(self, request_id: str) -> dict[str, Any]:
        """The request with everything that happened."""
        found: dict[str, Any] = self.owner.get(f"/requests/{request_id}")
        return found

    def until(self, request_id: str, *statuses: str, attempt: int = 1) -> dict[str, Any]:
        """The story once the request has one of the statuses, or has ended."""

        def read() -> dict[str, Any] | None:
            request = self.record(request_id)
            done = request["attempt"] >= attempt and request["status"] in {*statuses, *ENDED}
            return request if done else None

        status = eventually(self.cloud, read, within_s=90)["status"]
        story = self.story(request_id)
        assert status in statuses, story["request"]["reason"]
        return story

    def in_review(self) -> tuple[str, Link]:
        """A request that waits for its approver, and the approver's link."""
        before = len(self.cloud.messages(APPROVER.email))
        request_id = self.submit()
        self.until(request_id, "in_review")
        link = self.link(self.cloud.inbox.wait(APPROVER.email, before + 1)[-1])
        self.task_tokens |= {step["task_token"] for step in self.steps(request_id)}
        return request_id, link

    def link(self, mail: Any) -> Link:
        """The one link of an approver's mail."""
        prefix = f"{self.cloud.api_url}/approvals/"
        (url,) = {word for word in (text_of(mail) or "").split() if word.startswith(prefix)}
        self.links.add(Link(url).secret)
        return Link(url)

    def form_token(self, link: Link) -> str:
        """What the page's form sends along."""
        found = FORM_TOKEN.search(httpx.get(link.url, timeout=60).text)
        assert found
        return found[1]

    def press(self, link: Link, token: str, decision: str) -> httpx.Response:
        """A button of the page."""
        form = {"form_token": token, "decision": decision, "comment": "As agreed."}
        return httpx.post(link.url, data=form, timeout=60)

    def items(self) -> list[dict[str, Any]]:
        """Everything in the table."""
        scan = self.cloud.client("dynamodb").get_paginator("scan")
        found = [item for page in scan.paginate(TableName=self.table) for item in page["Items"]]
        read = TypeDeserializer().deserialize
        return [{name: read(value) for name, value in item.items()} for item in found]

    def of_request(self, request_id: str) -> list[dict[str, Any]]:
        """The items in a request's partition."""
        partition = keys.content.request_partition(self.brand["organization_id"], request_id)
        query = self.cloud.client("dynamodb").get_paginator("query")
        pages = query.paginate(
            TableName=self.table,
            KeyConditionExpression="pk = :pk",
            ExpressionAttributeValues={":pk": {"S": partition}},
        )
        read = TypeDeserializer().deserialize
        return [
            {name: read(value) for name, value in item.items()} for page in pages for item in page["Items"]
        ]

    def steps(self, request_id: str) -> list[dict[str, Any]]:
        """The approval steps of a request, with their task tokens."""
        return [item["data"] for item in self.of_request(request_id) if item["type"] == "step"]

    def stored(self, type_: str) -> list[dict[str, Any]]:
        """What items of a type hold."""
        return [item["data"] for item in self.items() if item["type"] == type_]

    def record(self, request_id: str) -> Mapping[str, Any]:
        """The request's item, read without the API."""
        client = self.cloud.client("dynamodb")
        key = keys.content.request(self.brand["organization_id"], request_id)
        item = client.get_item(TableName=self.table, Key={"pk": {"S": key.pk}, "sk": {"S": key.sk}})["Item"]
        found: dict[str, Any] = TypeDeserializer().deserialize(item["data"])
        return found

    @cached_property
    def table(self) -> str:
        """The one table's name."""
        (name,) = self.cloud.client("dynamodb").list_tables()["TableNames"]
        return str(name)

    def execution(self, request_id: str, attempt: int = 1) -> str:
        """The ARN of an attempt's execution."""
        machine = self.cloud.outputs["PipelineArn"].replace(":stateMachine:", ":execution:")
        return f"{machine}:{request_id}-{attempt}"

    def ended(self, request_id: str, attempt: int = 1) -> str:
        """How an attempt's execution ended."""
        client = self.cloud.client("stepfunctions")

        def read() -> str | None:
            found = client.describe_execution(executionArn=self.execution(request_id, attempt))["status"]
            return None if found == "RUNNING" else str(found)

        return eventually(self.cloud, read, within_s=90)

    def _keep(self, response: httpx.Response) -> None:
        response.read()
        self.answers.append(f"{response.headers}\n{response.text}")
