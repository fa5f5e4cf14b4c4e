"""The real handlers behind the local gateway, in this process, on a free port of the loopback."""

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib import import_module
from types import MappingProxyType
from typing import Any

from infra.local.gateway.routes import Route
from infra.local.gateway.server import Api, Gateway, GatewayServer
from infra.local.runtime_api import Answer
from infra.manifest import FUNCTIONS, HttpTrigger
from tests.support.http import Context

Handler = Callable[[Any, Any], dict[str, Any]]


def public_routes() -> list[Route]:
    """The routes that ask for no token, as the manifest has them."""
    return [
        Route(f"{route.method} {route.path}", row.name)
        for row in FUNCTIONS
        if isinstance(row.trigger, HttpTrigger)
        for route in row.trigger.routes
        if route.public
    ]


@contextmanager
def served(handlers: Mapping[str, Handler] = MappingProxyType({})) -> Iterator[str]:
    """The address of the public routes; the handlers work on the parts in use. ``handlers`` stand in for the
    functions of their names."""
    one_at_a_time = threading.Lock()

    def invoke(name: str, event: object) -> Answer:
        handler = handlers.get(name) or import_module(f"functions.{name}.handler").handler
        with one_at_a_time:
            return Answer(json.dumps(handler(event, Context())).encode())

    server = GatewayServer(0)
    server.gateway = Gateway(Api("local", public_routes()), invoke)
    try:
        yield server.url
    finally:
        server.close()
