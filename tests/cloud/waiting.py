"""Waiting for what happens in a local cloud: look again whenever a function's call was served."""

import time
from collections.abc import Callable
from typing import Any, TypeVar

Found = TypeVar("Found")
LOOK_AGAIN_S = 0.25
"""For what no AWS call of a function announces: an execution that ended, a message that became visible."""


def eventually(cloud: Any, read: Callable[[], Found | None], *, within_s: float = 15.0) -> Found:
    """What ``read`` returns once it is not None."""
    end, served = time.monotonic() + within_s, -1
    while (found := read()) is None:
        assert time.monotonic() < end, "it did not happen in time"
        served = cloud.calls.wait(served, LOOK_AGAIN_S)
    return found


def at_rest(cloud: Any, *, within_s: float = 60.0) -> None:
    """Waits until nothing runs or is on its way, and no queue but those of the dead holds anything."""
    sqs = cloud.client("sqs")
    names = ["ApproximateNumberOfMessages", "ApproximateNumberOfMessagesNotVisible"]

    def look() -> bool | None:
        if not cloud.is_idle():
            return None
        for url in (one for one in sqs.list_queues()["QueueUrls"] if "DeadLetters" not in one):
            held = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=names)["Attributes"]
            if any(int(held[name]) for name in names):
                return None
        return cloud.is_idle() or None

    eventually(cloud, look, within_s=within_s)
