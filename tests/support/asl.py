"""Runs a pipeline document of Amazon States Language (JSONPath) in the process, on a clock that only
waiting moves.

What the content pipeline uses, and nothing else: Task (also `lambda:invoke.waitForTaskToken`), Choice, Pass,
Wait by SecondsPath, Fail, Succeed, `End`, Retry, Catch by class name, ResultPath, Parameters with paths,
`States.StringToJson` and `$$.Task.Token`, timeouts of a waiting state. Anything else is refused. A function
that ends by `WorkerKilled` looks as a killed Lambda worker looks to Step Functions.
"""

import json
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from itertools import count
from typing import Any

from onbrand.adapters.memory.clock import FrozenClock

Document = dict[str, Any]
Task = Callable[[Document], Document]

CALLBACK = "arn:aws:states:::lambda:invoke.waitForTaskToken"
MAX_INPUT_BYTES = 32_768
KNOWN_FIELDS = {
    "Task": {
        "Type",
        "Resource",
        "TimeoutSeconds",
        "ResultPath",
        "Retry",
        "Catch",
        "Next",
        "End",
        "Comment",
        "Parameters",
    },
    "Choice": {"Type", "Choices", "Default", "Comment"},
    "Pass": {"Type", "Parameters", "ResultPath", "Next", "Comment"},
    "Wait": {"Type", "SecondsPath", "OutputPath", "Next", "Comment"},
    "Fail": {"Type", "Error", "Cause", "Comment"},
    "Succeed": {"Type", "Comment"},
}


class WorkerKilled(BaseException):
    """The worker died: no handler may catch this."""


class Failed(Exception):
    """A state's error as Step Functions names it."""

    def __init__(self, name: str, cause: str) -> None:
        super().__init__(name)
        self.name, self.cause = name, cause


class Execution:
    """One run. ``status`` is RUNNING, SUCCEEDED, FAILED or ABORTED; ``states`` holds what was entered, in
    order."""

    _tokens = count(1)

    def __init__(
        self, document: Document, tasks: Mapping[str, Task], data: Document, clock: FrozenClock
    ) -> None:
        self.document, self.tasks, self.clock = document, tasks, clock
        self.data = json.loads(json.dumps(data))
        self.status = "RUNNING"
        self.error: str | None = None
        self.states: list[str] = []
        self.waits: list[float] = []
        self.token: str | None = None
        self._deadline: datetime | None = None
        self._current: str | None = document["StartAt"]

    def run(self) -> "Execution":
        """Goes on until the end, or until a state waits for its token."""
        while self._current is not None and self.token is None:
            name = self._current
            state = self.document["States"][name]
            _refuse_unknown(name, state)
            self.states.append(name)
            self._current = getattr(self, f"_enter_{state['Type'].lower()}")(name, state)
        return self

    def succeed(self, token: str, output: Document) -> bool:
        """SendTaskSuccess; False when nobody waits with this token."""
        if token != self.token or self.status != "RUNNING":
            return False
        name, state = self._waiting()
        self._put(state, json.loads(json.dumps(output)))
        self._current = self._after(name, state)
        self.run()
        return True

    def pass_time(self) -> None:
        """The state's own timeout, when the clock is past it."""
        if self.token is None or self._deadline is None or self.clock.now() < self._deadline:
            return
        _, state = self._waiting()
        self._current = self._catch(state, Failed("States.Timeout", ""))
        self.run()

    def abort(self) -> None:
        """StopExecution."""
        if self.status == "RUNNING":
            self.status, self._current, self.token = "ABORTED", None, None

    def _waiting(self) -> tuple[str, Document]:
        self.token = self._deadline = None
        name = self.states[-1]
        return name, self.document["States"][name]

    def _enter_task(self, name: str, state: Document) -> str | None:
        retries = [0] * len(state.get("Retry", ()))
        while True:
            try:
                result, waits = self._attempt(state)
                break
            except Failed as error:
                if not self._waits_for_retry(state, error, retries):
                    return self._catch(state, error)
        if waits:
            self._deadline = self.clock.now() + timedelta(seconds=state["TimeoutSeconds"])
            return name
        self._put(state, result)
        return self._after(name, state)

    def _attempt(self, state: Document) -> tuple[Document, bool]:
        waits = state["Resource"] == CALLBACK
        if not waits:
            return self._call(state["Resource"], self.data), False
        # The callback may come while the function still runs, so the token is known before.
        token = f"token-{next(self._tokens)}"
        parameters = _resolve(state["Parameters"], self.data, token)
        self._call(parameters["FunctionName"], parameters["Payload"])
        self.token = token
        return {}, True

    def _call(self, placeholder: str, data: Document) -> Document:
        text = json.dumps(data)
        assert len(text) <= MAX_INPUT_BYTES, "states carry ids, never documents"
        try:
            result = self.tasks[placeholder.strip("${}")](json.loads(text))
        except WorkerKilled:
            raise Failed("Lambda.Unknown", "The worker ended without an answer.") from None
        except Exception as error:
            name = type(error).__name__
            cause = json.dumps({"errorMessage": str(error), "errorType": name})
            raise Failed(name, cause) from error
        loaded: Document = json.loads(json.dumps(result))
        return loaded

    def _waits_for_retry(self, state: Document, error: Failed, used: list[int]) -> bool:
        for index, retry in enumerate(state.get("Retry", ())):
            if _matches(retry["ErrorEquals"], error.name):
                if used[index] >= retry.get("MaxAttempts", 3):
                    return False
                wait = retry.get("IntervalSeconds", 1) * retry.get("BackoffRate", 2.0) ** used[index]
                used[index] += 1
                self.waits.append(wait)
                self.clock.advance(seconds=wait)
                return True
        return False

    def _catch(self, state: Document, error: Failed) -> str | None:
        for catch in state.get("Catch", ()):
            if _matches(catch["ErrorEquals"], error.name):
                self._put(catch, {"Error": error.name, "Cause": error.cause})
                return str(catch["Next"])
        return self._end("FAILED", error.name)

    def _enter_choice(self, name: str, state: Document) -> str:
        for choice in state["Choices"]:
            assert set(choice) == {"Variable", "BooleanEquals", "Next"}, choice
            if _path(self.data, choice["Variable"]) is choice["BooleanEquals"]:
                return str(choice["Next"])
        return str(state["Default"])

    def _enter_pass(self, name: str, state: Document) -> str | None:
        self._put(state, _resolve(state["Parameters"], self.data, ""))
        return self._after(name, state)

    def _enter_wait(self, name: str, state: Document) -> str | None:
        seconds = _path(self.data, state["SecondsPath"])
        assert type(seconds) is int and seconds >= 0, seconds
        self.waits.append(seconds)
        self.clock.advance(seconds=seconds)
        self.data = _path(self.data, state["OutputPath"])
        return self._after(name, state)

    def _enter_fail(self, name: str, state: Document) -> None:
        return self._end("FAILED", state["Error"])

    def _enter_succeed(self, name: str, state: Document) -> None:
        return self._end("SUCCEEDED")

    def _after(self, name: str, state: Document) -> str | None:
        return self._end("SUCCEEDED") if state.get("End") else str(state["Next"])

    def _end(self, status: str, error: str | None = None) -> None:
        self.status, self.error = status, error

    def _put(self, holder: Document, result: Document) -> None:
        path = holder.get("ResultPath", "$")
        if path == "$":
            self.data = result
        elif path is not None:
            assert path.startswith("$.") and "." not in path[2:], path
            self.data = {**self.data, path[2:]: result}


def _refuse_unknown(name: str, state: Document) -> None:
    unknown = set(state) - KNOWN_FIELDS[state["Type"]]
    assert not unknown, f"{name} uses {unknown}, which this runner does not know"


def _matches(names: list[str], error: str) -> bool:
    return error in names or "States.ALL" in names


def _path(data: Document, path: str) -> Any:
    value: Any = data
    for part in path.removeprefix("$.").split("."):
        value = value[part]
    return value


def _value(expression: str, data: Document, token: str) -> Any:
    if expression == "$$.Task.Token":
        return token
    if expression.startswith("States.StringToJson("):
        text = _path(data, expression.removeprefix("States.StringToJson(").removesuffix(")"))
        assert isinstance(text, str), expression
        return json.loads(text)
    return _path(data, expression)


def _resolve(template: Document, data: Document, token: str) -> Document:
    resolved: Document = {}
    for name, value in template.items():
        if name.endswith(".$"):
            resolved[name[:-2]] = _value(value, data, token)
        else:
            resolved[name] = _resolve(value, data, token) if isinstance(value, dict) else value
    return resolved
