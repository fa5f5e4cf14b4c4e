"""Which links may be opened, and at which addresses: the guard against links into our own network (SSRF).

A link must match the list of origins to the letter. Then its name is resolved once, every address it has
must be a public one,
and the connection goes to exactly that address. Only an origin configured with its port
(``http://localhost:4001``) is trusted
as it stands.
"""

import re
import socket
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address
from typing import Self

from onbrand.sourcing import UnsafeLinkError
from onbrand.sourcing.model import CallFacts

Resolve = Callable[[str, int], Sequence[str]]

MAX_LINK = 2048
DEFAULT_PORTS = {"https": 443, "http": 80}

_HOST = r"(?=.{1,253}(?::|$))[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*"
_ORIGIN = re.compile(rf"(https?)://(\*\.)?({_HOST})(?::([1-9][0-9]{{0,4}}))?", re.IGNORECASE | re.ASCII)
# Without ASCII, ignoring case would let ı, ſ and the Kelvin sign pass for i, s and k.
_LINK = re.compile(
    rf"(https?)://({_HOST})(?::([1-9][0-9]{{0,4}}))?([/?][\x21-\x7e\x80-\U0010ffff]*)?",
    re.IGNORECASE | re.ASCII,
)

# is_global is True for these although they can lead inside: 6to4, Teredo and ORCHID, NAT64, relays,
# documentation.
_DENIED_V4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10")))
_UNICAST_V6 = IPv6Network("2000::/3")
_DENIED_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


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


class Origins:
    """The list of allowed origins, and the way to them."""

    def __init__(self, origins: Sequence[str], resolve: Resolve | None = None) -> None:
        self._origins = [Origin.parse(origin) for origin in origins]
        self._resolve = resolve or resolve_addresses

    def check(self, link: str) -> str:
        """The link, when it may be opened. Raises UnsafeLinkError."""
        match = (
            _LINK.fullmatch(link) if len(link) <= MAX_LINK and "\\" not in link and "#" not in link else None
        )
        if match is None:
            raise _unsafe("is not written as a plain web address")
        scheme, host, port = match[1].lower(), match[2].lower(), match[3]
        number = int(port) if port else DEFAULT_PORTS[scheme]
        if not any(origin.allows(scheme, host, number) for origin in self._origins):
            raise _unsafe("leads to a place that is not on the list of its servers")
        return link

    def route(self, scheme: str, host: str, port: int) -> str:
        """The address to connect to. Raises UnsafeLinkError unless all addresses of the name are public
        ones."""
        fitting = [origin for origin in self._origins if origin.allows(scheme, host, port)]
        if not fitting:
            raise _unsafe("leads to a place that is not on the list of its servers")
        if any(origin.port is not None for origin in fitting):
            return host
        addresses = self._resolve(host, port)
        if not addresses or not all(map(is_public, addresses)):
            raise _unsafe("leads to an address inside a private network")
        return min(
            addresses, key=lambda address: ":" in address
        )  # functions have IPv4 only, unless in a VPC of their own


def resolve_addresses(host: str, port: int) -> Sequence[str]:
    """The addresses of a name. Raises OSError."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


def is_public(address: str) -> bool:
    """Whether an address is an ordinary one on the public internet: no private, mapped, tunnelled or group
    address."""
    try:
        ip = ip_address(address)
    except ValueError:
        return False
    if not ip.is_global or ip.is_multicast:
        return False
    match ip:
        case IPv4Address():
            return not any(ip in network for network in _DENIED_V4)
        case IPv6Address():
            return (
                ip.scope_id is None and ip in _UNICAST_V6 and not any(ip in network for network in _DENIED_V6)
            )


def _unsafe(fact: str) -> UnsafeLinkError:
    return UnsafeLinkError(f"Freepik's link to the picture {fact}, so it was not opened.").of_call(
        CallFacts(reached=False)
    )
