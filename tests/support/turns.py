"""Which tests stay together in one process and which come first, told by their paths.

xdist's own mark for this, `xdist_group`, says nothing to anybody under pytest 9.2.
"""

from collections.abc import Sequence

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

CLOUD = "tests/cloud/"
"""One after the other in the one local cloud that a process can have."""
OWN_PROCESSES = (
    "tests/cloud/real/test_demo_command.py",
    "tests/cloud/real/test_up_command.py",
    "tests/cloud/test_nothing_stays_behind.py",
)
"""But for these, which start clouds in processes of their own."""
INFRA = "tests/infra/"
"""They read the same synthesized assembly."""
FIRST = (
    "cloud",
    "infra",
    "tests/architecture/test_guards.py",
    "tests/pictures/test_compliance_doctored.py",
)
"""The turns that take longest."""
LAST = "tests/unit/"
"""Short turns, which fill the time until all processes end."""


def turn_of(nodeid: str) -> str:
    """The tests with which a test shares its process: those of its file, or of more files that share something."""
    file = nodeid.split("::")[0]
    if file.startswith(CLOUD) and file not in OWN_PROCESSES:
        return "cloud"
    return "infra" if file.startswith(INFRA) else file


def in_turns(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The same tests in the order in which their turns shall start, so that all processes end together."""
    return sorted(items, key=lambda item: _rank(turn_of(item.nodeid)))


def _rank(turn: str) -> int:
    if turn in FIRST:
        return FIRST.index(turn)
    if turn in OWN_PROCESSES:
        # Not beside the other cloud, which is first: they would take each other's time.
        return len(FIRST) + 1
    return len(FIRST) + 2 if turn.startswith(LAST) else len(FIRST)


class Turns(LoadScopeScheduling):
    """Hands one turn after the other to whichever process is free."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return turn_of(nodeid)
