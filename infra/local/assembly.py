"""The cloud assembly of this checkout: synthesized, and again only when a file that it is made of changed."""

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = ("cdk.json", "functions", "layers", "infra")
KEPT = 4
NOT_SYNTHESIZED = PROJECT / "infra" / "local"
SYNTH = (
    "import sys, pathlib; from infra.app import synthesize; synthesize(pathlib.Path(sys.argv[1]), local=True)"
)


class SynthError(RuntimeError):
    """The CDK app could not be synthesized; the text is what it said."""


def current_assembly(directory: Path = PROJECT / ".build" / "assemblies") -> Path:
    """The assembly of the sources as they are, synthesized into ``directory`` unless it is there. Raises SynthError.

    The CDK runs in a process of its own, so that its Node process does not stay with us.
    """
    target = directory / _fingerprint()[:16]
    if target.is_dir():
        return target
    directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="new-", dir=directory) as made:
        _synthesize(Path(made) / "assembly")
        # Another process may have made the same one meanwhile: a folder replaces only an empty one.
        with suppress(OSError):
            (Path(made) / "assembly").rename(target)
    _forget_old(directory, target)
    return target


def _synthesize(target: Path) -> None:
    environment = {**os.environ, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
    command = [sys.executable, "-c", SYNTH, str(target)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SynthError(done.stderr.strip())


def _forget_old(directory: Path, current: Path) -> None:
    """Keeps the newest few: a cloud that still runs reads its functions from its assembly."""
    others = [
        folder for folder in directory.iterdir() if folder != current and not folder.name.startswith("new-")
    ]
    for folder in sorted(others, key=lambda one: one.stat().st_mtime)[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


def _fingerprint() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for file in _files():
        digest.update(f"{file.relative_to(PROJECT)}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _files() -> Iterator[Path]:
    for name in SOURCES:
        source = PROJECT / name
        for file in [source] if source.is_file() else sorted(source.rglob("*")):
            if file.is_file() and "__pycache__" not in file.parts and NOT_SYNTHESIZED not in file.parents:
                yield file
