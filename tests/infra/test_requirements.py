import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2]


def test_everything_the_project_asks_for_is_pinned() -> None:
    """A clean clone installs the pins only, so what is not pinned is not there."""
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    pins = re.findall(
        r"^([\w.-]+)(?:\[[\w,-]+\])?==(\S+)", (PROJECT / "infra/requirements.txt").read_text(), re.M
    )
    pinned: dict[str, str] = {canonicalize_name(name): version for name, version in pins}
    missing = [one for one in map(Requirement, asked) if not _meets(one, pinned)]
    assert missing == []


def _meets(asked: Requirement, pinned: dict[str, str]) -> bool:
    version = pinned.get(canonicalize_name(asked.name))
    return version is not None and asked.specifier.contains(version, prereleases=True)
