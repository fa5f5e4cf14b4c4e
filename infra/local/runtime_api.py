"""Lambda's Runtime API for one worker: next invocation, response, error, initialisation error."""

import json
import logging
import threading
import time
import uuid
from concurrent.futures import Future
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from queue import SimpleQueue

PREFIX = "/2018-06-01/runtime/"
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Answer:
    """What an invocation ended with; ``error`` is None or the value of the header X-Amz-Function-Error."""

    payload: bytes
    error: str | None = None

    def json(self) -> object:
        """The payload as a document."""
        return json.loads(self.payload or b"null")


def function_error(error_type: str, message: str) -> Answer:
    """The answer of a function that failed outside its handler."""
    document = {"errorType": error_type, "errorMessage": message}
    return Answer(json.dumps(document).encode(), "Unhandled")


@dataclass(slots=True)
class Invocation:
    """One event on its way to a worker."""

    body: bytes
    function_arn: str
    timeout_s: float
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    outcome: "Future[Answer]" = field(default_factory=Future)

    def finish(self, answer: Answer) -> None:
        """Sets the outcome unless it is set already (a late answer after a timeout)."""
        try:
            self.outcome.set_result(answer)
        except Exception:  # InvalidStateError: the invocation was given up before
            log.debug("late answer of %s ignored", self.id)


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    api: "RuntimeApi"

    def handle_error(self, request: object, client_address: object) -> None:
        log.debug("a worker hung up", exc_info=True)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1
    server: _Server

    def do_GET(self) -> None:
        api = self.server.api
        api.waiting.set()
        invocation = api.queue.get()
        if invocation is None:
            self.close_connection = True
            return
        api.current = invocation
        headers = {
            "Lambda-Runtime-Aws-Request-Id": invocation.id,
            "Lambda-Runtime-Deadline-Ms": str(int((time.time() + invocation.timeout_s) * 1000)),
            "Lambda-Runtime-Invoked-Function-Arn": invocation.function_arn,
            "Lambda-Runtime-Trace-Id": f"Root=1-{int(time.time()):08x}-{uuid.uuid4().hex[:24]};Sampled=0",
        }
        self._send(200, invocation.body, headers)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        api, path = self.server.api, self.path.removeprefix(PREFIX)
        if path == "init/error":
            api.init_error = Answer(body, "Unhandled")
            api.waiting.set()
        elif api.current is not None and path.startswith(f"invocation/{api.current.id}/"):
            api.current.finish(Answer(body, "Unhandled" if path.endswith("/error") else None))
        self._send(202, b'{"status":"OK"}', {})

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
        self.wfile.flush()

    def log_message(self, format: str, *args: object) -> None:
        pass


class RuntimeApi:
    """The Runtime API as one worker sees it, on a port of its own."""

    def __init__(self) -> None:
        self.queue: SimpleQueue[Invocation | None] = SimpleQueue()
        self.current: Invocation | None = None
        self.waiting = threading.Event()
        self.init_error: Answer | None = None
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.api = self
        threading.Thread(target=self._server.serve_forever, args=(0.5,), daemon=True).start()

    @property
    def address(self) -> str:
        """host:port, the value of AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def close(self) -> None:
        """Stops the server and lets a waiting worker go."""
        self.queue.put(None)
        threading.Thread(target=self._shut, daemon=True).start()

    def _shut(self) -> None:
        self._server.shutdown()
        self._server.server_close()
