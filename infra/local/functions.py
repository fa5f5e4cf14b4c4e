"""The functions of the deployment: invokes them in warm workers, several at a time."""

import json
import logging
import os
import threading
from collections.abc import Sequence
from pathlib import Path

from infra.local.layers import link_packages, with_dependencies
from infra.local.runtime_api import Answer, function_error
from infra.local.worker import FunctionSpec, Worker

CONCURRENCY = 4
DUMMY_CREDENTIALS = {
    "AWS_ACCESS_KEY_ID": "local",
    "AWS_SECRET_ACCESS_KEY": "local",
    "AWS_SESSION_TOKEN": "local",
}


log = logging.getLogger(__name__)


class UnknownFunctionError(KeyError):
    """No function of the deployment has this name or ARN."""


class FunctionFailedError(RuntimeError):
    """A function that was called directly ended with an error; the text is its error document."""


class _Pool:
    """The workers of one function; the most recently used one is taken first."""

    def __init__(self, spec: FunctionSpec, environment: dict[str, str]) -> None:
        self.spec = spec
        self._environment = environment
        self._idle: list[Worker] = []
        self._all: set[Worker] = set()
        self._lock = threading.Lock()
        self._slots = threading.BoundedSemaphore(CONCURRENCY)
        self._closed = False

    def invoke(self, body: bytes) -> Answer:
        with self._slots:
            worker = self._take()
            if worker is None:
                return function_error("ServiceException", "the local cloud is stopping")
            answer = worker.invoke(body)
            with self._lock:
                if worker.alive and not self._closed:
                    self._idle.append(worker)
                    return answer
                self._all.discard(worker)
            worker.kill()
            return answer

    def _take(self) -> Worker | None:
        with self._lock:
            while self._idle:
                worker = self._idle.pop()
                if worker.alive:
                    return worker
                self._all.discard(worker)
            if self._closed:
                return None
            worker = Worker(self.spec, self._environment)
            self._all.add(worker)
            return worker

    @property
    def is_idle(self) -> bool:
        with self._lock:
            return self._all <= set(self._idle)

    def close(self) -> None:
        with self._lock:
            self._closed = True
            workers = list(self._all)
            self._all.clear()
        for worker in workers:
            worker.kill()

    def process_ids(self) -> list[int]:
        with self._lock:
            return [worker.process.pid for worker in self._all if worker.alive]


class Functions:
    """Every function by name; ``add`` them as the stacks are created."""

    def __init__(self, work: Path, endpoint: str, region: str, webhook_origins: Sequence[str] = ()) -> None:
        self._runtime = link_packages(with_dependencies(["awslambdaric"]), work / "runtime-client")
        self._pools: dict[str, _Pool] = {}
        self._environment = {
            "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "HOME": str(work),
            "AWS_ENDPOINT_URL": endpoint,
            "AWS_REGION": region,
            "AWS_DEFAULT_REGION": region,
            "AWS_EXECUTION_ENV": "AWS_Lambda_python3.13",
            "AWS_EC2_METADATA_DISABLED": "true",
            "NO_PROXY": "127.0.0.1,localhost",
            # No deployment has it: on AWS webhooks lead to the public internet only.
            "WEBHOOK_ORIGINS": ",".join(webhook_origins),
            **DUMMY_CREDENTIALS,
        }

    def add(self, spec: FunctionSpec) -> None:
        """Makes a function known; its first worker starts with the first event."""
        own = FunctionSpec(
            **{name: getattr(spec, name) for name in spec.__slots__ if name != "paths"},
            paths=(*spec.paths, self._runtime),
        )
        self._pools[spec.name] = _Pool(own, self._environment)

    def names(self) -> list[str]:
        """The names of all functions."""
        return list(self._pools)

    def find(self, name_or_arn: str) -> FunctionSpec:
        """A function by name, ARN, or the folder of its handler (``api``). Raises UnknownFunctionError."""
        name = name_or_arn.split(":function:")[-1].split(":")[0]
        if name in self._pools:
            return self._pools[name].spec
        for pool in self._pools.values():
            if pool.spec.handler.split(".")[-3:-2] == [name]:
                return pool.spec
        raise UnknownFunctionError(f"{name_or_arn}; functions are {', '.join(self._pools)}")

    def invoke(self, name_or_arn: str, event: object) -> Answer:
        """Runs a function with an event (bytes are taken as JSON text). Raises UnknownFunctionError."""
        body = event if isinstance(event, bytes) else json.dumps(event).encode()
        spec = self.find(name_or_arn)
        answer = self._pools[spec.name].invoke(body)
        if answer.error:
            told = answer.payload[:500].decode(errors="replace")
            log.warning("%s failed (see %s): %s", spec.name, spec.log, told)
        return answer

    def process_ids(self, name_or_arn: str | None = None) -> list[int]:
        """The running workers, of all functions or of one. Raises UnknownFunctionError."""
        names = list(self._pools) if name_or_arn is None else [self.find(name_or_arn).name]
        return [pid for name in names for pid in self._pools[name].process_ids()]

    @property
    def are_idle(self) -> bool:
        """Whether none of them runs."""
        return all(pool.is_idle for pool in self._pools.values())

    def close(self) -> None:
        """Ends every worker."""
        for pool in self._pools.values():
            pool.close()
