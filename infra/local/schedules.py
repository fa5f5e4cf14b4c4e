"""EventBridge Scheduler: what its schedules call, and the clock that calls them when they are due."""

import json
import logging
import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from infra.local.cron import next_due
from infra.local.functions import FunctionFailedError
from infra.local.runtime_api import Answer

LONGEST_WAIT_S = 3600.0
log = logging.getLogger(__name__)


class UnknownScheduleError(KeyError):
    """No schedule has this name."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """A schedule that calls a function; ``template`` is the target's input before its time is filled in."""

    name: str
    expression: str
    zone: str
    function: str
    template: str | None
    enabled: bool

    def payload(self, at: datetime) -> bytes:
        """The event for one run at a time."""
        if self.template is None:
            return b"{}"
        filled = self.template
        for name, value in (
            ("scheduled-time", at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")),
            ("schedule-arn", f"arn:aws:scheduler:us-east-1:123456789012:schedule/default/{self.name}"),
            ("execution-id", str(uuid.uuid4())),
            ("attempt-number", "1"),
        ):
            filled = filled.replace(f"<aws.scheduler.{name}>", value)
        return filled.encode()


def read_schedule(name: str, properties: dict[str, Any]) -> Schedule:
    """A schedule from the resolved properties of AWS::Scheduler::Schedule."""
    target = properties["Target"]
    return Schedule(
        name,
        properties["ScheduleExpression"],
        properties.get("ScheduleExpressionTimezone", "UTC"),
        target["Arn"],
        target.get("Input"),
        properties.get("State", "ENABLED") == "ENABLED",
    )


class Schedules:
    """All schedules; ``start`` makes them fire by themselves."""

    def __init__(self, schedules: list[Schedule], invoke: Callable[[str, object], Answer]) -> None:
        self._schedules = schedules
        self._invoke = invoke
        self._stopped = threading.Event()
        self._started = datetime.now(UTC)
        self._threads: list[threading.Thread] = []

    def names(self) -> list[str]:
        """The names of all schedules."""
        return [schedule.name for schedule in self._schedules]

    def find(self, name: str) -> Schedule:
        """The schedule of this name, or the only one that contains it. Raises UnknownScheduleError."""
        wanted = _plain(name)
        exact = [schedule for schedule in self._schedules if _plain(schedule.name) == wanted]
        near = [
            schedule
            for schedule in self._schedules
            if wanted in _plain(schedule.name) or wanted in _plain(schedule.function)
        ]
        for found in (exact, near):
            if len(found) == 1:
                return found[0]
        raise UnknownScheduleError(f"{name}; schedules are {', '.join(self.names())}")

    def fire(self, name: str, at: datetime | None = None) -> Any:
        """Runs a schedule once, as if it were ``at``, and returns its answer. Raises FunctionFailedError."""
        schedule = self.find(name)
        answer = self._invoke(schedule.function, schedule.payload(at or datetime.now(UTC)))
        if answer.error:
            raise FunctionFailedError(f"{schedule.name}: {json.dumps(answer.json())}")
        return answer.json()

    def start(self) -> None:
        """Starts the clock: every enabled schedule fires when it is due, until ``close``."""
        for schedule in self._schedules:
            if schedule.enabled:
                thread = threading.Thread(target=self._run, args=(schedule,), daemon=True)
                thread.start()
                self._threads.append(thread)

    def close(self) -> None:
        """Stops the clock; a run under way ends with its worker."""
        self._stopped.set()

    def _run(self, schedule: Schedule) -> None:
        last = datetime.now(UTC)
        while not self._stopped.is_set():
            due = next_due(schedule.expression, schedule.zone, last, self._started)
            if due is None:
                return
            while (left := (due - datetime.now(UTC)).total_seconds()) > 0:
                if self._stopped.wait(min(left, LONGEST_WAIT_S)):
                    return
            last = due
            answer = self._invoke(schedule.function, schedule.payload(due))
            if answer.error:
                log.warning("schedule %s failed: %s", schedule.name, answer.payload.decode(errors="replace"))


def _plain(text: str) -> str:
    return "".join(letter for letter in text.lower() if letter.isalnum())
