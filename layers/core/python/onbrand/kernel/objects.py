"""Where pictures and packages lie. Keys start with ``<organization_id>/`` and are ours, never a person's."""

from dataclasses import dataclass, replace
from typing import Protocol

from onbrand.kernel.errors import Conflict, NotFound, Unavailable


class ObjectMissingError(NotFound):
    """There is no file at this key."""


class ObjectExistsError(Conflict):
    """There is already a file at this key."""


class ObjectsUnavailableError(Unavailable):
    """The file store does not answer."""


@dataclass(frozen=True, slots=True)
class PresignedPost:
    """A form that a browser may send once the file is added as its last field, ``file``."""

    url: str
    fields: dict[str, str]


@dataclass(slots=True)
class Traffic:
    """What was asked of a bucket. ``puts`` are the dearer requests, ``gets`` those that read; deleting is free."""

    puts: int = 0
    gets: int = 0
    bytes_stored: int = 0
    bytes_read: int = 0

    def copy(self) -> "Traffic":
        """As it is now."""
        return replace(self)

    def stored(self, size: int) -> None:
        """One file was sent."""
        self.puts += 1
        self.bytes_stored += size

    def read(self, size: int = 0) -> None:
        """One file was asked for, or only whether it is there."""
        self.gets += 1
        self.bytes_read += size

    def __sub__(self, earlier: "Traffic") -> "Traffic":
        return Traffic(
            self.puts - earlier.puts,
            self.gets - earlier.gets,
            self.bytes_stored - earlier.bytes_stored,
            self.bytes_read - earlier.bytes_read,
        )


class ObjectStore(Protocol):
    """A bucket. Every method raises ObjectsUnavailableError when it does not answer."""

    @property
    def traffic(self) -> Traffic:
        """What was asked of it so far."""
        ...

    def put(self, key: str, data: bytes, content_type: str, *, if_absent: bool = False) -> None:
        """Stores a file. With ``if_absent`` raises ObjectExistsError instead of replacing one."""
        ...

    def get(self, key: str) -> bytes:
        """The file's bytes. Raises ObjectMissingError."""
        ...

    def size(self, key: str) -> int | None:
        """The file's bytes, counted; None when there is none."""
        ...

    def exists(self, key: str) -> bool:
        """Whether there is a file."""
        ...

    def delete(self, key: str) -> None:
        """Removes the file, if there is one."""
        ...

    def presigned_get(self, key: str, *, filename: str | None = None, expires_s: int = 300) -> str:
        """A link that shows the file, or downloads it as ``filename``, for ``expires_s`` seconds."""
        ...

    def presigned_post(
        self, key: str, *, content_type: str, max_bytes: int, expires_s: int = 600
    ) -> PresignedPost:
        """A form for one upload to exactly this key, of this type, of 1 to ``max_bytes`` bytes."""
        ...
