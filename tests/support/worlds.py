"""The world as a fixture; import it where a test wants one."""

from collections.abc import Iterator

import pytest

from onbrand.bootstrap.parts import using
from tests.support.world import World


@pytest.fixture
def world() -> Iterator[World]:
    """An organization with a brand, on memory adapters that are in use while the test runs."""
    built = World()
    with using(built.parts):
        built.found()
        built.table.drain()
        yield built
