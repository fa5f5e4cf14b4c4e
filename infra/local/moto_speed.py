"""moto's slowest private ways, answered the same and sooner: `moto_patches` puts them in its place.

Without them more than half of the local cloud's time goes into picking the attributes of values that are written
already as they are sent, and into sorting the whole table for each query of one partition.
"""

import threading
from base64 import b64encode
from collections.abc import Callable
from typing import Any

from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models.table import Table

Original = dict[str, Callable[..., Any]]


def replacements(original: Original) -> tuple[tuple[type, str, Callable[..., Any]], ...]:
    """Owner, name and what to put there; ``original`` is filled with moto's own code under these names."""
    asked = threading.local()

    def query(
        self: Any,
        hash_key: Any,
        comparison: Any,
        values: Any,
        limit: Any,
        start: Any,
        forward: Any,
        projection: Any,
        index_name: Any = None,
        *given: Any,
        **named: Any,
    ) -> Any:
        asked.partition, asked.running = None if index_name else hash_key, True
        try:
            return original["query"](
                self,
                hash_key,
                comparison,
                values,
                limit,
                start,
                forward,
                projection,
                index_name,
                *given,
                **named,
            )
        finally:
            asked.running = False

    def all_items(self: Any) -> list[Any]:
        if not getattr(asked, "running", False):
            return list(original["all_items"](self))
        # A query sorts what it found by itself.
        if asked.partition is not None:
            found = self.items.get(asked.partition, {})
            return list(found.values()) if self.range_key_attr else [found] if found else []
        if self.range_key_attr:
            return [item for partition in self.items.values() for item in partition.values()]
        return list(self.items.values())

    def serialize_structure(self: Any, serialized: Any, value: Any, shape: Any, key: str) -> None:
        if shape.name == "AttributeValue":
            self._default_serialize(serialized, as_sent(value), shape, key)
        else:
            original["_serialize_type_structure"](self, serialized, value, shape, key)

    return (
        (Table, "query", query),
        (Table, "all_items", all_items),
        (BaseJSONSerializer, "_serialize_type_structure", serialize_structure),
    )


def as_sent(value: Any) -> Any:
    """An attribute's value, a tree of plain values but for bytes and numbers, as JSON takes it."""
    if isinstance(value, dict):
        return {name: as_sent(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [as_sent(inner) for inner in value]
    if isinstance(value, bytes):
        return b64encode(value).decode()
    return value if isinstance(value, str | bool) else str(value)
