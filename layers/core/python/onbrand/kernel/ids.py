"""Identifiers: ULIDs, so that they sort by the time they were made and need no coordination."""

from typing import Annotated, Protocol

from pydantic import StringConstraints
from ulid import ULID

ULID_PATTERN = r"^[0-9A-HJKMNP-TV-Z]{26}$"
Id = Annotated[str, StringConstraints(pattern=ULID_PATTERN)]


class Ids(Protocol):
    """Where new identifiers come from."""

    def new(self) -> str:
        """A new identifier: 26 characters of Crockford base 32."""
        ...


class UlidIds:
    """Identifiers from the system's clock and randomness."""

    def new(self) -> str:
        """A new ULID (https://github.com/ulid/spec)."""
        return str(ULID())
