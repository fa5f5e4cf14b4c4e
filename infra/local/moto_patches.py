"""Every use of a private name of moto, and nothing else; each has a contract test in tests/cloud.

moto wants Docker to run functions, tells nobody about new messages and records, and races when a message is
deleted while another arrives. Pinned to moto 5.2.5.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.parsing import clean_json, get_model_map
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.config import default_user_config
from moto.dynamodb.models.table import StreamShard
from moto.events.models import EventPattern
from moto.moto_api._internal.models import moto_api_backend
from moto.ses.models import SESBackend
from moto.sqs.models import Queue, sqs_backends

from infra.local.runtime_api import Answer

ACCOUNT = DEFAULT_ACCOUNT_ID


@dataclass(frozen=True, slots=True)
class Hooks:
    """What the local cloud hears of: invokes, messages (queue ARN), records (table name), mails (raw)."""

    invoke: Callable[[str, bytes], Answer]
    on_message: Callable[[str], None]
    on_record: Callable[[str], None]
    on_mail: Callable[[str], None]


@contextmanager
def patched(hooks: Hooks) -> Iterator[None]:
    """moto, empty, with our functions and repairs; at the end its own code is back, its data gone."""

    def invoke(self: Any, body: Any, request_headers: Any, response_headers: Any) -> bytes:
        data = body.encode() if isinstance(body, str) else body or b"{}"
        kind = request_headers.get("x-amz-invocation-type", "RequestResponse")
        if kind == "DryRun":
            return b""
        if kind == "Event":
            threading.Thread(target=hooks.invoke, args=(self.function_name, data), daemon=True).start()
            return b""
        answer = hooks.invoke(self.function_name, data)
        if answer.error:
            response_headers["x-amz-function-error"] = answer.error
        return answer.payload

    def add_message(self: Any, message: Any) -> None:
        original["add_message"](self, message)
        hooks.on_message(self.queue_arn)

    def delete_message(self: Any, receipt_handle: str) -> None:
        with self._messages_lock:
            original["delete_message"](self, receipt_handle)

    def add_record(self: Any, old: Any, new: Any) -> None:
        original["add"](self, old, new)
        hooks.on_record(self.table.name)

    def send_raw_email(self: Any, source: str, destinations: list[str], raw_data: str) -> Any:
        message = original["send_raw_email"](self, source, destinations, raw_data)
        hooks.on_mail(raw_data)
        return message

    original: dict[str, Callable[..., Any]] = {}
    replacements = (
        (LambdaFunction, "invoke", invoke),
        (Queue, "add_message", add_message),
        (Queue, "delete_message", delete_message),
        (StreamShard, "add", add_record),
        (SESBackend, "send_raw_email", send_raw_email),
    )
    with ExitStack() as undo:
        for owner, name, replacement in replacements:
            original[name] = getattr(owner, name)
            setattr(owner, name, replacement)
            undo.callback(setattr, owner, name, original[name])
        sfn = default_user_config["stepfunctions"]
        undo.callback(sfn.__setitem__, "execute_state_machine", sfn["execute_state_machine"])
        sfn["execute_state_machine"] = True
        reset()
        undo.callback(reset)
        yield


def reset() -> None:
    """Forgets everything moto holds."""
    moto_api_backend.reset()


def cloudformation_types() -> frozenset[str]:
    """The resource types that moto's CloudFormation creates; it skips every other without a word."""
    return frozenset(name for name in get_model_map() if name)


def resolve(value: Any, stack_name: str, region: str) -> Any:
    """A piece of a created stack's template with its references replaced by what they stand for."""
    for stack in cloudformation_backends[ACCOUNT][region].stacks.values():
        if stack.name == stack_name:
            return clean_json(value, stack.resource_map)
    raise KeyError(stack_name)


def resolve_with(value: Any, names: Any) -> Any:
    """The same before the stack exists; ``names`` maps what a Ref names to a text or a made resource."""
    return clean_json(value, names)


def exports(region: str) -> dict[str, str]:
    """What created stacks export, by export name."""
    return {export.name: export.value for export in cloudformation_backends[ACCOUNT][region].exports.values()}


def has_visible_messages(queue_name: str, region: str) -> bool:
    """Whether a receive would find something now."""
    queue = sqs_backends[ACCOUNT][region].queues.get(queue_name)
    return bool(queue and queue.messages)


def matches_pattern(pattern: dict[str, Any], event: dict[str, Any]) -> bool:
    """Whether an event matches an EventBridge pattern."""
    return EventPattern(None, pattern).matches_event(event)
