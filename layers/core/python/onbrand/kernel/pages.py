"""Pages of a list: an opaque cursor that is authenticated and bound to the tenant and the query."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from itsdangerous import BadSignature, URLSafeSerializer

from onbrand.kernel.errors import FieldError, Invalid

T = TypeVar("T")

MAX_PAGE_SIZE = 100
DEFAULT_PAGE_SIZE = 25


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some items of a list and, unless it was the last page, where the next one starts (the store's own position)."""

    items: Sequence[T]
    next: dict[str, Any] | None = None


def every(read: Callable[[dict[str, Any] | None], Page[T]]) -> Iterator[T]:
    """All items of a list; a page is read, from where the one before ended, when its first item is asked for."""
    start: dict[str, Any] | None = None
    while True:
        page = read(start)
        yield from page.items
        if (start := page.next) is None:
            return


class Cursors:
    """Turns a store's position into a cursor for clients and back. ``keys``: newest last; all verify, the last signs."""

    def __init__(self, keys: Sequence[str]) -> None:
        self._keys = list(keys)

    def _serializer(self, organization_id: str, query: str) -> URLSafeSerializer:
        return URLSafeSerializer(self._keys, salt=f"cursor/{organization_id}/{query}")

    def seal(self, position: dict[str, Any] | None, *, organization_id: str, query: str) -> str | None:
        """The cursor for ``position``, usable only by this organization for this very query."""
        return None if position is None else self._serializer(organization_id, query).dumps(position)

    def open(self, cursor: str | None, *, organization_id: str, query: str) -> dict[str, Any] | None:
        """The position in ``cursor``. Raises Invalid when it was altered or made for something else."""
        if cursor is None:
            return None
        try:
            position: dict[str, Any] = self._serializer(organization_id, query).loads(cursor)
        except BadSignature as error:
            raise Invalid(
                "The cursor is not one that this list gave out.", [FieldError("/cursor", "unknown cursor")]
            ) from error
        return position
