"""An organization with a brand, people and a photograph, and the whole product on memory adapters around it.

The real handlers run behind the real pipeline document; the stream, the bus and the queues are this file.
"""

import json
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from importlib import import_module
from itertools import count
from types import SimpleNamespace
from typing import Any

from infra.manifest import FUNCTIONS, QueueTrigger, TaskTrigger
from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.table import Overwrite, Put
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.images import MemoryImages, Photograph
from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.adapters.memory.table import MemoryTable
from onbrand.approval import WorkflowDesign
from onbrand.bootstrap.approval import approval_service, workflow_service
from onbrand.bootstrap.brand import brands, templates
from onbrand.bootstrap.content import content_service, requests
from onbrand.brand.assets import AssetKind, AssetStatus, BrandAsset
from onbrand.brand.profile import LogoVariant
from onbrand.compliance.model import Outcome
from onbrand.content import Brief, ContentRequest, RequestStatus, RequestStory, SubmitRequest
from onbrand.content.transitions import Steps
from onbrand.identity import Access, Organization, Role
from onbrand.kernel.events import Event
from tests.support.asl import Execution, WorkerKilled
from tests.support.northbeam import (
    APPROVER,
    NORTHBEAM,
    ORGANIZATION,
    PLACEMENTS,
    REQUESTER,
    SECOND,
    add_member,
    northbeam,
    photograph,
    profile_design,
)
from tests.support.parts import ENVIRON, memory_parts
from tests.support.running import RunnerPipeline

MEMORY_MB = {row.name: row.memory_mb for row in FUNCTIONS}
ENVIRONMENT = {
    "FREEPIK_SECRET_ARN": "memory",
    "FREEPIK_BASE_URL": "memory://images",
    "FREEPIK_KEY_HEADER": "x-freepik-api-key",
    "FREEPIK_COSTS": json.dumps({"resources.download": "0.10"}),
    "FREEPIK_CURRENCY": "EUR",
    "FREEPIK_DOWNLOAD_ORIGINS": "memory://images",
}


class World:
    """``drain`` lets the events of the stream reach their consumers, until nothing more happens."""

    def __init__(self) -> None:
        self.clock, self.ids = FrozenClock(), SequentialIds()
        self.table, self.objects = MemoryTable(), MemoryObjects()
        words = frozenset({"coffee", "barista"})
        self.images = MemoryImages([Photograph("1", "A barista", words, photograph(), 1200, 1000)])
        self.killed_after: set[str] = set()
        self.runs = count(1)
        self.before: dict[str, Callable[[], None]] = {}
        self.tasks = {
            row.camel_name: self._task(row.name, row.camel_name)
            for row in FUNCTIONS
            if isinstance(row.trigger, TaskTrigger)
        }
        self.pipeline = RunnerPipeline(self.tasks, self.clock)
        self.parts = memory_parts(
            ENVIRON | ENVIRONMENT,
            clock=self.clock,
            ids=self.ids,
            table=self.table,
            objects=self.objects,
            pipeline=self.pipeline,
            image_provider=self.images,
        )

    def found(self) -> None:
        """Writes the organization, its people and its brand; call it while the parts are in use."""
        for user_id, role in (
            (REQUESTER, Role.OWNER),
            (APPROVER, Role.APPROVER),
            (SECOND, Role.BRAND_MANAGER),
        ):
            add_member(self.table, user_id, role, self.clock)
        organization = Organization(
            id=ORGANIZATION, name="Northbeam", slug="northbeam", created_at=self.clock.now()
        )
        key = keys.identity.organization(ORGANIZATION)
        self.table.write(Put(to_item(key, "organization", organization, 1), Overwrite()))
        self.access = Access(REQUESTER, ORGANIZATION, Role.OWNER)
        self.brand = brands().create(self.access, profile_design())
        template = templates().create(self.access, self.brand.id, northbeam("template.json"))
        self.template = templates().publish(self.access, template.id, template.version)
        for variant in LogoVariant:
            self.logo(variant)

    def submit(self, key: str = "key", **changes: Any) -> ContentRequest:
        """Submits Northbeam's brief and lets the pipeline run as far as it can."""
        request, _ = content_service().submit(self.access, self.command(**changes), key)
        self.drain()
        return self.request(request.id)

    def rendered(self, key: str = "key", created_by: str = REQUESTER, **updates: Any) -> ContentRequest:
        """A request that stands before its review, without any pixels having been touched."""
        access = Access(created_by, ORGANIZATION, Role.OWNER)
        request, _ = content_service().submit(access, self.command(), key)
        facts = {"status": RequestStatus.RENDERING, "score": 0.9, "outcome": Outcome.PASS}
        change = Steps(self.clock, self.ids).step(request, "VariantsRendered", **(facts | updates))
        requests().save(change)
        return change.after

    def command(self, **changes: Any) -> SubmitRequest:
        """Northbeam's brief as a submission."""
        brief = {name: text for name, text in northbeam("brief.json").items() if name in Brief.model_fields}
        brief |= changes.pop("brief", {})
        return SubmitRequest(
            **({"brand_id": self.brand.id, "brief": Brief(**brief), "placements": PLACEMENTS} | changes)
        )

    def workflow(self, **design: Any) -> None:
        """Writes the organization's default workflow."""
        step = {"approvers": [APPROVER, SECOND], "due_hours": 8}
        workflow_service().create(
            self.access, WorkflowDesign.model_validate({"name": "Default", "steps": [step], **design})
        )

    def request(self, request_id: str) -> ContentRequest:
        """The request as it is now."""
        return content_service().get(self.access, request_id)

    def story(self, request_id: str) -> RequestStory:
        """Everything that happened to the request."""
        return content_service().story(self.access, request_id)

    def decide(self, request_id: str, decision: str, approver: str = APPROVER) -> None:
        """An approver answers; the pipeline goes on."""
        request = self.request(request_id)
        approval_service().decide(
            ORGANIZATION, request_id, approver, decision, "as agreed", request.content_version, "link"
        )
        self.drain()

    def drain(self) -> None:
        """Each inserted event item goes to every queue that asked for its type."""
        while records := self.table.drain():
            for record in records:
                if record.name == "INSERT" and record.new and record.new["type"] == "event":
                    self.deliver(from_item(Event, record.new))

    def deliver(self, event: Event) -> None:
        """One event, to the consumers that the manifest names (but the mails, which have tests of their
        own)."""
        for row in FUNCTIONS:
            trigger = row.trigger
            if row.name == "notify" or not isinstance(trigger, QueueTrigger):
                continue
            if not trigger.events or event.type in trigger.events:
                detail = event.model_dump(mode="json")
                body = {"source": "onbrand", "detail-type": event.type, "detail": detail}
                record = {"messageId": event.id, "body": json.dumps(body), "eventSource": "aws:sqs"}
                answer = _handler(row.name)({"Records": [record]}, SimpleNamespace(aws_request_id="1"))
                assert answer == {"batchItemFailures": []}, (row.name, event.type)

    def settle(self, hours: float) -> None:
        """Time passes, and the schedule fires."""
        self.clock.advance(seconds=timedelta(hours=hours).total_seconds())
        _handler("settle_due")({"time": self.clock.now().isoformat()}, SimpleNamespace(aws_request_id="1"))
        self.drain()

    def execution(self, request: ContentRequest, attempt: int | None = None) -> Execution:
        """The execution of an attempt."""
        return self.pipeline.executions[f"{request.id}-{attempt or request.attempt}"]

    def _task(self, name: str, state: str) -> Callable[[dict[str, Any]], dict[str, Any]]:
        def call(event: dict[str, Any]) -> dict[str, Any]:
            if state in self.before:
                self.before.pop(state)()
            context = SimpleNamespace(
                aws_request_id=f"run-{next(self.runs)}", memory_limit_in_mb=MEMORY_MB[name]
            )
            result: dict[str, Any] = _handler(name)(event, context)
            if state in self.killed_after:
                self.killed_after.remove(state)
                raise WorkerKilled
            return result

        return call

    def logo(self, variant: LogoVariant, data: bytes | None = None) -> None:
        """The brand gets a logo, its own one when no other is given."""
        data = data or (NORTHBEAM / f"logos/{variant.value}.svg").read_bytes()
        digest = sha256(data).hexdigest()
        key = f"{ORGANIZATION}/brands/{self.brand.id}/{variant.value}-{digest[:8]}.svg"
        self.objects.put(key, data, "image/svg+xml")
        asset = BrandAsset(
            id=self.ids.new(),
            organization_id=ORGANIZATION,
            brand_id=self.brand.id,
            version=1,
            kind=AssetKind.LOGO,
            variant=variant,
            status=AssetStatus.READY,
            name=variant.value,
            content_type="image/svg+xml",
            key=key,
            sha256=digest,
            created_at=self.clock.now(),
            created_by=REQUESTER,
        )
        event = Event(
            id=self.ids.new(),
            type="BrandAssetReady",
            organization_id=ORGANIZATION,
            aggregate="brand_asset",
            aggregate_id=asset.id,
            sequence=1,
            occurred_at=self.clock.now(),
            actor=REQUESTER,
            payload={"brand_id": self.brand.id, "kind": "logo"},
        )
        DynamoBrandRepository(self.table).save_asset(asset, event)


def _handler(name: str) -> Callable[[dict[str, Any], Any], dict[str, Any]]:
    handler: Callable[[dict[str, Any], Any], dict[str, Any]] = import_module(
        f"functions.{name}.handler"
    ).handler
    return handler
