"""Every function is called through its handler, with memory parts in use."""

from collections.abc import Iterator

import pytest
from pytest_socket import disable_socket, enable_socket

from onbrand.bootstrap.parts import Parts, using
from tests.support.parts import memory_parts
from tests.support.scenes import Scene, found


@pytest.fixture(autouse=True)
def _no_network() -> Iterator[None]:
    disable_socket(allow_unix_socket=True)
    yield
    enable_socket()


@pytest.fixture
def own() -> Iterator[Parts]:
    """The parts in use."""
    with using(memory_parts()) as given:
        yield given


@pytest.fixture
def scene(own: Parts) -> Scene:
    """An organization with a request that was just submitted."""
    return found(own)
