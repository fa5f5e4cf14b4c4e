"""The cloud assembly of this checkout: synthesized, and again only when a file that it is made of changed."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
SOURCES = ("cdk.json", "functions", "layers", "infra")
NOT_SYNTHESIZED = PROJECT / "infra" / "local"
SYNTH = (
    "import sys, pathlib; from infra.app import synthesize; synthesize(pathlib.Path(sys.argv[1]), local=True)"
)


class SynthError(RuntimeError):
    """The CDK app could not be synthesized; the text is what it said."""


def current_assembly(directory: Path) -> Path:
    """The assembly in ``directory``, up to date. Raises SynthError.

    The CDK runs in a process of its own, so that its Node process does not stay with us.
    """
    target, note = directory / "assembly", directory / "assembly.sha256"
    fingerprint = _fingerprint()
    if note.is_file() and note.read_text() == fingerprint and (target / "manifest.json").is_file():
        return target
    shutil.rmtree(target, ignore_errors=True)
    note.unlink(missing_ok=True)
    environment = {**os.environ, "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "1"}
    command = [sys.executable, "-c", SYNTH, str(target)]
    done = subprocess.run(command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SynthError(done.stderr.strip())
    note.write_text(fingerprint)
    return target


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
