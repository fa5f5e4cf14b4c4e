from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cloud.conftest import PORTS, Slot
from tests.cloud.real.reviewing import Reviewing, waits_on_nobody
from tests.cloud.real.world import World
from tests.support.receiver import Receiver

LAST = ("test_what_was_seen.py", "test_layers_taken_away.py", "test_demo_command.py", "test_up_command.py")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What looks back at the session comes after it; what needs another cloud comes after that."""
    here = Path(__file__).parent
    own = [place for place, item in enumerate(items) if item.path.parent == here]
    ordered = sorted((items[place] for place in own), key=_rank)
    for place, item in zip(own, ordered, strict=True):
        items[place] = item


def _rank(item: pytest.Item) -> int:
    return LAST.index(item.path.name) if item.path.name in LAST else -1


@contextmanager
def _running(directory: Path) -> Iterator[World]:
    from infra.local.cloud import LocalCloud
    from infra.local.freepik.server import FreepikStandIn
    from infra.local.up import freepik_parameters

    with (
        FreepikStandIn() as freepik,
        Receiver() as receiver,
        LocalCloud(
            directory,
            parameters=freepik_parameters(freepik),
            webhook_origins=[receiver.origin],
            **PORTS,
        ) as cloud,
        World(cloud, freepik, receiver) as world,
    ):
        yield world


@pytest.fixture
def world(slot: Slot, tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """The project's own deployment with Northbeam in it: the same one for all tests that ask for it."""
    running: World = slot.use("real", lambda: _running(tmp_path_factory.mktemp("real")))
    yield running
    running.freepik.faults.clear()
    running.cloud.calls.listeners.clear()


@pytest.fixture
def reviewing(world: World) -> Iterator[Reviewing]:
    """Reviews with several approvers. After each test of them no request of the cloud waits on nobody."""
    yield Reviewing(world)
    waiting = [one for one in world.submitted if waits_on_nobody(world.of_request(one))]
    assert waiting == []
