"""Identifiers that are the same in every run."""

from itertools import count
from threading import Lock

from ulid import ULID

EPOCH_MS = 1_767_603_600_000


class SequentialIds:
    """Valid ULIDs of one moment, numbered from 1, so that they sort in the order they were made."""

    def __init__(self, start: int = 1) -> None:
        self._numbers = count(start)
        self._lock = Lock()

    def new(self) -> str:
        """The next identifier."""
        with self._lock:
            number = next(self._numbers)
        return str(ULID.from_bytes(EPOCH_MS.to_bytes(6, "big") + number.to_bytes(10, "big")))
