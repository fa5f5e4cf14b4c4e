from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cloud.sample_assembly import write_assembly


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample assembly on disk."""
    return write_assembly(tmp_path_factory.mktemp("sample") / "assembly")


@pytest.fixture(scope="session")
def cloud(sample: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator:
    """One local cloud running the sample, on free ports."""
    from infra.local.cloud import LocalCloud

    ports = {"api_port": 0, "aws_port": 0, "inbox_port": 0, "cognito_port": 0}
    with LocalCloud(tmp_path_factory.mktemp("cloud"), assembly=sample, **ports) as running:
        yield running
