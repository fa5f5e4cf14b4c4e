"""A file store in the process. It checks what a presigned form promises, as S3 does."""

from threading import Lock
from urllib.parse import quote

from onbrand.kernel.objects import ObjectExistsError, ObjectMissingError, PresignedPost, Traffic


class MemoryObjects:
    """Files by key; ``content_types`` tells how each was stored."""

    def __init__(self) -> None:
        self._files: dict[str, bytes] = {}
        self.content_types: dict[str, str] = {}
        self._lock = Lock()
        self.traffic = Traffic()

    def put(self, key: str, data: bytes, content_type: str, *, if_absent: bool = False) -> None:
        """Stores a file."""
        self.traffic.stored(len(data))
        with self._lock:
            if if_absent and key in self._files:
                raise ObjectExistsError("There is already a file of this name.")
            self._files[key] = data
            self.content_types[key] = content_type

    def get(self, key: str) -> bytes:
        """The file's bytes."""
        try:
            data = self._files[key]
        except KeyError:
            raise ObjectMissingError("The file is not there.") from None
        self.traffic.read(len(data))
        return data

    def size(self, key: str) -> int | None:
        """The file's bytes, counted."""
        self.traffic.read()
        data = self._files.get(key)
        return None if data is None else len(data)

    def exists(self, key: str) -> bool:
        """Whether there is a file."""
        return self.size(key) is not None

    def delete(self, key: str) -> None:
        """Removes the file."""
        with self._lock:
            self._files.pop(key, None)
            self.content_types.pop(key, None)

    def presigned_get(self, key: str, *, filename: str | None = None, expires_s: int = 300) -> str:
        """A link that names the key, the file name and the time it lives."""
        name = f"&filename={quote(filename, safe='')}" if filename else ""
        return f"memory://objects/{quote(key)}?expires={expires_s}{name}"

    def presigned_post(
        self, key: str, *, content_type: str, max_bytes: int, expires_s: int = 600
    ) -> PresignedPost:
        """A form for ``upload``."""
        limits = {"max_bytes": str(max_bytes), "expires": str(expires_s)}
        return PresignedPost("memory://objects", {"key": key, "Content-Type": content_type, **limits})

    def upload(self, post: PresignedPost, data: bytes) -> bool:
        """What a browser does with the form; False when the file is empty or too large."""
        if not 1 <= len(data) <= int(post.fields["max_bytes"]):
            return False
        self.put(post.fields["key"], data, post.fields["Content-Type"])
        return True
