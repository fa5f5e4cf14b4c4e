"""Importing anything of the product needs no environment, opens nothing and loads only what a door uses."""

import json
import subprocess
import sys
from functools import cache

import pytest

from infra.manifest import FUNCTIONS, Layer

EVERYTHING = """
import pkgutil, importlib, onbrand, functions, os
assert not [name for name in os.environ if name not in ("LC_CTYPE",)], dict(os.environ)
for package in (onbrand, functions):
    for module in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        importlib.import_module(module.name)
"""


def python(code: str) -> str:
    """Runs code in a process with an empty environment."""
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False, env={}
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@cache
def loaded_by(function: str) -> frozenset[str]:
    """The modules that a door loads before its first event."""
    code = f"import functions.{function}.handler, sys, json; print(json.dumps(sorted(sys.modules)))"
    return frozenset(json.loads(python(code)))


def test_every_module_imports_with_an_empty_environment() -> None:
    python(EVERYTHING)


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_door_loads_pixels_only_with_the_layer_that_has_them(row) -> None:
    modules = loaded_by(row.name)
    assert not modules & {"aws_xray_sdk", "boto3", "moto", "infra", "tests"}
    if Layer.IMAGING not in row.layers:
        assert not modules & {"PIL", "numpy", "resvg_py", "cykooz_resizer", "segno", "thumbhash", "fontTools"}
    assert "httpx" not in modules
