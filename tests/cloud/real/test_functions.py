"""Every function of the manifest in a worker that has its own layers only."""

import importlib.machinery
from concurrent.futures import ThreadPoolExecutor

import pytest

from infra.manifest import FUNCTIONS, Function, Layer
from tests.cloud.real.world import World

pytestmark = pytest.mark.cloud
BROUGHT = {Layer.RUNTIME: "aws_lambda_powertools", Layer.IMAGING: "PIL"}
STRANGERS = ("moto", "aws_cdk", "infra", "tests", "typer", "pytest")


def test_every_function_starts(world: World) -> None:
    def start(row: Function) -> tuple[str, str]:
        answer = world.cloud.invoke(row.name, {})
        document = answer.json() if answer.error else {}
        assert isinstance(document, dict)
        return row.name, document.get("errorType", "")

    with ThreadPoolExecutor(3) as pool:
        errors = dict(pool.map(start, FUNCTIONS))
    assert errors.keys() == {row.name for row in FUNCTIONS}
    assert {
        name: kind
        for name, kind in errors.items()
        if kind.startswith(("Runtime.", "Sandbox.")) or kind in ("ImportError", "ModuleNotFoundError")
    } == {}


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_function_can_import_its_layers_and_nothing_else(world: World, row: Function) -> None:
    paths = [str(path) for path in world.cloud.functions.find(row.name).paths]

    def finds(name: str) -> bool:
        return importlib.machinery.PathFinder.find_spec(name, paths) is not None

    assert finds("onbrand")
    assert finds("functions")
    assert {layer for layer, package in BROUGHT.items() if finds(package)} == set(row.layers)
    assert [name for name in STRANGERS if finds(name)] == []
