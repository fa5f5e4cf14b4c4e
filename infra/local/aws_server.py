"""moto as an HTTP server: one lock around DynamoDB, because moto is not safe under threads."""

import os
import threading
from collections.abc import Iterable
from typing import Any

from moto.moto_server.werkzeug_app import DomainDispatcherApplication, MotoRequestHandler, create_backend_app
from werkzeug.serving import make_server

from infra.local.calls import CallLog


class _Handler(MotoRequestHandler):
    disable_nagle_algorithm = True

    def log(self, type: str, message: str, *args: Any) -> None:
        pass


class AwsServer:
    """Serves every AWS API of moto on one port until ``close``."""

    def __init__(self, port: int) -> None:
        self._application = DomainDispatcherApplication(create_backend_app)
        self._dynamodb = threading.RLock()
        self.calls = CallLog()
        self._server = make_server("127.0.0.1", port, self._serve, threaded=True, request_handler=_Handler)
        self.port = self._server.port
        # Where moto's state machines find the other services.
        self._port_before = os.environ.get("MOTO_PORT")
        os.environ["MOTO_PORT"] = str(self.port)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.1,), daemon=True)
        self._thread.start()

    @property
    def url(self) -> str:
        """The endpoint for AWS clients; an address, so that S3 paths are used instead of bucket hosts."""
        return f"http://127.0.0.1:{self.port}"

    def _serve(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        by_function = self.calls.note(environ)
        try:
            if environ.get("HTTP_X_AMZ_TARGET", "").startswith("DynamoDB"):
                with self._dynamodb:
                    return self._application(environ, start_response)
            return self._application(environ, start_response)
        finally:
            # Whoever waits asks by requests of their own: these must not wake them.
            if by_function:
                self.calls.settle()

    def close(self) -> None:
        """Stops serving."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
        if self._port_before is None:
            os.environ.pop("MOTO_PORT", None)
        else:
            os.environ["MOTO_PORT"] = self._port_before
