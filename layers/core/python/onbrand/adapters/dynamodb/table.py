"""The table as the repositories see it: get, query with a limit, and atomic conditional writes; nothing else.

Without update expressions and counters a write repeated after a lost answer can be recognised: every call of
``write`` marks its puts with a fresh ``write_id``; a condition failing on such an item is our success.
A transaction of deletes alone carries no mark; let it hold a put (an event) when its outcome matters.
"""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple, Protocol, TypeAlias

from onbrand.adapters.dynamodb.units import Units
from onbrand.kernel.errors import Conflict, Unavailable, Unprocessable

Item: TypeAlias = dict[str, Any]
Index: TypeAlias = Literal["gsi1", "gsi2", "gsi3"]


class Key(NamedTuple):
    """Partition key and sort key of an item."""

    pk: str
    sk: str


@dataclass(frozen=True, slots=True)
class Absent:
    """There is no such item."""


@dataclass(frozen=True, slots=True)
class Present:
    """There is such an item."""


@dataclass(frozen=True, slots=True)
class VersionIs:
    """The item's attribute ``version`` is this number."""

    version: int


@dataclass(frozen=True, slots=True)
class AttributeIs:
    """The item's top-level attribute has this value."""

    name: str
    value: str | int | bool


@dataclass(frozen=True, slots=True)
class Overwrite:
    """No condition: only for puts of deterministic key and content, which may be repeated."""


Condition: TypeAlias = Absent | Present | VersionIs | AttributeIs | Overwrite


@dataclass(frozen=True, slots=True)
class Put:
    """Write the whole item; it holds ``pk`` and ``sk``."""

    item: Item
    condition: Condition

    @property
    def key(self) -> Key:
        """Where the item goes."""
        return Key(self.item["pk"], self.item["sk"])


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove the item."""

    key: Key
    condition: Condition


@dataclass(frozen=True, slots=True)
class Check:
    """Write nothing, but let the transaction fail unless the condition holds."""

    key: Key
    condition: Condition


Write: TypeAlias = Put | Delete | Check


@dataclass(frozen=True, slots=True)
class QueryPage:
    """Items in the order of their sort keys; ``next``: the position to start after, None at the end."""

    items: Sequence[Item]
    next: dict[str, Any] | None


class Table(Protocol):
    """One table with string keys pk/sk and the indexes gsi1..gsi3 (gsiNpk/gsiNsk, all projected)."""

    @property
    def units(self) -> Units:
        """Read and write units used so far, by item sizes."""
        ...

    def metered(self) -> AbstractContextManager[Units]:
        """Counts the units of a block."""
        ...

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """The item, or None. Raises StoreUnavailableError."""
        ...

    def query(
        self,
        pk: str,
        *,
        limit: int = 25,
        sk_prefix: str | None = None,
        sk_from: str | None = None,
        sk_to: str | None = None,
        index: Index | None = None,
        forward: bool = True,
        start: Mapping[str, Any] | None = None,
    ) -> QueryPage:
        """At most ``limit`` items of a partition, by prefix or between two sort keys (both included).

        Of the table: strongly consistent; of an index: eventually. Raises StoreUnavailableError.
        """
        ...

    def write(self, *writes: Write) -> None:
        """All or nothing. Raises ConditionFailed, StoreUnavailableError, UnstorableError."""
        ...


class StoreUnavailableError(Unavailable):
    """The table does not answer, or not in time; the caller may try again."""


class UnstorableError(Unprocessable):
    """Does not fit: an item over 400 KB, a number over 38 digits, a transaction over 100 writes or 4 MB."""


@dataclass(frozen=True, slots=True)
class Failure:
    """A write whose condition did not hold: its position in the call and the item as it is now."""

    index: int
    write: Write
    current: Item | None


class ConditionFailed(Conflict):
    """Conditions failed, nothing was written; ``index``, ``write``, ``current``: of the first failure."""

    def __init__(self, failures: Sequence[Failure]) -> None:
        super().__init__("Somebody else has changed this in the meantime; read it again.")
        self.failures = tuple(failures)
        self.index, self.write, self.current = failures[0].index, failures[0].write, failures[0].current

    def on(self, key: Key) -> Failure | None:
        """The failure of the write at ``key``, if there was one."""
        return next((failure for failure in self.failures if failure.write.key == key), None)
