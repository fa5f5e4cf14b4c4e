"""Importing anything of the product needs no environment, opens nothing and loads only what a door uses."""

import json
import subprocess
import sys

from infra.manifest import FUNCTIONS, Layer

NEVER = {"aws_xray_sdk", "boto3", "moto", "infra", "tests", "httpx"}
PIXELS = {"PIL", "numpy", "resvg_py", "cykooz_resizer", "segno", "thumbhash", "fontTools"}
EVERYTHING = """
import pkgutil, importlib, onbrand, functions, os
assert not [name for name in os.environ if name not in ("LC_CTYPE",)], dict(os.environ)
for package in (onbrand, functions):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""


def python(code: str, *arguments: str) -> str:
    """Runs code in a process with an empty environment."""
    compiled = ["-X", f"pycache_prefix={sys.pycache_prefix}"] if sys.pycache_prefix else []
    command = [sys.executable, *compiled, "-W", "error", "-c", code, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={})
    assert done.returncode == 0, done.stderr
    return done.stdout


DOORS = """
import importlib, json, sys
loaded = {}
for door in sys.argv[1:]:
    before = set(sys.modules)
    importlib.import_module(f"functions.{door}.handler")
    loaded[door] = sorted(set(sys.modules) - before)
print(json.dumps(loaded))
"""


def loaded_by(*doors: str) -> dict[str, set[str]]:
    """The modules that each door loads before its first event, beyond those that the doors before it have loaded: what
    none of them may load, none may load alone."""
    return {door: set(modules) for door, modules in json.loads(python(DOORS, *doors)).items()}


def test_every_module_imports_with_an_empty_environment() -> None:
    python(EVERYTHING)


def test_doors_load_pixels_only_with_the_layer_that_has_them() -> None:
    with_pixels = [row.name for row in FUNCTIONS if Layer.IMAGING in row.layers]
    others = [row.name for row in FUNCTIONS if row.name not in with_pixels]
    assert with_pixels and others
    found = {door: sorted(modules & (NEVER | PIXELS)) for door, modules in loaded_by(*others).items()}
    found |= {door: sorted(modules & NEVER) for door, modules in loaded_by(*with_pixels).items()}
    assert {door: modules for door, modules in found.items() if modules} == {}
