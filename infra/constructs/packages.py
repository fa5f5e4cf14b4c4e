"""Third-party packages of a layer, installed for Lambda by uv from a hash-pinned file. No Docker.

Results are kept in ``.build/layers/<name>-<digest>``; the digest is of everything that decides the content.
"""

import hashlib
import shutil
import subprocess
import tempfile
from pathlib import Path

from uv import find_uv_bin

from infra.constructs.bundle import LAMBDA_PYTHON, compile_bytecode, lambda_python

PLATFORM = "x86_64-manylinux_2_28"

# Never imported at run time; of .dist-info only what importlib.metadata and a licence audit read stays.
NOISE = (
    "**/tests",
    "**/test",
    "**/__pycache__",
    "bin",
    ".lock",
    "**/*.dist-info/RECORD",
    "**/*.dist-info/direct_url.json",
)


class LayerBuildError(RuntimeError):
    """uv could not install a layer's packages."""


def installed_packages(requirements: Path, cache: Path) -> Path:
    """Return a directory with the packages of ``requirements`` for Lambda; raises LayerBuildError."""
    name = requirements.parent.name
    target = cache / f"{name}-{_digest(requirements)}"
    if target.is_dir():
        return target
    cache.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=cache) as work:
        built = Path(work) / "packages"
        _install(requirements, built)
        _strip(built)
        compile_bytecode(built)
        # A rename is atomic: whoever builds at the same time finds all or nothing.
        try:
            built.rename(target)
        except OSError:
            if not target.is_dir():
                raise
    return target


def _digest(requirements: Path) -> str:
    compiled = "compiled" if lambda_python() else "source"
    facts = "\n".join([PLATFORM, LAMBDA_PYTHON, compiled, *NOISE, requirements.read_text()])
    return hashlib.sha256(facts.encode()).hexdigest()[:16]


def _install(requirements: Path, target: Path) -> None:
    command = [
        find_uv_bin(), "pip", "install", "--quiet", "--no-config", "--system-certs", "--no-deps", "--require-hashes",
        "--only-binary", ":all:", "--python-platform", PLATFORM, "--python-version", LAMBDA_PYTHON,
        "--link-mode", "copy", "--target", str(target), "-r", str(requirements),
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise LayerBuildError(f"layer {requirements.parent.name}: {done.stderr.strip()}")


def _strip(packages: Path) -> None:
    for pattern in NOISE:
        for path in list(packages.glob(pattern)):
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)
