"""Decisions on the local cloud: how many a second through the API, and how many calls of the table each costs.

The requests are put in review by the product's own code, without pictures; nobody waits for their executions.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.cloud.real.reviewing import Reviewing

REQUESTS = 64
"""Of the throughput; each gets one decision."""
AT_ONCE = 4
"""As many as the local cloud runs of one function at a time."""
COUNTED = 6
"""Decisions whose calls are counted, one after the other, of each size."""
CALLS = ("GetItem", "Query", "PutItem")
"""What a call of the table is noted as; a transaction counts once, by its puts."""


@contextmanager
def northbeam() -> Iterator["Reviewing"]:
    """A local cloud with Northbeam's approvers and a crowd of members."""
    from infra.local.cloud import LocalCloud
    from infra.local.freepik.server import FreepikStandIn
    from infra.local.up import freepik_parameters
    from tests.cloud.conftest import PORTS
    from tests.cloud.real.crowd import join_crowd
    from tests.cloud.real.reviewing import Reviewing
    from tests.cloud.real.world import World
    from tests.support.receiver import Receiver

    with ExitStack() as opened:
        folder = Path(opened.enter_context(tempfile.TemporaryDirectory()))
        freepik, receiver = opened.enter_context(FreepikStandIn()), opened.enter_context(Receiver())
        cloud = opened.enter_context(LocalCloud(folder, parameters=freepik_parameters(freepik), **PORTS))
        world = opened.enter_context(World(cloud, freepik, receiver))
        join_crowd(world)
        yield Reviewing(world)


def in_review(reviewing: "Reviewing", count: int, approvers: Sequence[str]) -> list[str]:
    """Requests that wait for these approvers, one of whom is enough."""
    from onbrand.adapters.dynamodb.client import DynamoTable
    from onbrand.adapters.dynamodb.content_items import request_item
    from onbrand.adapters.dynamodb.table import Absent, Put
    from onbrand.adapters.memory.clock import FrozenClock
    from onbrand.approval import WorkflowDesign
    from onbrand.bootstrap.approval import approval_service, workflow_service
    from onbrand.bootstrap.content import requests
    from onbrand.bootstrap.parts import using
    from onbrand.compliance.model import Outcome
    from onbrand.content import Brief, ContentRequest, Job, RequestStatus
    from onbrand.content.transitions import Steps
    from onbrand.identity import Access, Role
    from onbrand.kernel.ids import UlidIds
    from tests.support.parts import memory_parts

    world, ids, now = reviewing.world, UlidIds(), datetime.now(UTC)
    organization = world.brand["organization_id"]
    table = DynamoTable(world.cloud.client("dynamodb"), world.table)
    made = []
    with using(memory_parts(table=table, ids=ids, clock=FrozenClock(now))) as own:
        step = {"approvers": approvers}
        design = WorkflowDesign.model_validate({"name": "Bench", "named": True, "steps": [step]})
        workflow = workflow_service().create(Access("bench", organization, Role.OWNER), design)
        for _ in range(count):
            request = ContentRequest(
                id=ids.new(),
                organization_id=organization,
                brand_id=world.brand["id"],
                template_id=None,
                workflow_id=workflow.id,
                brief=Brief(keywords=("coffee",)),
                placements=("x_post",),
                priority=5,
                status=RequestStatus.SUBMITTED,
                created_at=now,
                created_by="bench",
                updated_at=now,
            )
            table.write(Put(request_item(request), Absent()))
            rendering = Steps(own.clock, ids).step(
                request, "VariantsRendered", status=RequestStatus.RENDERING, score=0.9, outcome=Outcome.PASS
            )
            requests().save(rendering)
            job = Job(organization_id=organization, request_id=request.id, attempt=1)
            approval_service().open(job, f"token-{request.id}", 0)
            made.append(request.id)
    return made


def calls_of_a_decision(reviewing: "Reviewing", requests: Sequence[str]) -> int:
    """Calls of the table by the function behind the API for a decision: the fewest of these, since now and then one
    also takes its caller's next turns from the API's limits. A call before each takes them where it can."""
    log, seen, counts = reviewing.world.cloud.calls, Counter[str](), list[int]()

    def note(function: str, action: str) -> None:
        if function == "api":
            seen[action.removeprefix("dynamodb:")] += 1

    log.listeners.append(note)
    try:
        for request in requests:
            reviewing.tom.get("/me")
            seen.clear()
            decide(reviewing, request)
            counts.append(sum(seen[name] for name in CALLS))
    finally:
        log.listeners.remove(note)
    return min(counts)


def decide(reviewing: "Reviewing", request: str) -> None:
    """One approval by Tom."""
    answer = {"decision": "approved", "content_version": 1, "step": 1}
    reviewing.tom.post(f"/approvals/{request}/decision", answer)


def measure() -> list[dict[str, Any]]:
    """One row a figure. Raises AssertionError when a decision was lost or doubled."""
    from tests.cloud.real.crowd import CROWD

    with northbeam() as reviewing, reviewing.messages_lost("notify"):
        tom = reviewing.ids[reviewing.tom.token]
        few = in_review(reviewing, COUNTED, [tom, CROWD[0]])
        many = in_review(reviewing, COUNTED, [tom, *CROWD[1:]])
        crowd = in_review(reviewing, REQUESTS, [tom, CROWD[0]])
        decide(reviewing, crowd.pop())
        costs = calls_of_a_decision(reviewing, few), calls_of_a_decision(reviewing, many)
        with ThreadPoolExecutor(AT_ONCE) as people:
            list(people.map(lambda request: decide(reviewing, request), crowd[:AT_ONCE]))
            started = time.perf_counter()
            list(people.map(lambda request: decide(reviewing, request), crowd[AT_ONCE:]))
            seconds = time.perf_counter() - started
        for request in crowd:
            if reviewing.told(request)["ApprovalDecided"] != 1:
                raise AssertionError(f"the decision on {request} was lost or doubled")
    decisions = len(crowd) - AT_ONCE
    return [
        {
            "name": f"approvals: a decision through the API, {AT_ONCE} at a time"
            f" ({decisions / seconds:.1f} a second on the local cloud)",
            "ms": round(seconds * 1000 / decisions, 1),
            "decisions_a_second": round(decisions / seconds, 1),
        },
        {
            "name": f"approvals: calls of the table for a decision, {len(CROWD)} asked / 2 asked",
            "ms": costs[1],
            "unit": "calls",
            "baseline": "with 2 asked",
            "baseline_ms": costs[0],
            "ratio": round(costs[1] / costs[0], 2),
            "target": 1.0,
            "met": costs[1] == costs[0],
        },
    ]
