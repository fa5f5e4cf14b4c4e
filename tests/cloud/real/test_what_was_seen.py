"""Looks back at all that the other tests of this cloud did; it runs after them."""

import json
from collections.abc import Iterator

import pytest

from infra.manifest import FUNCTIONS
from tests.cloud.real.world import World
from tests.support.templates import Assembly

pytestmark = pytest.mark.cloud


def secrets_of(world: World) -> Iterator[str]:
    client = world.cloud.client("secretsmanager")
    for secret in client.list_secrets()["SecretList"]:
        yield from client.get_secret_value(SecretId=secret["ARN"])["SecretString"].split()


def test_no_secret_went_where_it_does_not_belong(world: World) -> None:
    if not world.task_tokens:
        world.in_review()
    assert world.task_tokens and world.links
    hidden = {*world.task_tokens, *secrets_of(world)}
    logs = "\n".join(path.read_text(errors="replace") for path in world.cloud.logs.glob("*.log"))
    mails = "\n".join(part for mail in world.cloud.messages() for part in texts(mail))
    events = json.dumps(
        [item for item in world.items() if item.get("type") in ("event", "activity")], default=str
    )
    answers = "\n".join(world.answers)
    assert logs and mails and answers and "RequestSubmitted" in events
    for place, text in {"logs": logs, "mails": mails, "events": events, "answers": answers}.items():
        assert [secret[:8] for secret in hidden if secret in text] == [], place
    for place, text in {"logs": logs, "events": events, "answers": answers}.items():
        assert [link[:8] for link in world.links if link in text] == [], place


def texts(mail) -> Iterator[str]:
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content()


def test_each_function_called_only_what_its_role_allows(world: World) -> None:
    assembly = Assembly.read(world.cloud.assembly)
    seen = world.cloud.calls.by_function()
    assert seen.keys() <= {row.name for row in FUNCTIONS}
    assert {"api", "source_image", "publish_events", "notify", "finalize_request"} <= seen.keys()
    missing = {}
    for row in FUNCTIONS:
        policy = assembly.one("AWS::IAM::Policy", f"{row.camel_name}/Role")
        statements = policy.properties["PolicyDocument"]["Statement"]
        allowed = {action for one in statements for action in listed(one["Action"])}
        if more := seen.get(row.name, set()) - allowed:
            missing[row.name] = more
    assert missing == {}


def listed(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value
