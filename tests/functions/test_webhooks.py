"""Webhooks through every door: the API, the queue with events, the sender, the schedule."""

import json
from typing import Any

import pytest
from pydantic import TypeAdapter

from functions.api.examples import BODIES
from functions.api.handler import handler as api
from functions.deliver_webhooks.handler import handler as deliver
from functions.retry_webhooks.handler import handler as retry
from functions.send_webhook.handler import handler as send
from onbrand.bootstrap.content import content_service
from onbrand.bootstrap.parts import Parts
from onbrand.notify.webhooks import EndpointDesign
from onbrand.notify.webhooks.catalogue import CATALOGUE
from onbrand.notify.webhooks.errors import EndpointRefusedError
from onbrand.notify.webhooks.model import Answer
from tests.support.http import Answer as HttpAnswer
from tests.support.http import Context, answer_of, claims, http_event
from tests.support.records import make_event, queue_batch
from tests.support.scenes import Scene, events_of, found

UNKNOWN = "01JZZZZZZZZZZZZZZZZZZZZZZZ"
DESIGN = {"url": "https://hooks.northbeam.example/onbrand?key=canary"}


def call(method: str, path: str, scene: Scene, **more: Any) -> HttpAnswer:
    token = claims(more.pop("who", scene.owner.id))
    return answer_of(api(http_event(method, path, token=token, **more), Context()))


def made(scene: Scene, **design: Any) -> dict[str, Any]:
    answer = call("POST", "/v1/webhooks", scene, body={**DESIGN, **design})
    assert answer.status == 201, answer.text
    return {**answer.json, "path": f"/v1/webhooks/{answer.json['webhook']['id']}"}


def run_jobs(own: Parts) -> None:
    waiting: list[str] = own.work.waiting  # type: ignore[attr-defined]
    jobs, waiting[:] = list(waiting), []
    if jobs:
        assert send(queue_batch(jobs), Context()) == {"batchItemFailures": []}


def told(own: Parts, *events: Any) -> None:
    assert deliver(queue_batch(events), Context()) == {"batchItemFailures": []}
    run_jobs(own)


def posted(own: Parts) -> list[Any]:
    return own.webhook_poster.posted  # type: ignore[attr-defined]


def test_the_example_can_be_copied() -> None:
    assert EndpointDesign.model_validate(BODIES["createWebhook"])


def test_a_secret_is_shown_once_and_written_nowhere_else(own: Parts, scene: Scene) -> None:
    new = made(scene)
    secret = new["secret"]
    assert secret.startswith("whsec_")
    shown = [call("GET", path, scene).text for path in ("/v1/webhooks", new["path"])]
    assert all(secret not in text and "secret" not in text for text in shown)
    told(own, make_event(1, "RequestFailed", organization_id=scene.organization.id))
    assert posted(own)[0].secrets == (secret,)
    events = [json.dumps(event.model_dump(mode="json")) for event in events_of(own)]
    assert any("WebhookCreated" in text for text in events)
    assert all(secret not in text and "canary" not in text for text in events)


def test_nothing_is_logged_of_secrets_and_addresses(
    own: Parts, scene: Scene, caplog: pytest.LogCaptureFixture
) -> None:
    new = made(scene)
    own.webhook_poster.answer = refuse  # type: ignore[attr-defined]
    told(own, make_event(1, "RequestFailed", organization_id=scene.organization.id))
    call("POST", f"{new['path']}/secret", scene, headers={"If-Match": '"1"'})
    logged = str([vars(record) for record in caplog.records])
    assert "done" in logged
    for hidden in (new["secret"], "canary", "northbeam.example/onbrand"):
        assert hidden not in logged


def refuse(_: object) -> Answer:
    raise EndpointRefusedError("The receiver did not answer within 15 seconds.")


def test_only_who_manages_the_organization_sees_webhooks(own: Parts, scene: Scene) -> None:
    new = made(scene)
    who = scene.approver.id
    for method, path in (
        ("GET", "/v1/webhooks"),
        ("GET", new["path"]),
        ("POST", f"{new['path']}/test"),
        ("GET", f"{new['path']}/deliveries"),
        ("GET", f"{new['path']}/deliveries/{UNKNOWN}"),
        ("POST", f"{new['path']}/deliveries/{UNKNOWN}/redrive"),
    ):
        assert call(method, path, scene, who=who).status == 403, path
    assert call("POST", "/v1/webhooks", scene, who=who, body=DESIGN).status == 403
    match = {"If-Match": '"1"'}
    assert call("PUT", new["path"], scene, who=who, body=DESIGN, headers=match).status == 403
    assert call("DELETE", new["path"], scene, who=who, headers=match).status == 403
    assert call("POST", f"{new['path']}/secret", scene, who=who, headers=match).status == 403


def test_another_organization_sees_nothing(own: Parts, scene: Scene) -> None:
    new = made(scene)
    other = found(own, "southbeam")
    assert call("GET", "/v1/webhooks", other).json == {"items": []}
    for path in (new["path"], f"{new['path']}/deliveries"):
        assert call("GET", path, other).status == 404


@pytest.mark.parametrize(
    ("body", "status", "pointer"),
    [
        ({"url": "http://hooks.northbeam.example/"}, 400, "/url"),
        ({"url": "https://169.254.169.254/latest"}, 400, "/url"),
        ({**DESIGN, "events": ["request.*"]}, 422, "/events"),
        ({**DESIGN, "secret": "whsec_mine"}, 422, "/secret"),
        ({}, 422, "/url"),
    ],
)
def test_what_is_wrong_is_pointed_at(scene: Scene, body: dict[str, Any], status: int, pointer: str) -> None:
    answer = call("POST", "/v1/webhooks", scene, body=body)
    assert answer.status == status
    assert [error["pointer"] for error in answer.json["errors"]] == [pointer]


def test_an_organization_has_at_most_twenty(scene: Scene) -> None:
    for _ in range(20):
        made(scene)
    assert call("POST", "/v1/webhooks", scene, body=DESIGN).status == 429


def test_a_webhook_is_changed_and_removed_by_version(own: Parts, scene: Scene) -> None:
    new = made(scene)
    path, match = new["path"], {"If-Match": '"1"'}
    assert call("PUT", path, scene, body=DESIGN).status == 428
    changed = call("PUT", path, scene, body={**DESIGN, "enabled": False}, headers=match)
    assert (changed.status, changed.headers["etag"]) == (200, '"2"')
    assert call("PUT", path, scene, body=DESIGN, headers=match).status == 412
    assert call("POST", f"{path}/test", scene).status == 409
    told(own, make_event(1, "RequestFailed", organization_id=scene.organization.id))
    assert posted(own) == []
    assert call("DELETE", path, scene, headers={"If-Match": '"2"'}).status == 204
    assert call("GET", path, scene).status == 404


def test_a_test_message_goes_the_way_of_all_others(own: Parts, scene: Scene) -> None:
    path = made(scene, events=["brand.created"])["path"]
    answer = call("POST", f"{path}/test", scene)
    assert (answer.status, answer.json["status"], answer.json["type"]) == (202, "held", "webhook.test")
    told(own, events_of(own)[-1])
    (message,) = posted(own)
    assert json.loads(message.body)["type"] == "webhook.test"
    assert message.message_id == answer.json["id"]
    story = call("GET", answer.headers["location"], scene).json
    assert story["delivery"]["status"] == "sent"
    assert story["body"] == json.loads(message.body)
    assert [attempt["status"] for attempt in story["attempts"]] == [200]


def test_what_failed_is_logged_attempted_again_and_driven_again(own: Parts, scene: Scene) -> None:
    path = made(scene)["path"]
    own.webhook_poster.answer = refuse  # type: ignore[attr-defined]
    event = make_event(1, "RequestFailed", organization_id=scene.organization.id)
    told(own, event)
    (delivery,) = call("GET", f"{path}/deliveries", scene).json["items"]
    assert (delivery["id"], delivery["status"], delivery["tries"]) == (event.id, "retrying", 1)
    assert call("GET", f"{path}/deliveries", scene, query={"dead": "true"}).json["items"] == []
    one = f"{path}/deliveries/{event.id}"
    assert call("POST", f"{one}/redrive", scene).status == 409
    own.webhook_poster.answer = lambda _: Answer(status=200, excerpt="thanks")  # type: ignore[attr-defined]
    assert retry({"time": "2026-01-05T09:00:04Z"}, Context()) == {"jobs": 0}
    assert retry({"time": "2026-01-05T09:00:05Z"}, Context()) == {"jobs": 1}
    run_jobs(own)
    assert call("GET", one, scene).json["delivery"]["status"] == "sent"
    again = call("POST", f"{one}/redrive", scene)
    assert (again.status, again.json["status"]) == (202, "held")
    told(own, events_of(own)[-1])
    story = call("GET", one, scene).json
    assert story["delivery"]["status"] == "sent"
    assert [message.message_id for message in posted(own)] == [event.id] * 3


def test_deliveries_come_in_pages_bound_to_their_list(own: Parts, scene: Scene) -> None:
    path = made(scene)["path"]
    told(
        own,
        *(make_event(number, "RequestFailed", organization_id=scene.organization.id) for number in (1, 2, 3)),
    )
    first = call("GET", f"{path}/deliveries", scene, query={"limit": "2"}).json
    assert [one["id"][-3:] for one in first["items"]] == ["003", "002"]
    more = {"cursor": first["next_cursor"]}
    rest = call("GET", f"{path}/deliveries", scene, query=more).json
    assert ([one["id"][-3:] for one in rest["items"]], rest["next_cursor"]) == (["001"], None)
    other = made(scene)["path"]
    assert call("GET", f"{other}/deliveries", scene, query=more).status == 400


def test_events_twice_and_in_any_order_are_told_once(own: Parts, scene: Scene) -> None:
    made(scene)
    content_service().cancel(scene.access, scene.request.id)
    known = [event for event in events_of(own) if event.type in CATALOGUE]
    told(own, *reversed(known), *known)
    told(own, *known)
    bodies = [json.loads(message.body) for message in posted(own)]
    assert sorted(body["type"] for body in bodies) == sorted(CATALOGUE[event.type].type for event in known)
    assert {"request.submitted", "request.cancelled"} <= {body["type"] for body in bodies}
    cancelled = next(body for body in bodies if body["type"] == "request.cancelled")
    assert cancelled["data"]["request_id"] == scene.request.id
    assert cancelled["data"]["status"] == "cancelled"


def test_one_that_breaks_keeps_no_other_from_going(own: Parts, scene: Scene) -> None:
    made(scene)
    good = make_event(1, "RequestFailed", organization_id=scene.organization.id)
    answer = deliver(queue_batch(["not an event", good]), Context())
    assert [failed["itemIdentifier"] for failed in answer["batchItemFailures"]] == ["m1"]
    run_jobs(own)
    assert len(posted(own)) == 1


def test_every_message_is_documented(own: Parts) -> None:
    document = answer_of(api(http_event("GET", "/v1/openapi.json"), Context())).json
    assert set(document["webhooks"]) == {told.type for told in CATALOGUE.values()}
    for name, item in document["webhooks"].items():
        operation = item["post"]
        assert operation["summary"].endswith(".")
        schema = operation["requestBody"]["content"]["application/json"]["schema"]
        (example,) = schema["examples"]
        assert example["type"] == name
        TypeAdapter(dict[str, Any]).validate_python(example)
        facts = schema["properties"]["data"]["properties"].values()
        assert all(fact.get("description") or fact.get("examples") for fact in facts)
