"""What calls cost in DynamoDB's own units, computed from item sizes (emulators do not).

Sizes and units as in the developer guide, "DynamoDB item sizes and formats" and "read and write operations".
The image that a put replaces is not read: it counts as large as the new one, its index entries as moved.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from math import ceil
from typing import Any

READ_BLOCK = 4096
WRITE_BLOCK = 1024
INDEXES = ("gsi1", "gsi2", "gsi3")


@dataclass(slots=True)
class Units:
    """Read units (4 KB, strongly consistent; eventually: a half) and write units (1 KB)."""

    read: float = 0
    write: float = 0

    def __sub__(self, earlier: "Units") -> "Units":
        return Units(self.read - earlier.read, self.write - earlier.write)


class Meter:
    """Adds up units; ``block`` counts those of a piece of code."""

    def __init__(self) -> None:
        self.total = Units()

    @contextmanager
    def block(self) -> Iterator[Units]:
        """Filled with the units of the block when it ends."""
        before, used = Units(self.total.read, self.total.write), Units()
        try:
            yield used
        finally:
            spent = self.total - before
            used.read, used.write = spent.read, spent.write

    def read(self, size: int, *, consistent: bool) -> None:
        """A get or one query of ``size`` bytes; nothing found costs one block."""
        self.total.read += max(1, ceil(size / READ_BLOCK)) * (1 if consistent else 0.5)

    def put(self, item: dict[str, Any], *, new: bool) -> None:
        """A put in a transaction (twice the units) and its index entries (once; twice when replaced)."""
        blocks = ceil(item_size(item) / WRITE_BLOCK)
        entries = sum(f"{index}pk" in item for index in INDEXES)
        self.total.write += blocks * (2 + entries * (1 if new else 2))

    def touch(self) -> None:
        """A delete or a condition check in a transaction."""
        self.total.write += 2


def item_size(encoded: dict[str, Any]) -> int:
    """Bytes of an item in DynamoDB's wire form: names and values."""
    return sum(len(name.encode()) + _value_size(value) for name, value in encoded.items())


def _value_size(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(str(content).encode())
    if kind == "N":
        digits = str(content).strip("-").replace(".", "").strip("0")
        return ceil(len(digits) / 2) + 1 + str(content).startswith("-")
    if kind == "B":
        return len(content)
    if kind == "L":
        return 3 + sum(1 + _value_size(element) for element in content)
    if kind == "M":
        return 3 + sum(1 + len(name.encode()) + _value_size(element) for name, element in content.items())
    return 1
