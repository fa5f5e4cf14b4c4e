"""Directories that become assets: copied without caches, compiled for Lambda's Python when one is at hand."""

import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from uv import find_uv_bin

LAMBDA_PYTHON = "3.13"

_LEFT_OUT = shutil.ignore_patterns("__pycache__", "*.pyc", ".DS_Store")


@contextmanager
def bundle(content: Mapping[str, Path], ready: Mapping[str, Path] | None = None) -> Iterator[Path]:
    """Yield a directory that holds each source under its path; raises FileNotFoundError when one is missing.

    What is in ``ready`` is added as it stands, bytecode included.
    """
    with tempfile.TemporaryDirectory(prefix="onbrand-bundle-") as name:
        target = Path(name)
        for path, source in content.items():
            _copy(source, target / path)
        compile_bytecode(target)
        for path, source in (ready or {}).items():
            shutil.copytree(source, target / path, dirs_exist_ok=True)
        yield target


def _copy(source: Path, target: Path) -> None:
    """Copy a file or a tree into place, without bytecode; an existing directory is added to."""
    target.parent.mkdir(parents=True, exist_ok=True)
    if source.is_dir():
        shutil.copytree(source, target, ignore=_LEFT_OUT, dirs_exist_ok=True)
    else:
        shutil.copyfile(source, target)


def compile_bytecode(directory: Path) -> None:
    """Add bytecode that Lambda loads without a look at the source; does nothing without Lambda's Python."""
    python = lambda_python()
    if python is None:
        return
    # Paths in tracebacks are those of Lambda, and the bytes do not depend on where the bundle lies.
    mode = ("--invalidation-mode", "unchecked-hash")
    command = [python, "-m", "compileall", "-q", *mode, "-s", str(directory), str(directory)]
    subprocess.run(command, check=True)


@cache
def lambda_python() -> str | None:
    """Return a Python of Lambda's version that runs, or None after one warning line."""
    # A python3.13 on PATH may be a shim that fails; uv knows Pythons that are not on PATH.
    found = subprocess.run(
        [find_uv_bin(), "python", "find", "--no-project", "--no-python-downloads", LAMBDA_PYTHON],
        capture_output=True,
        text=True,
        check=False,
    )
    candidates = [f"python{LAMBDA_PYTHON}", found.stdout.strip()]
    for candidate in filter(None, candidates):
        if _runs(candidate):
            return candidate
    sys.stderr.write(
        f"warning: no python{LAMBDA_PYTHON} here; functions start slower without compiled bytecode\n"
    )
    return None


def _runs(python: str) -> bool:
    probe = "import sys; print('%d.%d' % sys.version_info[:2])"
    try:
        answer = subprocess.run([python, "-c", probe], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.stdout.strip() == LAMBDA_PYTHON
