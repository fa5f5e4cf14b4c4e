"""What failed for good, by mail and by webhook: one list and one way to send it again, for programs and at a terminal."""

import io
import json
from typing import Any
from urllib.parse import parse_qs

import httpx
import pytest
from rich.console import Console

from functions.api.handler import handler as api
from functions.deliver_webhooks.handler import handler as deliver
from functions.send_webhook.handler import handler as post
from infra.local.dead_letters import listed, redriven, show
from infra.local.demo.api import ApiClient
from onbrand.bootstrap.parts import Parts
from onbrand.kernel.errors import Invalid
from onbrand.notify.webhooks.model import Answer
from tests.support.http import Context, answer_of, claims, http_event
from tests.support.records import make_event, queue_batch
from tests.support.scenes import Scene, events_of, in_review
from tests.support.sending import tell

GONE, TAKEN = Answer(status=410), Answer(status=204)
HOOK = {"url": "https://hooks.northbeam.example/onbrand", "description": "Our warehouse"}


def client_of(scene: Scene) -> ApiClient:
    """The owner's client, whose calls reach the handler without a network."""

    def answer(request: httpx.Request) -> httpx.Response:
        query = {name: values[0] for name, values in parse_qs(request.url.query.decode()).items()}
        body = json.loads(request.content) if request.content else None
        headers = {"if-match": request.headers.get("if-match", '"1"')}
        event = http_event(
            request.method,
            request.url.path,
            body=body,
            query=query,
            headers=headers,
            token=claims(scene.owner.id),
        )
        found = answer_of(api(event, Context()))
        return httpx.Response(found.status, content=found.body)

    transport = httpx.MockTransport(answer)
    return ApiClient(httpx.Client(transport=transport, base_url="https://api.example"), "a-token")


def dead_of_both(own: Parts) -> tuple[Scene, ApiClient, dict[str, Any]]:
    """A mail that was refused for good, and a webhook that is gone."""
    scene = in_review(own)
    client = client_of(scene)
    hook = client.post("/webhooks", HOOK)["webhook"]
    event = make_event(1, "RequestFailed", organization_id=scene.organization.id)
    own.webhook_poster.answer = lambda _: GONE  # type: ignore[attr-defined]
    deliver(queue_batch([event]), Context())
    jobs = list(own.work.waiting)  # type: ignore[attr-defined]
    own.work.waiting.clear()  # type: ignore[attr-defined]
    post(queue_batch(jobs), Context())

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    send, own.mailer.send = own.mailer.send, broken  # type: ignore[method-assign, assignment]
    tell(own, [one for one in events_of(own) if one.type == "ApprovalOpened"])
    own.mailer.send = send  # type: ignore[method-assign]
    return scene, client, hook


def test_dead_mails_and_webhooks_stand_in_one_list_and_are_sent_again_by_it(own: Parts) -> None:
    _, client, hook = dead_of_both(own)
    letters = {one["channel"]: one for one in listed(client)}
    assert {name: one["kind"] for name, one in letters.items()} == {
        "mail": "approval_requested",
        "webhook": "event",
    }
    for letter in letters.values():
        assert client.get(f"/messages/deliveries/{letter['id']}")["why"] == letter["why"]
    with pytest.raises(Invalid, match="switched off"):
        redriven(client, letters["webhook"]["id"])
    client.put(f"/webhooks/{hook['id']}", HOOK, If_Match='"2"')
    states = {one["channel"]: redriven(client, one["id"])["status"] for one in letters.values()}
    assert states == {"mail": "retrying", "webhook": "held"}
    assert listed(client) == []
    again = [one for one in events_of(own) if one.type in ("WebhookRedriven", "DeliveryRedriven")]
    assert len(again) == 2
    own.webhook_poster.answer = lambda _: TAKEN  # type: ignore[attr-defined]
    deliver(queue_batch(again), Context())
    jobs = [job for job in own.work.waiting if "endpoint_id" in job]  # type: ignore[attr-defined]
    own.work.waiting.clear()  # type: ignore[attr-defined]
    post(queue_batch(jobs), Context())
    tell(own, again)
    assert len(own.mailer.sent) == 1  # type: ignore[attr-defined]
    assert {client.get(f"/messages/deliveries/{one['id']}")["status"] for one in letters.values()} == {"sent"}
    with pytest.raises(Invalid, match="not failed for good"):
        redriven(client, letters["webhook"]["id"])


def test_a_page_of_the_list_may_hold_one_of_each(own: Parts) -> None:
    _, client, _ = dead_of_both(own)
    first = client.get("/messages/deliveries?dead=true&limit=1")
    second = client.get(f"/messages/deliveries?dead=true&limit=1&cursor={first['next_cursor']}")
    assert {one["channel"] for page in (first, second) for one in page["items"]} == {"mail", "webhook"}


def test_only_who_manages_the_organization_sends_again(own: Parts) -> None:
    scene, client, _ = dead_of_both(own)
    for letter in listed(client):
        path = f"/v1/messages/deliveries/{letter['id']}"
        for method, where in (("GET", path), ("POST", f"{path}/redrive")):
            event = http_event(method, where, token=claims(scene.approver.id))
            assert answer_of(api(event, Context())).status == 403


def test_the_owner_hears_by_mail_that_the_webhook_was_switched_off(own: Parts) -> None:
    scene, _, _ = dead_of_both(own)
    tell(own, [one for one in events_of(own) if one.type == "WebhookDisabled"])
    (mail,) = own.mailer.sent  # type: ignore[attr-defined]
    assert mail.recipients == (scene.owner.email,)
    assert "the webhook to hooks.northbeam.example was switched off" in str(mail.message["Subject"])
    assert "Our warehouse" in mail.message.get_body(("plain",)).get_content()


def test_every_channel_says_whether_it_is_on(own: Parts) -> None:
    client = client_of(in_review(own))
    assert {one["name"]: one["on"] for one in client.get("/messages/channels")["items"]} == {
        "mail": True,
        "webhook": True,
    }
    own.environ = {**own.environ, "MAIL_SENDER": ""}
    (mail,) = (one for one in client.get("/messages/channels")["items"] if one["name"] == "mail")
    assert (mail["on"], mail["says"]) == (
        False,
        "Mail is off: no sender address is set for this deployment.",
    )


def test_the_list_fits_a_narrow_terminal_with_whole_ids(own: Parts) -> None:
    _, client, _ = dead_of_both(own)
    letters = listed(client)
    console = Console(width=80, record=True, file=io.StringIO())
    show(console, letters)
    text = console.export_text()
    assert all(one["id"] in text for one in letters)
    assert max(map(len, text.splitlines())) <= 80
    assert "approval requested" in text
