"""The pipeline in the process: executions by name, waiting tokens, and what they were resumed with."""

from threading import Lock
from typing import Any

from onbrand.content.model import Job


class MemoryPipeline:
    """Both ports of the pipeline. ``started``, ``stopped`` and ``ended`` hold jobs by execution name; ``wait``
    registers a token as the pipeline's callback state does, ``resumed`` holds what each token was answered
    with."""

    def __init__(self) -> None:
        self.started: dict[str, Job] = {}
        self.stopped: dict[str, Job] = {}
        self.ended: dict[str, Job] = {}
        self.resumed: dict[str, dict[str, Any]] = {}
        self._waiting: set[str] = set()
        self._lock = Lock()

    def start(self, job: Job) -> None:
        """Starts the attempt's execution; does nothing when it was started before."""
        with self._lock:
            self.started.setdefault(_name(job), job)

    def stop(self, job: Job) -> None:
        """Stops the attempt's execution; does nothing when it never started."""
        with self._lock:
            if _name(job) in self.started:
                self.stopped[_name(job)] = job

    def end(self, job: Job) -> None:
        """The attempt's execution comes to its end."""
        with self._lock:
            if _name(job) in self.started:
                self.ended[_name(job)] = job

    def is_running(self, job: Job) -> bool:
        """Whether the attempt's execution is under way or waits; False when it has ended or never was."""
        with self._lock:
            name = _name(job)
            return name in self.started and name not in self.stopped and name not in self.ended

    def wait(self, token: str) -> None:
        """From now on an execution waits with this token."""
        with self._lock:
            self._waiting.add(token)

    def resume(self, token: str, output: dict[str, Any]) -> bool:
        """Hands the output to whoever waits with the token; False when nobody does any more."""
        with self._lock:
            if token not in self._waiting:
                return False
            self._waiting.remove(token)
            self.resumed[token] = output
            return True


def _name(job: Job) -> str:
    return f"{job.request_id}-{job.attempt}"
