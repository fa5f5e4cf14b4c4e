"""Which IAM actions each function used, read from the AWS calls that its worker made."""

import io
import json
import re
import threading
from collections import defaultdict
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qs

CALLER = re.compile(r"\bapp/([\w-]+)")
SCOPE = re.compile(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request")
# The service names of signatures that IAM spells differently.
IAM_NAMES = {"monitoring": "cloudwatch"}
REST = {("ses", "/v2/email/outbound-emails"): "SendEmail"}
TRANSACTION = {
    "Put": "PutItem",
    "Delete": "DeleteItem",
    "Update": "UpdateItem",
    "ConditionCheck": "ConditionCheckItem",
    "Get": "GetItem",
}
# A batch is allowed by the action of a single call.
BATCHES = {"SendMessageBatch": "SendMessage"}
S3_OBJECT = {
    "GET": "GetObject",
    "HEAD": "GetObject",
    "PUT": "PutObject",
    "POST": "PutObject",
    "DELETE": "DeleteObject",
}


class CallLog:
    """The actions by function, as ``service:Action``. ``listeners`` hear (function, action) before it is served."""

    def __init__(self) -> None:
        self.listeners: list[Callable[[str, str], None]] = []
        self._actions: defaultdict[str, set[str]] = defaultdict(set)
        self._served = 0
        self._changed = threading.Condition()

    def note(self, environ: dict[str, Any]) -> bool:
        """Remember a WSGI request, if a function made it, and say so; its body stays readable."""
        caller = CALLER.search(environ.get("HTTP_USER_AGENT", ""))
        scope = SCOPE.search(environ.get("HTTP_AUTHORIZATION", ""))
        if caller is None or scope is None:
            return False
        service = IAM_NAMES.get(scope[1], scope[1])
        found = {f"{service}:{name}" for name in _names(service, environ)}
        with self._changed:
            self._actions[caller[1]] |= found
        for listener in list(self.listeners):
            for action in sorted(found):
                listener(caller[1], action)
        return True

    def settle(self) -> None:
        """A function's request was served: whoever waits for a change looks again."""
        with self._changed:
            self._served += 1
            self._changed.notify_all()

    def wait(self, seen: int, timeout_s: float) -> int:
        """The number of functions' requests served, once it is not ``seen`` any more or the time is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._served != seen, timeout_s)
            return self._served

    def by_function(self) -> dict[str, set[str]]:
        """What was called until now."""
        with self._changed:
            return {name: set(actions) for name, actions in self._actions.items()}


def _names(service: str, environ: dict[str, Any]) -> Iterator[str]:
    if target := environ.get("HTTP_X_AMZ_TARGET"):
        operation = target.rpartition(".")[2]
        if operation.startswith("Transact"):
            for entry in json.loads(_body(environ))["TransactItems"]:
                yield from (TRANSACTION[kind] for kind in entry)
        else:
            yield BATCHES.get(operation, operation)
    elif service == "s3":
        yield _of_s3(environ)
    elif name := REST.get((service, environ["PATH_INFO"])):
        yield name
    else:
        yield parse_qs(_body(environ).decode()).get("Action", [environ["PATH_INFO"]])[0]


def _of_s3(environ: dict[str, Any]) -> str:
    _, _, key = environ["PATH_INFO"].strip("/").partition("/")
    return S3_OBJECT[environ["REQUEST_METHOD"]] if key else "ListBucket"


def _body(environ: dict[str, Any]) -> bytes:
    body: bytes = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
    environ["wsgi.input"] = io.BytesIO(body)
    return body
