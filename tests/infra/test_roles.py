"""Who may do what: read from the policies of the templates."""

from collections.abc import Iterator
from typing import Any

import pytest

from infra.manifest import FUNCTIONS, Function
from tests.support.templates import Assembly, Resource

TABLE_READS = {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"}
TABLE_WRITES = {"dynamodb:PutItem", "dynamodb:DeleteItem", "dynamodb:ConditionCheckItem"}
KEY = {
    "kms:Encrypt",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
    "kms:GenerateDataKey",
    "kms:Decrypt",
    "kms:DescribeKey",
}
KEY_READS = {"kms:Decrypt", "kms:DescribeKey"}
READ_OBJECTS = ("s3:GetObject", "s3:ListBucket")
LOGS = {"logs:CreateLogStream", "logs:PutLogEvents"}
QUEUE = {"sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"}

EXPECTED = {
    "prepare_request": LOGS | TABLE_READS | TABLE_WRITES | KEY,
    "source_image": LOGS
    | TABLE_READS
    | TABLE_WRITES
    | KEY
    | {*READ_OBJECTS, "s3:PutObject", "secretsmanager:GetSecretValue"},
    "score_compliance": LOGS | TABLE_READS | TABLE_WRITES | KEY | {*READ_OBJECTS, "s3:PutObject"},
    "aggregate_usage": LOGS | {"sqs:SendMessage"},
    "aggregate_shard": LOGS | QUEUE | TABLE_READS | TABLE_WRITES | KEY,
    "start_pipeline": LOGS | QUEUE | TABLE_READS | KEY_READS | {"states:StartExecution"},
    "stop_pipeline": LOGS | QUEUE | TABLE_READS | KEY_READS | {"states:StopExecution"},
    "settle_due": LOGS
    | TABLE_READS
    | TABLE_WRITES
    | KEY
    | set(READ_OBJECTS)
    | {"sqs:SendMessage", "states:DescribeExecution"}
    | {"states:StartExecution", "states:SendTaskSuccess", "states:SendTaskFailure"},
    "mail_feedback": LOGS | QUEUE | TABLE_READS | TABLE_WRITES | KEY,
    "plan_rescores": LOGS | QUEUE | TABLE_READS | TABLE_WRITES | KEY,
    "rescore_request": LOGS | QUEUE | TABLE_READS | TABLE_WRITES | KEY | {*READ_OBJECTS, "s3:PutObject"},
    "publish_events": LOGS
    | {
        "dynamodb:DescribeStream",
        "dynamodb:GetRecords",
        "dynamodb:GetShardIterator",
        "dynamodb:ListStreams",
        "kms:Decrypt",
        "events:PutEvents",
        "sqs:SendMessage",
    },
    "notify": LOGS | QUEUE | TABLE_READS | TABLE_WRITES | KEY | {"sqs:SendMessage"},
    "send_message": LOGS
    | QUEUE
    | TABLE_READS
    | TABLE_WRITES
    | KEY
    | {*READ_OBJECTS, "secretsmanager:GetSecretValue", "ses:SendEmail", "ses:SendRawEmail"},
}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def allowed(resource: Resource) -> Iterator[dict[str, Any]]:
    """Allow statements anywhere in a resource: of roles, keys, queues, topics and buckets.

    A Deny of everything (plain HTTP) takes rights away, so its wildcard is right.
    """

    def walk(value: Any) -> Iterator[dict[str, Any]]:
        if isinstance(value, dict):
            if value.get("Effect") == "Allow":
                yield value
            for inner in value.values():
                yield from walk(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from walk(inner)

    yield from walk(resource.properties)


def actions(assembly: Assembly, function: str) -> set[str]:
    policy = assembly.one("AWS::IAM::Policy", f"{function}/Role")
    return {action for statement in allowed(policy) for action in listed(statement["Action"])}


def test_no_policy_allows_a_wildcard_action(assembly: Assembly) -> None:
    statements = [(item.construct, statement) for item in assembly.all() for statement in allowed(item)]
    assert len(statements) > len(FUNCTIONS)
    assert [
        path for path, statement in statements if any("*" in action for action in listed(statement["Action"]))
    ] == []


def test_no_statement_is_written_by_what_it_does_not_allow(assembly: Assembly) -> None:
    statements = [statement for item in assembly.all() for statement in allowed(item)]
    assert not any({"NotAction", "NotResource", "NotPrincipal"} & set(statement) for statement in statements)


def test_only_the_pipeline_names_every_resource(assembly: Assembly) -> None:
    policies = assembly.all("AWS::IAM::Policy")
    everywhere = {
        policy.construct
        for policy in policies
        for statement in allowed(policy)
        if "*" in listed(statement["Resource"])
    }
    assert everywhere == {"Pipeline/Role/DefaultPolicy/Resource"}


def test_each_function_has_a_role_of_its_own(assembly: Assembly) -> None:
    functions = list(assembly.all("AWS::Lambda::Function"))
    roles = {function.properties["Role"]["Fn::GetAtt"][0] for function in functions}
    assert len(functions) == len(roles) == len(FUNCTIONS)


def test_no_role_has_a_managed_policy(assembly: Assembly) -> None:
    roles = list(assembly.all("AWS::IAM::Role"))
    assert [role.construct for role in roles if role.properties.get("ManagedPolicyArns")] == []


@pytest.mark.parametrize("name", EXPECTED)
def test_a_function_may_do_exactly_what_its_row_says(assembly: Assembly, name: str) -> None:
    row = next(row for row in FUNCTIONS if row.name == name)
    assert actions(assembly, row.camel_name) == EXPECTED[name]


@pytest.mark.parametrize("row", FUNCTIONS, ids=lambda row: row.name)
def test_only_writers_write(assembly: Assembly, row: Function) -> None:
    granted = actions(assembly, row.camel_name)
    assert bool(granted & TABLE_WRITES) == (row.table in ("write", "read_write"))
    assert ("s3:PutObject" in granted) == (row.assets in ("write", "read_write"))
    assert "dynamodb:Scan" not in granted
    assert "dynamodb:UpdateItem" not in granted
