"""Which links may be opened, and at which addresses: the guard against links into our own network (SSRF).

A link must match the list of origins to the letter. Then its name is resolved once, every address it has
must be a public one,
and the connection goes to exactly that address. Only an origin configured with its port
(``http://localhost:4001``) is trusted
as it stands.
"""

from collections.abc import Sequence

from onbrand.adapters.outbound.addresses import Resolve, public_address, resolve_addresses
from onbrand.adapters.outbound.links import Link, Origin
from onbrand.sourcing import UnsafeLinkError
from onbrand.sourcing.model import CallFacts


class Origins:
    """The list of allowed origins, and the way to them."""

    def __init__(self, origins: Sequence[str], resolve: Resolve | None = None) -> None:
        self._origins = [Origin.parse(origin) for origin in origins]
        self._resolve = resolve or resolve_addresses

    def check(self, link: str) -> str:
        """The link, when it may be opened. Raises UnsafeLinkError."""
        place = Link.parse(link)
        if place is None:
            raise _unsafe("is not written as a plain web address")
        if not any(origin.allows(place.scheme, place.host, place.port) for origin in self._origins):
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
        address = public_address(self._resolve(host, port))
        if address is None:
            raise _unsafe("leads to an address inside a private network")
        return address


def _unsafe(fact: str) -> UnsafeLinkError:
    return UnsafeLinkError(f"Freepik's link to the picture {fact}, so it was not opened.").of_call(
        CallFacts(reached=False)
    )
