"""The table in the process: the same conditions, limits and order as DynamoDB, safe under threads."""

from bisect import bisect_left, bisect_right, insort
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from threading import RLock
from typing import Any, Literal, TypeAlias

from onbrand.adapters.dynamodb.codec import decode_item, encode, encode_writes, position_of, range_of
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Check,
    Condition,
    ConditionFailed,
    Failure,
    Index,
    Item,
    Key,
    Present,
    QueryPage,
    VersionIs,
    Write,
)
from onbrand.adapters.dynamodb.units import INDEXES, Meter, Units, item_size
from onbrand.kernel.ids import Ids, UlidIds

Place: TypeAlias = tuple[bytes, ...]
"""Where an item stands in a partition: its sort key there, then what makes it unique."""

BEHIND_ALL = b"\xff"
"""Follows every text that goes on: UTF-8 never holds this byte."""

ChangeName: TypeAlias = Literal["INSERT", "MODIFY", "REMOVE"]


@dataclass(frozen=True, slots=True)
class StreamRecord:
    """A change as the table's stream tells it."""

    name: ChangeName
    key: Key
    old: Item | None
    new: Item | None


class MemoryTable:
    """A table that lives as long as the object. ``records`` holds the stream; ``drain`` takes them out."""

    def __init__(self, ids: Ids | None = None) -> None:
        self._ids = ids or UlidIds()
        self._items: dict[Key, dict[str, Any]] = {}
        self._places: defaultdict[tuple[str, str], list[Place]] = defaultdict(list)
        self._lock = RLock()
        self._meter = Meter()
        self.records: list[StreamRecord] = []

    @property
    def units(self) -> Units:
        """Units used so far."""
        return self._meter.total

    def metered(self) -> AbstractContextManager[Units]:
        """Counts the units of a block."""
        return self._meter.block()

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        """The item, or None."""
        with self._lock:
            found = self._items.get(key)
            self._meter.read(item_size(found) if found else 0, consistent=consistent)
            return decode_item(found) if found else None

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
        """At most ``limit`` items of a partition or of an index's partition, in the order of UTF-8 bytes."""
        low, high = range_of(limit, sk_prefix, sk_from, sk_to)
        with self._lock:
            places = self._places.get((index or "", pk), [])
            first, last = 0, len(places)
            if sk_prefix is not None:
                prefix = sk_prefix.encode()
                first, last = bisect_left(places, (prefix,)), bisect_left(places, (prefix + BEHIND_ALL,))
            if low is not None:
                first = bisect_left(places, (low.encode(),))
            if high is not None:
                last = bisect_left(places, (high.encode() + b"\0",))
            if start is not None:
                after = _place(start, index or "")
                if forward:
                    first = max(first, bisect_right(places, after))
                else:
                    last = min(last, bisect_left(places, after))
            chosen = places[first : min(last, first + limit + 1)]
            if not forward:
                chosen = places[max(first, last - limit - 1) : last][::-1]
            found = [self._items[Key(place[-2].decode(), place[-1].decode())] for place in chosen]
            self._meter.read(sum(map(item_size, found)), consistent=index is None)
            items = [decode_item(item) for item in found[:limit]]
        return QueryPage(items, position_of(items[-1], index) if len(found) > limit else None)

    def write(self, *writes: Write) -> None:
        """All or nothing."""
        encoded = encode_writes(writes, self._ids.new())
        with self._lock:
            for item, write in zip(encoded, writes, strict=True):
                if item is None:
                    self._meter.touch()
                else:
                    self._meter.put(item, new=isinstance(write.condition, Absent))
            failures = [
                Failure(index, write, decode_item(current) if current else None)
                for index, write in enumerate(writes)
                if not _holds(write.condition, current := self._items.get(write.key))
            ]
            if failures:
                raise ConditionFailed(failures)
            for item, write in zip(encoded, writes, strict=True):
                self._apply(write, item)

    def drain(self) -> list[StreamRecord]:
        """The stream's records since the last time, in order."""
        with self._lock:
            taken, self.records = self.records, []
            return taken

    def _apply(self, write: Write, new: dict[str, Any] | None) -> None:
        if isinstance(write, Check):
            return
        old = self._items.pop(write.key, None)
        for partition, place in _standing(old):
            places = self._places[partition]
            del places[bisect_left(places, place)]
            if not places:
                del self._places[partition]
        if new is not None:
            self._items[write.key] = new
            for partition, place in _standing(new):
                insort(self._places[partition], place)
        if old is None and new is None:
            return
        before, after = decode_item(old) if old else None, decode_item(new) if new else None
        name: ChangeName = "REMOVE" if new is None else "MODIFY" if old else "INSERT"
        self.records.append(StreamRecord(name, write.key, before, after))


def _standing(item: dict[str, Any] | None) -> Iterator[tuple[tuple[str, str], Place]]:
    """The partitions that an item stands in, the table's and the indexes', and its place in each."""
    for index in ("", *INDEXES) if item else ():
        if item and f"{index}pk" in item:
            yield (index, item[f"{index}pk"]["S"]), _place(item, index)


def _place(item: Mapping[str, Any], index: str) -> Place:
    return tuple(_text(item[name]).encode() for name in (f"{index}sk", "pk", "sk"))


def _text(value: Any) -> str:
    return str(value["S"] if isinstance(value, dict) else value)


def _holds(condition: Condition, current: dict[str, Any] | None) -> bool:
    match condition:
        case Absent():
            return current is None
        case Present():
            return current is not None
        case VersionIs(version):
            return current is not None and current.get("version") == encode(version)
        case AttributeIs(name, value):
            return current is not None and current.get(name) == encode(value)
    return True
