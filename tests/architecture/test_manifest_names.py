"""One name, four places: manifest row, folder in functions/, state of the pipeline, its placeholder."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from infra.manifest import FUNCTIONS, Function, HttpTrigger, QueueTrigger, ScheduleTrigger, TaskTrigger

PROJECT = Path(__file__).resolve().parents[2]
DOCUMENT = PROJECT / "infra" / "pipelines" / "content.asl.json"

TASKS = [row for row in FUNCTIONS if isinstance(row.trigger, TaskTrigger)]
CALLBACK = "arn:aws:states:::lambda:invoke.waitForTaskToken"


def states() -> dict[str, dict[str, Any]]:
    return json.loads(DOCUMENT.read_text())["States"]


def placeholder(state: dict[str, Any]) -> str:
    return state["Parameters"]["FunctionName"] if "Parameters" in state else state["Resource"]


def test_each_row_has_a_folder_and_each_folder_a_row() -> None:
    folders = {path.parent.name for path in (PROJECT / "functions").glob("*/handler.py")}
    assert folders == {row.name for row in FUNCTIONS}


def test_each_task_row_has_a_state_and_each_task_state_a_row() -> None:
    tasks = {name for name, state in states().items() if state["Type"] == "Task"}
    assert tasks == {row.camel_name for row in TASKS}


def test_each_state_calls_the_placeholder_of_its_own_name() -> None:
    called = {name: placeholder(state) for name, state in states().items() if state["Type"] == "Task"}
    assert called == {name: f"${{{name}}}" for name in called}
    assert set(re.findall(r"\$\{(\w+)\}", DOCUMENT.read_text())) == set(called)


def test_only_a_callback_row_waits_for_its_token() -> None:
    waiting = {name for name, state in states().items() if state.get("Resource") == CALLBACK}
    assert waiting == {row.camel_name for row in TASKS if row.trigger == TaskTrigger(callback=True)}


def test_names_are_used_once() -> None:
    names = Counter(row.name for row in FUNCTIONS)
    assert set(names.values()) == {1}


def test_a_route_leads_to_one_function() -> None:
    http = [row.trigger for row in FUNCTIONS if isinstance(row.trigger, HttpTrigger)]
    routes = Counter((route.method, route.path) for trigger in http for route in trigger.routes)
    assert set(routes.values()) == {1}


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_a_function_gives_up_before_whoever_waits_for_it(row: Function) -> None:
    match row.trigger:
        case HttpTrigger():
            limit = 30  # an HTTP API answers 503 after that
        case TaskTrigger():
            limit = states()[row.camel_name]["TimeoutSeconds"]
        case _:
            limit = 900
    assert row.timeout_s <= limit


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_events_and_schedules_are_written_as_aws_reads_them(row: Function) -> None:
    match row.trigger:
        case QueueTrigger(events=events):
            assert all(re.fullmatch(r"([A-Z][a-z]+)+", event) for event in events)
        case ScheduleTrigger(expression=expression):
            assert re.fullmatch(r"rate\(\d+ (minute|hour|day)s?\)|cron\(([^\s()]+ ){5}[^\s()]+\)", expression)
