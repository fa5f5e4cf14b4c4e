"""The HTTP server in front of the functions, on the port that the deployment's API address names."""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

from infra.local.gateway.answer import HttpAnswer, http_answer, message
from infra.local.gateway.authorizer import ForbiddenError, JwtAuthorizer, UnauthorizedError
from infra.local.gateway.cors import Cors
from infra.local.gateway.event import Request, build_event
from infra.local.gateway.routes import Route, RouteTable
from infra.local.runtime_api import Answer

MAX_BODY = 10 * 1024 * 1024
log = logging.getLogger(__name__)


@dataclass(slots=True)
class Api:
    """An HTTP API read from the template."""

    id: str
    routes: list[Route] = field(default_factory=list)
    authorizers: dict[str, JwtAuthorizer] = field(default_factory=dict)
    cors: Cors | None = None


class Gateway:
    """Answers requests as API Gateway would; ``invoke`` runs a function by name or ARN."""

    def __init__(self, api: Api, invoke: Callable[[str, object], Answer]) -> None:
        self._api = api
        self._table = RouteTable(api.routes)
        self._invoke = invoke
        self._callers = ThreadPoolExecutor(max_workers=64, thread_name_prefix="gateway")

    def answer(self, request: Request) -> HttpAnswer:
        """The whole way of one request."""
        cors = self._api.cors
        if cors and cors.is_preflight(request):
            return cors.preflight(request)
        answer = self._routed(request)
        if cors:
            own = [row for row in answer.headers if not row[0].startswith("access-control-")]
            answer.headers = own + cors.answer_headers(request)
        return answer

    def _routed(self, request: Request) -> HttpAnswer:
        if len(request.body) > MAX_BODY:
            return message(413, "Request Entity Too Large")
        match = self._table.match(request.method, request.path)
        if match is None:
            return message(404, "Not Found")
        route = match.route
        try:
            claims = self._claims(route, request)
        except UnauthorizedError:
            answer = message(401, "Unauthorized")
            answer.headers.append(("www-authenticate", "Bearer"))
            return answer
        except ForbiddenError:
            return message(403, "Forbidden")
        event = build_event(request, match, claims, self._api.id)
        call = self._callers.submit(self._invoke, route.function, event)
        try:
            return http_answer(call.result(route.timeout_s))
        except TooSlow:
            return message(503, "Service Unavailable")

    def _claims(self, route: Route, request: Request) -> dict[str, Any] | None:
        if route.authorizer is None:
            return None
        return self._api.authorizers[route.authorizer].claims(request.header("authorization"), route.scopes)

    def close(self) -> None:
        """Lets the calling threads go; running calls end with their workers."""
        self._callers.shutdown(wait=False, cancel_futures=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: "GatewayServer"

    def _serve(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MAX_BODY:
            self.close_connection = True
            self._send(message(413, "Request Entity Too Large"))
            return
        parts = urlsplit(self.path)
        headers = [(name, value) for name, value in self.headers.items()]
        body = self.rfile.read(length)
        request = Request(self.command, parts.path, parts.query, headers, body, self.client_address[0])
        if self.server.gateway is None:
            self._send(message(503, "Service Unavailable"))
            return
        try:
            answer = self.server.gateway.answer(request)
        except Exception:  # one broken request must not end the connection without an answer
            log.exception("the gateway failed")
            answer = message(500, "Internal Server Error")
        self._send(answer)

    do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = do_HEAD = do_OPTIONS = _serve

    def _send(self, answer: HttpAnswer) -> None:
        self.send_response_only(answer.status)
        self.send_header("date", self.date_time_string())
        for name, value in answer.headers:
            if name not in ("content-length", "connection", "transfer-encoding"):
                self.send_header(name, value)
        if answer.status != 204:
            self.send_header("content-length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD" and answer.status != 204:
            self.wfile.write(answer.body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass


class GatewayServer(ThreadingHTTPServer):
    """Listens from the start (503 until ``gateway`` is set), because templates need the address."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(self, port: int) -> None:
        super().__init__(("127.0.0.1", port), _Handler)
        self.gateway: Gateway | None = None
        self._thread = threading.Thread(target=self.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The API's address, without a slash at the end."""
        return f"http://localhost:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        log.debug("a client hung up", exc_info=True)

    def close(self) -> None:
        """Stops listening."""
        self.shutdown()
        self.server_close()
        self._thread.join()
        if self.gateway is not None:
            self.gateway.close()
