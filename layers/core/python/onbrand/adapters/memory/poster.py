"""A receiver's servers, in the process."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from onbrand.notify.webhooks.model import Answer


@dataclass(frozen=True, slots=True)
class Posted:
    """One message as it was sent."""

    url: str
    message_id: str
    at: datetime
    body: str
    secrets: tuple[str, ...]


class MemoryPoster:
    """Keeps what was posted; ``answer`` may raise what a poster raises."""

    def __init__(self) -> None:
        self.posted: list[Posted] = []
        self.answer: Callable[[Posted], Answer] = lambda _: Answer(status=200)

    def post(self, url: str, message_id: str, at: datetime, body: str, secrets: Sequence[str]) -> Answer:
        """Keeps the message, then answers."""
        self.posted.append(Posted(url, message_id, at, body, tuple(secrets)))
        return self.answer(self.posted[-1])
