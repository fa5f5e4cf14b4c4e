"""One name for a submission makes one request, however often it is sent at once."""

import json
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.local.demo.api import ApiRefusedError
from tests.cloud.real.world import World

pytestmark = pytest.mark.cloud
THREADS = 20


def test_one_idempotency_key_from_twenty_threads_makes_one_request(world: World) -> None:
    body = world.body()
    before = {request["id"] for request in world.stored("request")}

    def send(_: int) -> str:
        answer = world.owner.post("/requests", body, Idempotency_Key="twenty-at-once")
        return json.dumps(
            {name: answer[name] for name in ("id", "attempt", "brand_id", "brief")}, sort_keys=True
        )

    with ThreadPoolExecutor(THREADS) as pool:
        answers = Counter(pool.map(send, range(THREADS)))
    assert list(answers.values()) == [THREADS]
    request_id = json.loads(next(iter(answers)))["id"]
    assert {request["id"] for request in world.stored("request")} - before == {request_id}
    world.until(request_id, "in_review")
    machine = world.cloud.client("stepfunctions")
    executions = machine.list_executions(stateMachineArn=world.cloud.outputs["PipelineArn"])["executions"]
    assert [one["name"] for one in executions if request_id in one["name"]] == [f"{request_id}-1"]
    world.owner.post(f"/requests/{request_id}/cancel")


def test_another_organization_sees_nothing_and_a_cancelled_request_stops(world: World) -> None:
    request_id, link = world.in_review()
    ines = world.stranger()
    brand, template = world.brand["id"], world.record(request_id)["template_id"]
    for path in (
        f"/requests/{request_id}",
        f"/requests/{request_id}/compliance",
        f"/requests/{request_id}/variants/instagram_landscape/file",
        f"/brands/{brand}",
        f"/templates/{template}",
    ):
        with pytest.raises(ApiRefusedError, match="answered 404"):
            ines.get(path)
        with pytest.raises(ApiRefusedError, match=r"answered 40[34]"):
            ines.call("GET", path, OnBrand_Organization=world.brand["organization_id"])
    with pytest.raises(ApiRefusedError, match="answered 404"):
        ines.post(f"/requests/{request_id}/cancel")
    assert ines.get("/requests?status=in_review")["items"] == []

    world.owner.post(f"/requests/{request_id}/cancel")
    assert world.ended(request_id) == "ABORTED"
    story = world.story(request_id)
    assert story["request"]["status"] == "cancelled"
    assert [event["type"] for event in story["events"]].count("RequestCancelled") == 1
    assert world.press(link, "any", "approved").status_code >= 400
    assert world.record(request_id)["status"] == "cancelled"
