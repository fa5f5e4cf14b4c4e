"""A worker process: AWS's runtime client with only the function's code and layers to import."""

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from infra.local.runtime_api import Answer, Invocation, RuntimeApi, function_error

START = Path(__file__).with_name("worker_start.py")
INIT_TIMEOUT_S = 60.0


@dataclass(frozen=True, slots=True)
class FunctionSpec:
    """What a worker needs to know of a function; ``paths`` is its import path, the code's folder first."""

    name: str
    arn: str
    handler: str
    paths: tuple[Path, ...]
    environment: dict[str, str]
    memory_mb: int
    timeout_s: int
    log: Path


class Worker:
    """A started process; serves one invocation at a time until it dies or is killed."""

    def __init__(self, spec: FunctionSpec, environment: dict[str, str]) -> None:
        self.spec = spec
        self.api = RuntimeApi()
        with spec.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-I", "-S", str(START)],
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=log,
                cwd=spec.paths[0],
                env={**environment, **self._own_environment()},
                start_new_session=True,
            )
        threading.Thread(target=self._wait_for_exit, daemon=True).start()

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self.process.poll() is None

    def invoke(self, body: bytes) -> Answer:
        """Runs one event; a worker that timed out, died or did not start is dead afterwards."""
        started = time.monotonic()
        while not self.api.waiting.wait(0.2):
            if not self.alive or time.monotonic() - started > INIT_TIMEOUT_S:
                self.kill()
                return function_error("Runtime.ExitError", self._exit_text())
        if self.api.init_error is not None:
            self.kill()
            return self.api.init_error
        invocation = Invocation(body, self.spec.arn, self.spec.timeout_s)
        self.api.current = invocation
        self.api.queue.put(invocation)
        if not self.alive:
            invocation.finish(function_error("Runtime.ExitError", self._exit_text()))
        try:
            return invocation.outcome.result(self.spec.timeout_s)
        except TimeoutError:
            self.kill()
            text = f"{invocation.id} Task timed out after {self.spec.timeout_s:.2f} seconds"
            return function_error("Sandbox.Timedout", text)

    def kill(self) -> None:
        """Ends the process and everything it started."""
        self.api.close()
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        if self.process.stdin is not None:
            self.process.stdin.close()

    def _wait_for_exit(self) -> None:
        self.process.wait()
        self.api.waiting.set()
        if self.api.current is not None:
            self.api.current.finish(function_error("Runtime.ExitError", self._exit_text()))

    def _exit_text(self) -> str:
        return f"Runtime exited with error: exit status {self.process.poll()}"

    def _own_environment(self) -> dict[str, str]:
        spec = self.spec
        return {
            **spec.environment,
            "AWS_LAMBDA_RUNTIME_API": self.api.address,
            "AWS_LAMBDA_FUNCTION_NAME": spec.name,
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(spec.memory_mb),
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{spec.name}",
            "AWS_LAMBDA_LOG_STREAM_NAME": "local",
            "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
            # Goes into the User-Agent of the function's AWS calls, so that the server knows who calls.
            "AWS_SDK_UA_APP_ID": spec.log.stem,
            "LAMBDA_TASK_ROOT": str(spec.paths[0]),
            "_HANDLER": spec.handler,
            "ONBRAND_WORKER_PATHS": os.pathsep.join(str(path) for path in spec.paths),
        }
