"""The fault seam: calls and answers that get lost, calls that arrive twice, workers that die. Built once, for all rooms.

``Faults`` stands in any boto3 client's way to moto (inside ``mock_aws``); ``FaultyTable`` does the same to writes of
the memory table, as a caller of the table sees it. ``insist`` is the caller: it tries again as a queue would.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any

from botocore.exceptions import ClientError, ReadTimeoutError
from moto.core.models import botocore_stubber

from onbrand.adapters.dynamodb.table import ConditionFailed, StoreUnavailableError, Write
from onbrand.adapters.memory.table import MemoryTable
from onbrand.kernel.errors import Unavailable

TRIES = 10


class Killed(BaseException):
    """The worker died; nothing of ours may catch it."""


class Fault(StrEnum):
    """What can happen to a call that changes something."""

    REQUEST_LOST = "request lost"
    RESPONSE_LOST = "response lost"
    DUPLICATE = "duplicate"
    KILLED_BEFORE = "killed before"
    KILLED_AFTER = "killed after"


CANCELLATIONS = {"TransactionConflict", "ThrottlingError", "ValidationError", "ConditionalCheckFailed"}


class Faults:
    """Breaks the next calls of an operation, once each, in the order they were planned.

    Beside ``Fault``s it knows reasons of cancelled transactions and error codes (``...Exception``), which any
    operation answers. An empty plan entry lets a call pass. ``meanwhile`` runs once after a lost response.
    """

    def __init__(self, client: Any, operation: str = "TransactWriteItems") -> None:
        self._planned: list[str] = []
        self.sent = 0
        self.meanwhile: Callable[[], Any] | None = None
        service = client.meta.service_model.service_id.hyphenize()
        client.meta.events.register_first(f"before-send.{service}.{operation}", self._before_send)
        client.meta.events.register_first(f"before-call.{service}", self._before_call)

    def plan(self, *kinds: str) -> None:
        """What happens to the next calls."""
        self._planned = list(kinds)

    def _before_send(self, event_name: str, request: Any, **_: Any) -> None:
        self.sent += 1
        kind = self._planned.pop(0) if self._planned else ""
        if not kind:
            return
        if kind == Fault.KILLED_BEFORE:
            raise Killed
        answer = None if kind == Fault.REQUEST_LOST else botocore_stubber(event_name, request)
        if kind == Fault.KILLED_AFTER:
            raise Killed
        if kind == Fault.DUPLICATE:
            return  # and moto's own handler, which is called after this one, answers it once more
        if answer is not None and self.meanwhile:
            self.meanwhile, act = None, self.meanwhile
            act()
        raise ReadTimeoutError(endpoint_url=request.url)

    def _before_call(self, model: Any, **_: Any) -> None:
        kind = self._planned[0] if self._planned else ""
        if kind in CANCELLATIONS:
            self._planned.pop(0)
            answer: Any = {
                "Error": {"Code": "TransactionCanceledException", "Message": ""},
                "CancellationReasons": [{"Code": kind}],
            }
            raise ClientError(answer, model.name)
        if kind.endswith("Exception"):
            self._planned.pop(0)
            raise ClientError({"Error": {"Code": kind, "Message": ""}}, model.name)


class FaultyTable(MemoryTable):
    """Breaks writes by their number, counted from 0. A lost call or answer is one that all retries lost."""

    def __init__(self, faults: Mapping[int, Fault] | None = None) -> None:
        super().__init__()
        self.faults = dict(faults or {})
        self.written = 0

    def write(self, *writes: Write) -> None:
        """As the table's, but for the fault that is planned for it."""
        fault = self.faults.pop(self.written, None)
        self.written += 1
        if fault is Fault.KILLED_BEFORE:
            raise Killed
        if fault is Fault.REQUEST_LOST:
            raise StoreUnavailableError("The request was lost.")
        super().write(*writes)
        if fault is Fault.KILLED_AFTER:
            raise Killed
        if fault is Fault.RESPONSE_LOST:
            raise StoreUnavailableError("The response was lost.")
        if fault is Fault.DUPLICATE:
            try:
                super().write(*writes)
            except ConditionFailed:
                return  # the client knows its own write by its mark


def insist(work: Callable[[], Any], between: Callable[[], Any] = lambda: None) -> Any:
    """Does the work until it comes through, as a queue or the pipeline would; ``between`` runs before another try."""
    for _ in range(TRIES):
        try:
            return work()
        except (Killed, Unavailable):
            between()
    raise AssertionError(f"the work did not come through in {TRIES} tries")
