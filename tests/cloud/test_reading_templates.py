import json
import socket

import pytest

from infra.local.assembly import current_assembly
from infra.local.cloud import free_port
from infra.local.deployment import UnsupportedTemplateError, check_types
from infra.local.mappings import QueueMapping, read_mapping
from infra.local.pollers import failed_identifiers
from infra.local.runtime_api import Answer
from infra.local.template import Stack, read_assembly, substitute

pytestmark = pytest.mark.cloud
KNOWN = {("Pool", None): "pool-1", ("Api", None): "api", ("Api", "ApiEndpoint"): "http://localhost:8080"}


def literal(name: str, attribute: str | None):
    return KNOWN.get((name, attribute))


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"Ref": "Pool"}, "pool-1"),
        ({"Ref": "Table"}, {"Ref": "Table"}),
        ({"Fn::GetAtt": ["Api", "ApiEndpoint"]}, "http://localhost:8080"),
        ({"Fn::GetAtt": "Api.ApiEndpoint"}, "http://localhost:8080"),
        ({"a": [{"Ref": "Pool"}, 1]}, {"a": ["pool-1", 1]}),
        ({"Fn::Sub": "x/${Pool}/${Table}/${!Pool}"}, {"Fn::Sub": "x/pool-1/${Table}/${!Pool}"}),
        (
            {"Fn::Sub": ["${v}-${Pool}", {"v": {"Ref": "Pool"}}]},
            {"Fn::Sub": ["${v}-pool-1", {"v": "pool-1"}]},
        ),
        ({"Fn::Join": ["-", [{"Ref": "Pool"}, "x"]]}, {"Fn::Join": ["-", ["pool-1", "x"]]}),
    ],
)
def test_references_to_what_was_made_elsewhere_become_texts(value, expected):
    assert substitute(value, literal) == expected


def test_the_address_of_the_api_becomes_the_gateway():
    parts = [
        "https://",
        {"Ref": "Api"},
        ".execute-api.",
        {"Ref": "AWS::Region"},
        ".",
        {"Ref": "AWS::URLSuffix"},
        "/v1",
    ]
    assert substitute({"Fn::Join": ["", parts]}, literal) == {"Fn::Join": ["", ["http://localhost:8080/v1"]]}
    arn = {"Fn::Join": ["", ["arn:aws:execute-api:", {"Ref": "AWS::Region"}, ":1:", {"Ref": "Api"}, "/*"]]}
    assert substitute(arn, literal)["Fn::Join"][1][3] == "api"


def test_stacks_come_after_those_they_need(sample):
    assert [stack.name for stack in read_assembly(sample)] == ["Data", "Service"]


def test_an_unknown_resource_type_stops_the_start():
    template = {"Resources": {"Cdn": {"Type": "AWS::CloudFront::Distribution"}}}
    with pytest.raises(UnsupportedTemplateError, match="S/Cdn"):
        check_types([Stack("S", template, {})])


def test_what_is_left_out_is_said():
    template = {
        "Resources": {"Domain": {"Type": "AWS::Cognito::UserPoolDomain"}, "M": {"Type": "AWS::CDK::Metadata"}}
    }
    assert check_types([Stack("S", template, {})]) == [
        "S/Domain (AWS::Cognito::UserPoolDomain): no hosted sign-in page"
    ]


def test_a_busy_port_is_left_alone():
    with socket.socket() as busy:
        busy.bind(("127.0.0.1", 0))
        busy.listen()
        port = busy.getsockname()[1]
        assert free_port(port) == 0
    assert free_port(port) == port


@pytest.mark.parametrize(
    ("document", "failed"),
    [
        (None, []),
        ({}, []),
        ({"batchItemFailures": []}, []),
        ({"batchItemFailures": None}, []),
        ({"batchItemFailures": [{"itemIdentifier": "b"}]}, ["b"]),
        ({"batchItemFailures": [{"itemIdentifier": "unknown"}]}, ["a", "b"]),
        ({"batchItemFailures": [{"itemIdentifier": ""}]}, ["a", "b"]),
        ({"batchItemFailures": [{}]}, ["a", "b"]),
    ],
)
def test_partial_failures_are_read_as_on_aws(document, failed):
    answer = Answer(json.dumps(document).encode())
    assert failed_identifiers(answer, ["a", "b"], partial=True) == failed


def test_a_function_error_fails_the_whole_batch():
    assert failed_identifiers(Answer(b"{}", "Unhandled"), ["a"], partial=True) == ["a"]
    report = Answer(b'{"batchItemFailures": [{"itemIdentifier": "a"}]}')
    assert failed_identifiers(report, ["a"], partial=False) == []


def test_a_queue_mapping_has_the_defaults_of_aws():
    mapping = read_mapping({"EventSourceArn": "arn:aws:sqs:us-east-1:1:q", "FunctionName": "f"})
    assert mapping == QueueMapping("arn:aws:sqs:us-east-1:1:q", "f", 10, False)
    assert mapping.queue_name == "q"


def test_an_unchanged_checkout_is_not_synthesized_again(tmp_path):
    from infra.local.assembly import _fingerprint

    made = tmp_path / _fingerprint()[:16]
    made.mkdir()
    assert current_assembly(tmp_path) == made
    assert list(made.iterdir()) == []
