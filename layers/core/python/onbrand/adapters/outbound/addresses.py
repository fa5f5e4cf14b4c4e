"""Which addresses are ordinary ones on the public internet: the guard against calls into our own network (SSRF)."""

import socket
from collections.abc import Callable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

Resolve = Callable[[str, int], Sequence[str]]

# is_global is True for these although they can lead inside: 6to4, Teredo and ORCHID, NAT64, relays,
# documentation.
_DENIED_V4 = tuple(map(IPv4Network, ("192.0.0.0/24", "192.88.99.0/24", "100.64.0.0/10")))
_UNICAST_V6 = IPv6Network("2000::/3")
_DENIED_V6 = tuple(map(IPv6Network, ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")))


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


def public_address(addresses: Sequence[str]) -> str | None:
    """The address to connect to; None unless every one is public."""
    if not addresses or not all(map(is_public, addresses)):
        return None
    # Functions have IPv4 only, unless in a VPC of their own.
    return min(addresses, key=lambda address: ":" in address)
