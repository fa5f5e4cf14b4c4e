"""The content pipeline's document, and executions of it that go on when they are told to."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.content import Job
from tests.support.asl import Execution, Task

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "infra/pipelines/content.asl.json").read_text())


class RunnerPipeline:
    """Both ports of the pipeline over executions of the runner."""

    def __init__(self, tasks: Mapping[str, Task], clock: FrozenClock) -> None:
        self._tasks = tasks
        self._clock = clock
        self.executions: dict[str, Execution] = {}

    def start(self, job: Job) -> None:
        """Starts the attempt's execution once."""
        name = f"{job.request_id}-{job.attempt}"
        if name not in self.executions:
            data = job.model_dump(mode="json")
            self.executions[name] = Execution(DOCUMENT, self._tasks, data, self._clock)
            self.executions[name].run()

    def stop(self, job: Job) -> None:
        """Stops the attempt's execution."""
        if execution := self.executions.get(f"{job.request_id}-{job.attempt}"):
            execution.abort()

    def is_running(self, job: Job) -> bool:
        """Whether the attempt's execution is under way or waits."""
        found = self.executions.get(f"{job.request_id}-{job.attempt}")
        return found is not None and found.status == "RUNNING"

    def resume(self, token: str, output: dict[str, Any]) -> bool:
        """Hands the output to the execution that waits."""
        return any(execution.succeed(token, output) for execution in list(self.executions.values()))
