"""Which tests stay together in one process and which come first, told by their paths.

xdist's own mark for this, `xdist_group`, says nothing to anybody under pytest 9.2.
"""

from collections.abc import Sequence

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

OWN_PROCESSES = ("tests/cloud/real/test_demo_command.py", "tests/cloud/real/test_up_command.py")
"""They start their clouds in processes of their own."""
CLOUD = (
    "tests/cloud/real/",
    "tests/cloud/test_cognito_front.py",
    "tests/cloud/test_gateway.py",
    "tests/cloud/test_moto_patches.py",
    "tests/cloud/test_sample_deployment.py",
)
"""One after the other in the one local cloud that a process can have."""
INFRA = ("tests/infra/",)
"""They read the same synthesized assembly."""
LONGEST_FIRST = (
    "cloud",
    "infra",
    *OWN_PROCESSES,
    "tests/architecture/test_guards.py",
    "tests/pictures/test_compliance_doctored.py",
)


def turn_of(nodeid: str) -> str:
    """The tests with which a test shares its process: those of its file, or of more files that share something."""
    file = nodeid.split("::")[0]
    if file.startswith(CLOUD) and file not in OWN_PROCESSES:
        return "cloud"
    return "infra" if file.startswith(INFRA) else file


def in_turns(items: Sequence[pytest.Item]) -> list[pytest.Item]:
    """The same tests, the turns that take longest at the front, so that all processes end together."""
    ranks = {turn: place for place, turn in enumerate(LONGEST_FIRST)}
    return sorted(items, key=lambda item: ranks.get(turn_of(item.nodeid), len(ranks)))


class Turns(LoadScopeScheduling):
    """Hands one turn after the other to whichever process is free."""

    def __init__(self, config: pytest.Config, log: Producer | None = None) -> None:
        super().__init__(config, log)
        config.option.loadscopereorder = False

    def _split_scope(self, nodeid: str) -> str:
        return turn_of(nodeid)
