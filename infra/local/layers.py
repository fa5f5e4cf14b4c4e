"""Builds the import path of a worker: what the pinned requirements of a layer name, and nothing else.

The local assembly's layers hold their requirements but not the packages; these are linked from the running
environment, so that a function without a layer cannot import what that layer brings.
"""

import re
from collections.abc import Iterable, Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement


class MissingPackageError(RuntimeError):
    """A layer names a distribution that the running environment does not have."""


def required_names(requirements: str) -> list[str]:
    """The distributions that a requirements text names for this Python, in order."""
    names = []
    for line in requirements.replace("\\\n", " ").splitlines():
        text = re.sub(r"\s--hash=\S+|(^|\s)#.*$", "", line).strip()
        if not text or text.startswith("-"):
            continue
        requirement = Requirement(text)
        if requirement.marker is None or requirement.marker.evaluate():
            names.append(requirement.name)
    return names


def with_dependencies(names: Iterable[str]) -> list[str]:
    """``names`` and everything they require here, each once."""
    found: list[str] = []
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found.append(name)
        for text in _distribution(name).requires or []:
            requirement = Requirement(text)
            if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
                waiting.append(requirement.name)
    return found


def link_packages(names: Iterable[str], target: Path) -> Path:
    """Fills ``target`` with links to the top-level packages and metadata of the named distributions."""
    target.mkdir(parents=True, exist_ok=True)
    for name in names:
        for source in _top_level(_distribution(name)):
            link = target / source.name
            if not link.exists():
                link.symlink_to(source)
    return target


def layer_paths(asset: Path, work: Path) -> list[Path]:
    """What a layer's asset adds to the import path; third-party packages are linked below ``work``."""
    python = asset / "python"
    paths = [python] if python.is_dir() else []
    for requirements in (asset / "requirements.txt", python / "requirements.txt"):
        if requirements.is_file():
            names = required_names(requirements.read_text())
            paths.append(link_packages(names, work / asset.name))
    return paths


def _distribution(name: str) -> Distribution:
    try:
        return distribution(name)
    except PackageNotFoundError as error:
        raise MissingPackageError(f"{name} is required by a layer but not installed here") from error


def _top_level(package: Distribution) -> Iterator[Path]:
    tops = {file.parts[0] for file in package.files or [] if file.parts[0] not in ("..", "__pycache__")}
    for top in sorted(tops):
        source = Path(str(package.locate_file(top)))
        if source.exists() and source.suffix != ".pth":
            yield source
