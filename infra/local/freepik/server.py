"""The stand-in as an HTTP server on the loopback interface."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from infra.local.freepik.api import Api
from infra.local.freepik.catalogue import Catalogue
from infra.local.freepik.faults import Faults
from infra.local.freepik.wire import apply, send

KEPT_CALLS = 10_000


@dataclass(frozen=True, slots=True)
class Call:
    """A call that came in: what for, the whole target, its headers (lower-case names) and the status
    answered."""

    operation: str | None
    target: str
    headers: dict[str, str]
    status: int


class FreepikStandIn:
    """Runs from entering to leaving the context, or from ``start`` to ``stop``.

    ``port`` 0 takes a free one. ``clock`` tells the time for expiring links. ``rate_limit_headers`` are sent
    with API answers.
    """

    def __init__(
        self,
        port: int = 0,
        *,
        catalogue: Catalogue | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        key_header: str = "x-freepik-api-key",
        key: str | None = None,
    ) -> None:
        self.faults = Faults()
        self.rate_limit_headers: dict[str, str] = {}
        self.calls: deque[Call] = deque(maxlen=KEPT_CALLS)
        self._api = Api(catalogue or Catalogue.bundled(), clock, key_header=key_header.lower(), key=key)
        self._stopped = Event()
        self._server = _Server(("127.0.0.1", port), _handler_of(self))
        self._thread = Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)

    @property
    def host(self) -> str:
        """The interface it listens on: always the loopback one."""
        return str(self._server.server_address[0])

    @property
    def port(self) -> int:
        """The port it listens on."""
        return int(self._server.server_address[1])

    @property
    def base_url(self) -> str:
        """Its address, which is also the origin of its download links."""
        return f"http://localhost:{self.port}"

    def count(self, operation: str) -> int:
        """How many calls of an operation came in."""
        return sum(call.operation == operation for call in self.calls)

    def start(self) -> Self:
        """Begins to serve."""
        self._thread.start()
        return self

    def stop(self) -> None:
        """Ends, and with it every answer that is being held back."""
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def serve(self, handler: BaseHTTPRequestHandler) -> bool:
        """Answers one call; whether the connection may be used again."""
        target, path = handler.path, urlsplit(handler.path).path
        headers = {name.lower(): value for name, value in handler.headers.items()}
        operation = Api.operation_of(path)
        fault = self.faults.take(operation) if operation else None
        response = self._api.answer(
            target, headers, self.base_url, expired_link=bool(fault and fault.expired_link)
        )
        if path.startswith("/v1/"):
            response = replace(response, headers={**response.headers, **self.rate_limit_headers})
        if fault:
            response = apply(fault, response)
        self.calls.append(Call(operation, target, headers, response.status))
        return send(handler.connection, response, fault, self._stopped)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away in the middle is what half of the faults are for."""


def _handler_of(stand_in: FreepikStandIn) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self.close_connection = not stand_in.serve(self)

        def log_message(self, format: str, *args: Any) -> None:
            """Calls are kept in ``calls``; the terminal stays quiet."""

    return Handler
