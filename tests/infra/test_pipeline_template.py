"""The pipeline document after substitution, and what Step Functions and CloudFormation say about it."""

import json
import re
from typing import Any

import pytest
from statelint.linter import Linter

from infra.constructs.pipeline import DOCUMENT
from infra.manifest import FUNCTIONS, TaskTrigger
from tests.support.templates import Assembly


def machine(assembly: Assembly) -> dict[str, Any]:
    (resource,) = assembly.all("AWS::StepFunctions::StateMachine")
    return resource.properties


def test_every_placeholder_is_substituted_and_every_substitution_is_used(assembly: Assembly) -> None:
    placeholders = set(re.findall(r"\$\{(\w+)\}", machine(assembly)["DefinitionString"]))
    assert placeholders == set(machine(assembly)["DefinitionSubstitutions"])


def test_the_template_holds_the_document_as_it_stands(assembly: Assembly) -> None:
    assert machine(assembly)["DefinitionString"] == DOCUMENT.read_text()


def test_each_state_calls_the_function_of_its_name(assembly: Assembly) -> None:
    for state, reference in machine(assembly)["DefinitionSubstitutions"].items():
        function = assembly.one("AWS::Lambda::Function", state)
        assert reference == {"Fn::GetAtt": [function.logical_id, "Arn"]}


def test_the_pipeline_may_call_exactly_its_functions(assembly: Assembly) -> None:
    statements = assembly.one("AWS::IAM::Policy", "Pipeline/Role").properties["PolicyDocument"]["Statement"]
    (invoke,) = [item for item in statements if item["Action"] == "lambda:InvokeFunction"]
    named = [reference["Fn::GetAtt"][0] for reference in invoke["Resource"]]
    tasks = [row.camel_name for row in FUNCTIONS if isinstance(row.trigger, TaskTrigger)]
    assert sorted(named) == sorted(assembly.one("AWS::Lambda::Function", task).logical_id for task in tasks)


def test_the_substituted_document_is_a_valid_state_machine(assembly: Assembly) -> None:
    assert problems(substituted(assembly)) == []


def test_the_linter_finds_a_state_that_nobody_reaches(assembly: Assembly) -> None:
    document = substituted(assembly)
    document["States"]["SourceImage"]["Next"] = "Nowhere"
    assert problems(document)


@pytest.mark.parametrize(
    ("state", "broken"),
    [
        ("AwaitTurn", {"SecondsPath": "no path"}),
        ("AwaitTurn", {"Seconds": 5}),
        ("AwaitTurn", {"Next": "Nowhere"}),
        ("ReviewNeeded", {"Choices": []}),
        ("StepLeft", {"Default": "Nowhere"}),
    ],
)
def test_the_linter_looks_into_states_that_wait_and_choose(
    assembly: Assembly, state: str, broken: dict[str, Any]
) -> None:
    document = substituted(assembly)
    document["States"][state] |= broken
    assert problems(document)


def test_executions_are_logged_without_their_data_and_traced(assembly: Assembly) -> None:
    logging = machine(assembly)["LoggingConfiguration"]
    assert (logging["Level"], logging["IncludeExecutionData"]) == ("ALL", False)
    assert machine(assembly)["TracingConfiguration"] == {"Enabled": True}


def substituted(assembly: Assembly) -> dict[str, Any]:
    arn = "arn:aws:lambda:us-east-1:123456789012:function:"
    return json.loads(re.sub(r"\$\{(\w+)\}", arn + r"\1", machine(assembly)["DefinitionString"]))


def problems(document: dict[str, Any]) -> list[str]:
    return Linter.validate(document)
