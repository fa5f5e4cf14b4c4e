"""One synthesized assembly for all tests here."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.app import synthesize
from tests.support.templates import Assembly


@pytest.fixture(scope="session")
def outdir(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The cloud assembly as the local cloud gets it: layers without third-party packages."""
    directory = tmp_path_factory.mktemp("assembly")
    synthesize(directory, local=True)
    yield directory


@pytest.fixture(scope="session")
def assembly(outdir: Path) -> Assembly:
    return Assembly.read(outdir)
