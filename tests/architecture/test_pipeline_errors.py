"""The pipeline retries what may heal and nothing else; names in the document are classes of the package."""

import importlib
import json
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import pytest

import onbrand
from infra.manifest import FUNCTIONS, Function, TaskTrigger
from onbrand.kernel.errors import Unavailable

DOCUMENT = json.loads(
    (Path(__file__).parents[2] / "infra/pipelines/content.asl.json").read_text(encoding="utf-8")
)
TASKS = {name: state for name, state in DOCUMENT["States"].items() if state["Type"] == "Task"}
ROWS = [row for row in FUNCTIONS if isinstance(row.trigger, TaskTrigger)]
OF_AWS = ("States.", "Lambda.")


def subclasses(kind: type) -> Iterator[type]:
    for child in kind.__subclasses__():
        yield child
        yield from subclasses(child)


@pytest.fixture(scope="module")
def healing() -> set[str]:
    for module in pkgutil.walk_packages(onbrand.__path__, "onbrand."):
        importlib.import_module(module.name)
    return {kind.__name__ for kind in subclasses(Unavailable)}


def retried(state: dict) -> set[str]:
    return {
        name for rule in state.get("Retry", []) for name in rule["ErrorEquals"] if not name.startswith(OF_AWS)
    }


@pytest.mark.parametrize("name", TASKS)
def test_only_what_may_heal_is_retried(name: str, healing: set[str]) -> None:
    assert retried(TASKS[name]) <= healing


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_every_outage_that_a_grant_makes_possible_is_retried(row: Function) -> None:
    expected = {"StoreUnavailableError"} if row.table else set()
    expected |= {"ObjectsUnavailableError"} if row.assets else set()
    expected |= {"SecretUnavailableError"} if row.secrets else set()
    expected |= {"ProviderUnavailableError"} if row.name == "source_image" else set()
    assert retried(TASKS[row.camel_name]) == expected


@pytest.mark.parametrize("name", TASKS)
def test_no_task_waits_for_ever(name: str) -> None:
    assert TASKS[name]["TimeoutSeconds"] > 0


@pytest.mark.parametrize("name", [name for name in TASKS if name != "FailRequest"])
def test_every_failure_ends_in_fail_request_or_an_ending(name: str) -> None:
    last = TASKS[name]["Catch"][-1]
    assert (last["ErrorEquals"], last["Next"]) == (["States.ALL"], "FailRequest")
