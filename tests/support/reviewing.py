"""A request in review without pixels: an organization of a few people in a memory table, and executions that do what the
pipeline document says around OpenApproval."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.content_items import request_item
from onbrand.adapters.dynamodb.items import from_item, to_item
from onbrand.adapters.dynamodb.table import Absent, Put
from onbrand.approval import WorkflowDesign, WorkWeek
from onbrand.bootstrap.approval import approval_service, arrangements, workflow_service
from onbrand.bootstrap.content import fail_request, requests
from onbrand.bootstrap.parts import Parts
from onbrand.bootstrap.reviews import request_reviews
from onbrand.compliance.model import Outcome
from onbrand.content import Brief, ContentRequest, Job, NoApproverError, RequestStatus
from onbrand.content.transitions import Steps
from onbrand.identity import Access, Organization, Role
from onbrand.kernel.events import Event
from tests.support.northbeam import ORGANIZATION, add_member
from tests.support.parts import memory_parts

REQUEST = "01JZ000000000000000000000R"
BRAND = "01JZ000000000000000000000B"


@dataclass
class Waiting:
    """An execution that waits with a token."""

    job: Job
    after: int


class Executions:
    """The pipeline around reviews. ``lost``: the next execution to be resumed is gone."""

    def __init__(self) -> None:
        self.waiting: dict[str, Waiting] = {}
        self.told: list[tuple[Job, dict[str, Any]]] = []
        self.started = 0

    def resume(self, token: str, output: dict[str, Any]) -> bool:
        """Hands the output to the execution; what it does with it comes with the next ``Reviewing.pump``."""
        found = self.waiting.pop(token, None)
        if found is None:
            return False
        self.told.append((found.job, output))
        return True

    def start(self, job: Job) -> None:
        """Not used: ``Reviewing`` starts attempts by their events."""

    def is_running(self, job: Job) -> bool:
        """Whether the attempt's execution waits, or goes on with the next ``Reviewing.pump``."""
        return any(one.job == job for one in self.waiting.values()) or any(
            told == job for told, _ in self.told
        )

    def stop(self, job: Job) -> None:
        """The attempt's execution ends."""
        self.waiting = {token: one for token, one in self.waiting.items() if one.job != job}


class Reviewing:
    """The organization, its request, and the parts to use them with. Hours are hours: the working time never ends."""

    def __init__(self, people: dict[str, Role], requester: str, steps: list[dict[str, Any]]) -> None:
        self.pipeline = Executions()
        self.parts: Parts = memory_parts(pipeline=self.pipeline)
        self.clock, self.table = self.parts.clock, self.parts.table
        self.people, self.requester, self.steps = people, requester, steps

    def found(self) -> None:
        """Writes everything; call it while the parts are in use."""
        now = self.clock.now()
        organization = Organization(name="Northbeam", slug="northbeam", id=ORGANIZATION, created_at=now)
        key = keys.identity.organization(ORGANIZATION)
        self.table.write(Put(to_item(key, "organization", organization, 1), Absent()))
        for user_id, role in self.people.items():
            add_member(self.table, user_id, role, self.clock)  # type: ignore[arg-type]
        boss = Access("boss", ORGANIZATION, Role.OWNER)
        week = WorkWeek(days=(1, 2, 3, 4, 5, 6, 7), start=0, end=24)
        arrangements().change_calendar(boss, week, 0)
        workflow_service().create(boss, WorkflowDesign.model_validate({"name": "W", "steps": self.steps}))
        request = ContentRequest(
            id=REQUEST,
            organization_id=ORGANIZATION,
            brand_id=BRAND,
            template_id=None,
            workflow_id=None,
            brief=Brief(keywords=("coffee",)),
            placements=("x_post", "instagram_square"),
            priority=5,
            status=RequestStatus.SUBMITTED,
            created_at=now,
            created_by=self.requester,
            updated_at=now,
        )
        self.table.write(Put(request_item(request), Absent()))
        self.table.drain()  # type: ignore[attr-defined]
        self.run_attempt()

    @property
    def request(self) -> ContentRequest:
        """The request as it is now."""
        return requests().request(ORGANIZATION, REQUEST)

    def access(self, user_id: str) -> Access:
        """A person acting."""
        return Access(user_id, ORGANIZATION, self.people[user_id])

    def pump(self, *, lose_events: bool = False) -> None:
        """Events reach their consumers, executions go on, until nothing more happens."""
        while True:
            records = self.table.drain()  # type: ignore[attr-defined]
            events = [
                from_item(Event, one.new)
                for one in records
                if one.new and one.new["type"] == "event" and not one.old
            ]
            for event in events:
                self._deliver(event, lose_events)
            told, self.pipeline.told = self.pipeline.told, []
            for job, output in told:
                self._go_on(job, output)
            if not records and not told:
                return

    def run_attempt(self) -> None:
        """The states before the review, for the attempt that the request is at."""
        request = self.request
        job = Job(organization_id=ORGANIZATION, request_id=REQUEST, attempt=request.attempt)
        steps = Steps(self.clock, self.parts.ids)
        change = steps.step(
            request, "VariantsRendered", status=RequestStatus.RENDERING, score=0.9, outcome=Outcome.PASS
        )
        requests().save(change)
        if request_reviews().needed(change.after):
            self._open(job, 0)
        else:
            requests().save(steps.step(change.after, "Decided", status=RequestStatus.APPROVED))
            self._finalize(job)

    def _open(self, job: Job, after: int) -> None:
        self.pipeline.started += 1
        token = f"token-{self.pipeline.started}"
        self.pipeline.waiting[token] = Waiting(job, after)
        try:
            approval_service().open(job, token, after)
        except NoApproverError as error:
            del self.pipeline.waiting[token]
            fail_request().fail(job, "NoApproverError", str(error))

    def _go_on(self, job: Job, output: dict[str, Any]) -> None:
        if output["next"]:
            self._open(job, output["step"])
        else:
            self._finalize(job)

    def _finalize(self, job: Job) -> None:
        request = self.request
        if request.attempt == job.attempt and request.finalized_at is None:
            steps = Steps(self.clock, self.parts.ids)
            requests().save(steps.step(request, "RequestFinalized", finalized_at=self.clock.now()))

    def _deliver(self, event: Event, lose_events: bool) -> None:
        if event.type in ("RequestRetried", "RequestRevised"):
            self.run_attempt()
        elif event.type in ("RequestCancelled", "RequestWithdrawn"):
            attempt = event.payload["attempt"]
            self.pipeline.stop(Job(organization_id=ORGANIZATION, request_id=REQUEST, attempt=attempt))
        elif event.type in ("ApprovalDecided", "ApprovalExpired") and not lose_events:
            for _ in range(2):  # every event comes twice
                approval_service().resume(event)

    def pass_time(self, hours: float, *, lose_events: bool = False) -> None:
        """Time passes, the schedule fires, and everything goes on."""
        self.clock.advance(seconds=timedelta(hours=hours).total_seconds())  # type: ignore[attr-defined]
        approval_service().settle_due(self.clock.now())
        self.pump(lose_events=lose_events)
