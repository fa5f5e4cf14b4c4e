"""What receivers are told, and how it is signed."""

import base64
import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from infra.manifest import FUNCTIONS, QueueTrigger
from onbrand.adapters.webhooks.poster import retry_after, signed
from onbrand.notify.webhooks.catalogue import CATALOGUE, CHOICES, REDRIVE_EVENT, body_of, schema_of
from onbrand.notify.webhooks.model import EndpointDesign, Secrets, new_secret
from tests.support.records import make_event

TELLS_A_PERSON = "CANARY-anna@northbeam.example"


def test_the_queue_is_fed_with_exactly_what_receivers_are_told() -> None:
    (row,) = [row for row in FUNCTIONS if row.name == "deliver_webhooks"]
    assert isinstance(row.trigger, QueueTrigger)
    assert set(row.trigger.events) == {*CATALOGUE, REDRIVE_EVENT}


def test_types_are_written_once_in_lower_case_with_dots() -> None:
    types = [told.type for told in CATALOGUE.values()]
    assert len(types) == len(set(types))
    assert all(part.isalpha() and part.islower() for name in types for part in name.split("."))


@pytest.mark.parametrize("event_type", CATALOGUE)
def test_a_body_holds_what_is_documented_and_nothing_else(event_type: str) -> None:
    told = CATALOGUE[event_type]
    facts = dict.fromkeys(told.facts, "a fact")
    payload = {**facts, "email": TELLS_A_PERSON, "comment": TELLS_A_PERSON, "decided_by": TELLS_A_PERSON}
    event = make_event(3, event_type, payload=payload, actor=TELLS_A_PERSON)
    body = json.loads(body_of(event))
    schema = schema_of(told)
    assert set(body) == set(schema["required"]) == set(schema["properties"])
    data = schema["properties"]["data"]
    assert set(body["data"]) == set(data["required"]) == set(data["properties"])
    assert body["type"] == told.type == schema["properties"]["type"]["const"]
    assert datetime.fromisoformat(body["timestamp"]) == event.occurred_at
    assert body["data"]["sequence"] == 3
    assert body["data"][told.subject] == event.aggregate_id
    assert all(body["data"][name] == "a fact" for name in told.facts)
    assert TELLS_A_PERSON not in json.dumps(body)
    (example,) = schema["examples"]
    assert set(example["data"]) == set(body["data"])


def test_an_older_event_that_knows_less_is_still_told() -> None:
    body = json.loads(body_of(make_event(1, "ApprovalDecided", payload={"decision": "approved"})))
    assert body["data"]["decision"] == "approved"
    assert body["data"]["final"] is None


def test_only_known_types_may_be_asked_for() -> None:
    design = EndpointDesign(url="https://a.example.com", events=("request.failed", "request.failed"))
    assert design.events == ("request.failed",)
    assert "webhook.test" not in CHOICES
    with pytest.raises(ValueError, match=r"there is no event “request\.\*”"):
        EndpointDesign(url="https://a.example.com", events=("request.*",))


def headers_at(at: datetime, body: str, *secrets: str, message_id: str = "01JZ") -> dict[str, str]:
    return signed(message_id, at, body, secrets)


def test_while_a_secret_is_exchanged_both_verify() -> None:
    former, current, other = (new_secret().get_secret_value() for _ in range(3))
    body = '{"type":"webhook.test","data":{"name":"Ærø ☕"}}'
    headers = headers_at(datetime.now(UTC), body, current, former)
    for secret in (current, former):
        assert Webhook(secret).verify(body.encode(), headers)["type"] == "webhook.test"
    with pytest.raises(WebhookVerificationError):
        Webhook(other).verify(body.encode(), headers)


SECRET = new_secret().get_secret_value()
BODY = '{"type":"webhook.test","timestamp":"2026-01-05T09:00:00+00:00","data":{"sequence":1}}'


@given(data=st.data())
def test_nothing_altered_verifies(data: st.DataObject) -> None:
    headers = headers_at(datetime.now(UTC), BODY, SECRET)
    body = BODY
    match data.draw(st.sampled_from(["body", "webhook-id", "webhook-timestamp", "webhook-signature"])):
        case "body":
            at = data.draw(st.integers(0, len(BODY) - 1))
            letter = data.draw(st.characters(codec="ascii").filter(lambda new: new != BODY[at]))
            body = BODY[:at] + letter + BODY[at + 1 :]
        case "webhook-signature":
            given_bytes = data.draw(st.binary(min_size=32, max_size=32))
            headers["webhook-signature"] = "v1," + base64.b64encode(given_bytes).decode()
        case "webhook-timestamp":
            moved = data.draw(st.integers(-250, 250).filter(bool))
            headers["webhook-timestamp"] = str(int(headers["webhook-timestamp"]) + moved)
        case name:
            headers[name] += data.draw(st.text("abc.", min_size=1, max_size=3))
    with pytest.raises(WebhookVerificationError):
        Webhook(SECRET).verify(body.encode(), headers)


def test_a_secret_is_stored_but_shown_nowhere() -> None:
    secrets = Secrets(current=new_secret())
    text = secrets.current.get_secret_value()
    assert text.startswith("whsec_")
    assert text not in repr(secrets)
    assert text not in str(secrets.model_dump())
    assert Secrets.model_validate(secrets.model_dump(mode="json")) == secrets


NOW = datetime(2026, 1, 5, 9, 0, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Mon, 05 Jan 2026 09:01:30 GMT", 90),
        ("Mon, 05 Jan 2026 08:00:00 GMT", 0),
        ("999999999999", 999999999),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_more_time_is_asked_for_in_seconds_or_by_a_date(text: Any, seconds: int | None) -> None:
    assert retry_after(text, NOW) == seconds
