"""Every use of a private name of moto (with moto_speed), and nothing else; each has a contract test in tests/cloud.

moto wants Docker to run functions, tells nobody about new messages and records, races when a message is
deleted while another arrives, copies the whole table for each transaction, loses the stream's readers when one
is rolled back, lets a stopped execution wait on for its task token, and reports every Fail state as an error of
its own. Pinned to moto 5.2.5.
"""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import partial
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.cloudformation.models import cloudformation_backends
from moto.cloudformation.parsing import clean_json, get_model_map
from moto.core import DEFAULT_ACCOUNT_ID
from moto.core.config import default_user_config
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import StreamShard, Table
from moto.events.models import EventPattern
from moto.moto_api._internal.models import moto_api_backend
from moto.ses.models import SESBackend
from moto.sqs.models import Queue, sqs_backends
from moto.stepfunctions.parser.asl.eval.callback.callback import CallbackOutcomeSuccess
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from infra.local import moto_speed
from infra.local.runtime_api import Answer

ACCOUNT = DEFAULT_ACCOUNT_ID
FAILURES = logging.getLogger("moto.stepfunctions.parser.asl.component.eval_component")


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

    def transact_write_items(self: Any, transact_items: list[dict[str, Any]]) -> None:
        undo_writes = _undo_of(self, transact_items)
        try:
            original["transact_write_items"](self, transact_items)
        except Exception:
            undo_writes()
            raise

    def stop_execution(self: Any, **details: Any) -> None:
        original["stop"](self, **details)
        for endpoint in list(self.env.callback_pool_manager._pool.values()):
            # An answer that nobody reads: the execution is not running any more.
            endpoint.notify(CallbackOutcomeSuccess(endpoint.callback_id, "null"))

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
        (DynamoDBBackend, "transact_write_items", transact_write_items),
        (ExecutionWorker, "stop", stop_execution),
        (SESBackend, "send_raw_email", send_raw_email),
        *moto_speed.replacements(original),
    )
    with ExitStack() as undo:
        # The copy that moto makes of the table before a transaction; `_undo_of` remembers what is written instead.
        Table.__deepcopy__ = lambda self, memo: self
        undo.callback(delattr, Table, "__deepcopy__")
        undo.callback(FAILURES.removeFilter, _not_a_fail_state)
        FAILURES.addFilter(_not_a_fail_state)
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


def _undo_of(backend: Any, transact_items: list[dict[str, Any]]) -> Callable[[], None]:
    """What takes the writes of a transaction back: items as they were, no records in the stream."""
    steps: list[Callable[[], None]] = []
    for operation in (body for entry in transact_items for body in entry.values()):
        table = backend.tables.get(operation.get("TableName"))
        if table is None:
            continue
        given = operation.get("Item") or operation.get("Key", {})
        if not all(name in given for name in (table.hash_key_attr, table.range_key_attr) if name):
            continue
        hash_key, range_key = backend.get_keys_value(table, given)
        before = deepcopy(table.get_item(hash_key, range_key))
        records = table.stream_shard.items if table.stream_shard else []
        steps.append(partial(_put_back, table, hash_key, range_key, before, records, len(records)))

    def undo() -> None:
        for step in steps:
            step()

    return undo


def _put_back(table: Any, hash_key: Any, range_key: Any, before: Any, records: list[Any], kept: int) -> None:
    del records[kept:]
    items, key = (table.items, hash_key) if range_key is None else (table.items[hash_key], range_key)
    if before is None:
        items.pop(key, None)
    else:
        items[key] = before


def _not_a_fail_state(record: logging.LogRecord) -> bool:
    """A request that ends as failed is an outcome of the pipeline, not a fault of the machine."""
    return "(StateFail|" not in record.getMessage()


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
