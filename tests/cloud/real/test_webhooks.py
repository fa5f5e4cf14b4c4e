"""Webhooks on the local cloud: from the API over the bus and both queues to a server that verifies."""

from datetime import UTC, datetime, timedelta

import pytest

from tests.cloud.real.world import World
from tests.cloud.waiting import eventually
from tests.support.receiver import answer

pytestmark = pytest.mark.cloud


def test_a_message_reaches_the_receiver_and_is_attempted_again_when_it_is_refused(world: World) -> None:
    receiver = world.receiver
    made = world.owner.post("/webhooks", {"url": f"{receiver.origin}/hooks", "events": ["brand.created"]})
    receiver.secret, path = made["secret"], f"/webhooks/{made['webhook']['id']}"

    tried = world.owner.post(f"{path}/test", {})
    eventually(world.cloud, lambda: receiver.verified or None, within_s=60)
    assert [body["type"] for body in receiver.verified] == ["webhook.test"]
    assert receiver.received[0].headers["webhook-id"] == tried["id"]

    receiver.behave = answer(503, b"busy", Retry_After="60")
    again = world.owner.post(f"{path}/test", {})
    one = f"{path}/deliveries/{again['id']}"

    def status(wanted: str) -> bool | None:
        return world.owner.get(one)["delivery"]["status"] == wanted or None

    eventually(world.cloud, lambda: status("retrying"), within_s=60)
    receiver.behave = None
    later = datetime.now(UTC) + timedelta(minutes=2)
    assert world.cloud.fire("retry_webhooks", later) == {"jobs": 1}
    eventually(world.cloud, lambda: status("sent"), within_s=60)
    attempts = world.owner.get(one)["attempts"]
    assert [(attempt["status"], attempt["excerpt"]) for attempt in attempts] == [(204, ""), (503, "busy")]
    assert {call.headers["webhook-id"] for call in receiver.received[1:]} == {again["id"]}
