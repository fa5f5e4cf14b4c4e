"""Where messages may be posted: the guard against addresses inside our own network (SSRF).

The name is resolved when a webhook is written and again for each connection; every address it has must be a public
one, and the connection goes to exactly the address that was judged. Only an origin configured with its port
(``http://localhost:4002``) is trusted as it stands.
"""

import re
from collections.abc import Sequence

from onbrand.adapters.outbound.addresses import Resolve, public_address, resolve_addresses
from onbrand.adapters.outbound.links import Link, Origin
from onbrand.kernel.errors import FieldError
from onbrand.notify.webhooks.errors import EndpointUnsafeError, UnsafeEndpointError

HTTPS_PORT = 443
# A last part that starts with a digit is an address in one of its spellings (127.0.0.1, 0x7f.1), never a name.
_PUBLIC_NAME = re.compile(r"(?:[a-z0-9-]+\.)+[a-z][a-z0-9-]*")
_INNER = ("localhost", "local", "internal", "localdomain", "lan", "intranet", "home", "corp", "arpa", "onion")


class EndpointGuard:
    """An ``AddressGuard``, and the way to addresses it lets through. ``origins``: trusted, each with its port."""

    def __init__(self, origins: Sequence[str] = (), resolve: Resolve = resolve_addresses) -> None:
        self._origins = [Origin.parse(origin) for origin in origins]
        self._resolve = resolve
        if any(origin.port is None for origin in self._origins):
            raise ValueError("an origin of webhooks names its port, as http://localhost:4002")

    def check(self, url: str) -> None:
        """Raises UnsafeEndpointError unless messages may be posted there."""
        link = Link.parse(url)
        if link is None:
            raise _refused(
                "The address is not written as a plain web address, such as https://example.com/hooks."
            )
        try:
            self.route(link.scheme, link.host, link.port)
        except EndpointUnsafeError as error:
            raise _refused(error.detail) from error
        except OSError as error:
            raise _refused("The name of this server is not known.") from error

    def route(self, scheme: str, host: str, port: int) -> str:
        """The address to connect to. Raises EndpointUnsafeError, and OSError for an unknown name."""
        if any(origin.allows(scheme, host, port) for origin in self._origins):
            return host
        if scheme != "https" or port != HTTPS_PORT:
            raise EndpointUnsafeError("Webhooks are posted over https, to port 443 only.")
        if _PUBLIC_NAME.fullmatch(host) is None or host.rsplit(".", 1)[-1] in _INNER:
            raise EndpointUnsafeError("The address must name a server on the public internet.")
        address = public_address(self._resolve(host, port))
        if address is None:
            raise EndpointUnsafeError("The name leads to an address that is not on the public internet.")
        return address


def _refused(detail: str) -> UnsafeEndpointError:
    return UnsafeEndpointError(detail, [FieldError("/url", detail, "unsafe")])
