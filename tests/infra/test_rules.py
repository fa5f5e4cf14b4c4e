"""The tools that judge templates: cdk-nag (it runs at each synth) and cfn-lint."""

import json
from pathlib import Path

import pytest
from aws_cdk import aws_s3 as s3
from cfnlint.api import ManualArgs, lint_file

from infra.app import build_app
from tests.support.templates import Assembly

REGION = "us-east-1"


def test_cdk_nag_stops_the_synth_of_a_bad_stack(tmp_path: Path) -> None:
    app = build_app(tmp_path, local=True)
    s3.Bucket(app.node.find_child("OnBrandData"), "Open")
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    assert findings(tmp_path) == {
        ("AwsSolutions-S1", "OnBrandData/Open/Resource"),
        ("AwsSolutions-S10", "OnBrandData/Open/Resource"),
    }


def test_cdk_nag_finds_nothing_in_the_app(assembly: Assembly) -> None:
    assert findings(assembly.directory) == set()


def findings(directory: Path) -> set[tuple[str, str]]:
    """Rule and construct of what the last synth reported."""
    report = json.loads((directory / "validation-report.json").read_text())
    return {
        (violation["ruleName"], construct["constructPath"])
        for plugin in report["pluginReports"]
        for violation in plugin["violations"]
        for construct in violation["violatingConstructs"]
    }


def test_every_acknowledgement_has_a_reason_that_says_something(assembly: Assembly) -> None:
    reasons = {}
    for path in assembly.directory.glob("*.metadata.json"):
        for construct, entries in json.loads(path.read_text()).items():
            for entry in entries:
                if entry["type"] == "aws:cdk:acknowledged-rules":
                    reasons |= {(construct, rule): reason for rule, reason in entry["data"].items()}
    assert len(reasons) > 10
    assert {key for key, reason in reasons.items() if len(reason.split()) < 6} == set()


def test_cfn_lint_finds_no_error(assembly: Assembly) -> None:
    for stack in assembly.templates:
        path = assembly.directory / f"{stack}.template.json"
        found = lint_file(path, config=ManualArgs(regions=[REGION]))
        errors = [
            f"{stack}: {match.rule.id} {match.message}" for match in found if match.rule.id.startswith("E")
        ]
        assert errors == []
