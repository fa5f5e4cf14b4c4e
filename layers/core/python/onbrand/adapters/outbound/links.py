"""Web addresses as others write them, read to the letter, and origins that a setting allows."""

import re
from dataclasses import dataclass
from typing import Self

MAX_LINK = 2048
DEFAULT_PORTS = {"https": 443, "http": 80}

_HOST = r"(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
_ORIGIN = re.compile(rf"(https?)://(\*\.)?({_HOST})(?::([1-9][0-9]{{0,4}}))?", re.IGNORECASE | re.ASCII)
# Without ASCII, ignoring case would let ı, ſ and the Kelvin sign pass for i, s and k.
_LINK = re.compile(
    rf"(https?)://({_HOST})(?::([1-9][0-9]{{0,4}}))?([/?][\x21-\x7e\x80-\U0010ffff]*)?",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Link:
    """Where a link leads; in lower case."""

    scheme: str
    host: str
    port: int

    @classmethod
    def parse(cls, text: str) -> Self | None:
        """None when it is not written as a plain web address: no user, no fragment, no backslash, no
        escapes in the name."""
        plain = len(text) <= MAX_LINK and "\\" not in text and "#" not in text
        match = _LINK.fullmatch(text) if plain else None
        if match is None:
            return None
        scheme = match[1].lower()
        return cls(scheme, match[2].lower(), int(match[3]) if match[3] else DEFAULT_PORTS[scheme])


@dataclass(frozen=True, slots=True)
class Origin:
    """An allowed origin. ``port`` is set only when it was written, and then the origin is trusted as it
    stands."""

    scheme: str
    host: str
    subdomains: bool
    port: int | None

    @classmethod
    def parse(cls, text: str) -> Self:
        """From ``https://host``, ``https://*.host`` or ``scheme://host:port``. Raises ValueError."""
        match = _ORIGIN.fullmatch(text)
        if match is None:
            raise ValueError(f"{text!r} is not an origin like https://*.freepik.com")
        scheme, wildcard, host, port = match.groups()
        if port is not None and (wildcard or int(port) > 65535):
            raise ValueError(f"{text!r}: an origin with a port names one host and a port up to 65535")
        if port is None and scheme.lower() != "https":
            raise ValueError(f"{text!r}: an origin without a port must be https")
        return cls(scheme.lower(), host.lower(), wildcard is not None, int(port) if port else None)

    def allows(self, scheme: str, host: str, port: int) -> bool:
        """Whether a link to this place is allowed."""
        if scheme != self.scheme or port != (self.port or DEFAULT_PORTS[scheme]):
            return False
        return host.endswith("." + self.host) if self.subdomains else host == self.host
