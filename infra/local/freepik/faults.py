"""What can go wrong with a call, on demand: each fault is set for an operation and a number of
occurrences."""

import json
from collections import defaultdict, deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from threading import Lock

OPERATIONS = ("search", "detail", "download", "preview", "file")


class Cut(StrEnum):
    """How much of the answer (status line and all) is sent before the connection ends."""

    NOTHING = "0"
    ONE_BYTE = "1"
    HALF = "half"
    ALL_BUT_ONE = "last-1"

    def of(self, length: int) -> int:
        """The number of bytes to send of an answer of this length."""
        return {Cut.NOTHING: 0, Cut.ONE_BYTE: 1, Cut.HALF: length // 2, Cut.ALL_BUT_ONE: length - 1}[self]


@dataclass(frozen=True, slots=True)
class Fault:
    """One way to answer wrongly. What is not set stays as it would have been.

    ``stall``: nothing is sent until the stand-in stops; ``drip``: seconds between single bytes.
    ``endless``: chunks without end; ``length``: added to the true Content-Length.
    """

    status: int | None = None
    body: bytes | None = None
    content_type: str | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    reset: Cut | None = None
    truncate: Cut | None = None
    stall: bool = False
    drip: float | None = None
    endless: bool = False
    length: int = 0
    expired_link: bool = False

    @classmethod
    def refusal(cls, status: int, message: str, **more: object) -> "Fault":
        """A documented error: a status and a message as JSON."""
        body = json.dumps({"message": message, **more}).encode()
        return cls(status=status, body=body, content_type="application/json")

    @classmethod
    def html(cls, status: int = 200) -> "Fault":
        """A web page instead of an answer, as a gateway in front of the API sends it."""
        return cls(status=status, body=b"<!doctype html><title>Maintenance</title>", content_type="text/html")

    @classmethod
    def json(cls, document: object, status: int = 200) -> "Fault":
        """Another document than the right one."""
        return cls(status=status, body=json.dumps(document).encode(), content_type="application/json")


TOO_MANY = Fault.refusal(429, "Too many requests")
DOWNLOAD_LIMIT = Fault.refusal(
    429, "The user can't download more items because the download limits has been reached."
)
FREE_LIMIT = Fault.refusal(429, "Limit for free users reached.")
PREMIUM = Fault.refusal(403, "The user cannot download this item because it is premium")
SERVER_ERROR = Fault.refusal(500, "Internal Server Error")
UNAVAILABLE = Fault.refusal(503, "Service Unavailable. Please try again later.")


class Faults:
    """The faults that are due; without any, everything works."""

    def __init__(self) -> None:
        self._due: dict[str, deque[Fault]] = defaultdict(deque)
        self._lock = Lock()

    def add(self, operation: str, fault: Fault, times: int = 1) -> None:
        """The next ``times`` calls of ``operation`` (search, detail, download, preview, file) end so, in the
        order added."""
        if operation not in OPERATIONS:
            raise ValueError(f"{operation!r} is none of {', '.join(OPERATIONS)}")
        with self._lock:
            self._due[operation].extend([fault] * times)

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._due.clear()

    def take(self, operation: str) -> Fault | None:
        """The fault that is due for this call."""
        with self._lock:
            return self._due[operation].popleft() if self._due[operation] else None
