import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.cloud.sample_assembly import write_assembly

PORTS = {"api_port": 0, "aws_port": 0, "inbox_port": 0, "cognito_port": 0}


class Slot:
    """Holds the one local cloud that a process can have; another one takes its place."""

    def __init__(self) -> None:
        self._stack = ExitStack()
        self._name = ""
        self._running: Any = None

    def use(self, name: str, start: Callable[[], AbstractContextManager[Any]]) -> Any:
        if self._name != name:
            self.clear()
            self._running = self._stack.enter_context(start())
            self._name = name
        return self._running

    def clear(self) -> None:
        self._name = ""
        self._stack.close()


@pytest.fixture(scope="session")
def slot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Slot]:
    slot = Slot()
    if "PYTEST_XDIST_WORKER" in os.environ:
        try:
            # Beside this process's own folder, where the others of the run would meet it.
            (tmp_path_factory.getbasetemp().parent / "cloud").touch(exist_ok=False)
        except FileExistsError:
            pytest.fail("tests of one cloud were handed to two processes: see tests/support/turns.py")
    yield slot
    slot.clear()


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample assembly on disk."""
    return write_assembly(tmp_path_factory.mktemp("sample") / "assembly")


@pytest.fixture
def cloud(slot: Slot, sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The local cloud running the sample, on free ports; the same one as long as the tests ask for it."""
    from infra.local.cloud import LocalCloud

    return slot.use("sample", lambda: LocalCloud(tmp_path_factory.mktemp("cloud"), assembly=sample, **PORTS))
