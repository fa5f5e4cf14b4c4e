"""A contract test for each private name of moto in use: an upgrade that moves it fails here."""

from importlib.metadata import version

import pytest
from moto.awslambda.models import LambdaFunction
from moto.core.config import default_user_config
from moto.core.serialize import BaseJSONSerializer
from moto.dynamodb.models import DynamoDBBackend
from moto.dynamodb.models.table import StreamShard, Table
from moto.ses.models import SESBackend
from moto.sqs.models import Queue
from moto.stepfunctions.parser.backend.execution_worker import ExecutionWorker

from infra.local import moto_patches
from infra.local.moto_patches import cloudformation_types, matches_pattern
from tests.cloud.waiting import eventually

pytestmark = pytest.mark.cloud
PATCHED = (
    (LambdaFunction, "invoke"),
    (Queue, "add_message"),
    (Queue, "delete_message"),
    (StreamShard, "add"),
    (DynamoDBBackend, "transact_write_items"),
    (ExecutionWorker, "stop"),
    (SESBackend, "send_raw_email"),
    (Table, "query"),
    (Table, "all_items"),
    (BaseJSONSerializer, "_serialize_type_structure"),
)
EVERY_KIND = {
    "pk": {"S": "kinds"},
    "number": {"N": "-12.50"},
    "bytes": {"B": b"\x00\xff"},
    "truth": {"BOOL": False},
    "nothing": {"NULL": True},
    "empty": {"S": ""},
    "several": {"L": [{"S": "é"}, {"L": []}, {"M": {}}]},
    "nested": {"M": {"deep": {"M": {"bytes": {"B": b"\x01"}, "S": {"N": "1"}}}}},
    "texts": {"SS": ["a"]},
    "numbers": {"NS": ["1"]},
    "binaries": {"BS": [b"\x02"]},
}


def name_of(cloud, prefix: str) -> str:
    return next(name for name in cloud.functions.names() if name.startswith(f"Service-{prefix}-"))


def test_moto_is_the_version_that_was_read():
    assert version("moto") == "5.2.5"


def test_every_patched_name_is_moto_s_own_method():
    for owner, name in PATCHED:
        assert callable(vars(owner)[name])


def test_an_asynchronous_invoke_returns_at_once(cloud):
    answer = cloud.client("lambda").invoke(
        FunctionName=name_of(cloud, "Nightly"), InvocationType="Event", Payload=b'{"a": 1}'
    )
    assert (answer["StatusCode"], answer["Payload"].read()) == (202, b"")


def test_a_dry_run_runs_nothing(cloud):
    answer = cloud.client("lambda").invoke(FunctionName=name_of(cloud, "Work"), InvocationType="DryRun")
    assert answer["StatusCode"] == 204


def test_a_deleted_message_takes_no_new_one_with_it(cloud):
    sqs = cloud.client("sqs")
    url = sqs.create_queue(QueueName="contract")["QueueUrl"]
    for body in ("one", "two"):
        sqs.send_message(QueueUrl=url, MessageBody=body)
    assert moto_patches.has_visible_messages("contract", "us-east-1")
    (first,) = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=1)["Messages"]
    sqs.delete_message(QueueUrl=url, ReceiptHandle=first["ReceiptHandle"])
    (second,) = sqs.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
    assert second["Body"] == "two"
    assert not moto_patches.has_visible_messages("contract", "us-east-1")
    sqs.delete_queue(QueueUrl=url)


def test_execution_of_state_machines_is_on_while_patched(cloud):
    assert default_user_config["stepfunctions"]["execute_state_machine"] is True


def test_a_piece_of_a_created_stack_resolves(cloud):
    name = moto_patches.resolve({"Fn::GetAtt": ["Nightly", "Arn"]}, "Service", "us-east-1")
    assert name.endswith(name_of(cloud, "Nightly"))
    with pytest.raises(KeyError):
        moto_patches.resolve({"Ref": "x"}, "NoSuchStack", "us-east-1")


def test_exports_of_created_stacks_are_found(cloud):
    assert moto_patches.exports("us-east-1")["Data:Pool"] == cloud.user_pool_id


def test_names_resolve_before_a_stack_exists():
    names = {"Sender": "a@example.com", "AWS::Region": "us-east-1"}
    value = {"Fn::Join": ["-", [{"Ref": "Sender"}, {"Ref": "AWS::Region"}]]}
    assert moto_patches.resolve_with(value, names) == "a@example.com-us-east-1"
    with pytest.raises(KeyError):
        moto_patches.resolve_with({"Ref": "Unknown"}, names)


def test_the_types_that_moto_creates_and_skips_are_those_we_know():
    types = cloudformation_types()
    assert {"AWS::DynamoDB::Table", "AWS::SQS::Queue", "AWS::Lambda::Function", "AWS::Events::Rule"} <= types
    assert not {"AWS::Cognito::UserPool", "AWS::ApiGatewayV2::Api", "AWS::Scheduler::Schedule"} & types


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ({"dynamodb": {"NewImage": {"type": {"S": ["event"]}}}}, True),
        ({"dynamodb": {"NewImage": {"type": {"S": ["draft"]}}}}, False),
        ({"dynamodb": {"NewImage": {"other": {"S": ["event"]}}}}, False),
        ({"eventName": ["INSERT"], "dynamodb": {"NewImage": {"type": {"S": [{"prefix": "ev"}]}}}}, True),
        ({"eventName": ["MODIFY"]}, False),
        ({"dynamodb": {"OldImage": [{"exists": False}]}}, True),
    ],
)
def test_patterns_match_as_documented(pattern, matches):
    event = {"eventName": "INSERT", "dynamodb": {"NewImage": {"type": {"S": "event"}}}}
    assert matches_pattern(pattern, event) is matches


def test_hooks_hear_what_they_ask_for(cloud):
    before = len(cloud.messages("hook@example.com"))
    raw = "From: no-reply@example.com\nTo: hook@example.com\nSubject: s\n\nbody\n"
    cloud.client("ses").send_raw_email(RawMessage={"Data": raw})
    assert len(cloud.messages("hook@example.com")) == before + 1


def test_a_refused_transaction_leaves_nothing_and_the_stream_goes_on(cloud):
    client, table = cloud.client("dynamodb"), cloud.outputs["TableName"]
    kept = {"pk": {"S": "kept"}, "type": {"S": "draft"}}
    client.put_item(TableName=table, Item=kept)
    writes = [
        {"Put": {"TableName": table, "Item": {"pk": {"S": "undone"}, "type": {"S": "event"}}}},
        {"Put": {"TableName": table, "Item": {"pk": {"S": "kept"}, "type": {"S": "changed"}}}},
        {
            "ConditionCheck": {
                "TableName": table,
                "Key": {"pk": {"S": "nobody"}},
                "ConditionExpression": "attribute_exists(pk)",
            }
        },
    ]
    with pytest.raises(client.exceptions.TransactionCanceledException):
        client.transact_write_items(TransactItems=writes)
    assert client.get_item(TableName=table, Key={"pk": {"S": "kept"}})["Item"] == kept
    assert "Item" not in client.get_item(TableName=table, Key={"pk": {"S": "undone"}})

    client.put_item(TableName=table, Item={"pk": {"S": "later"}, "type": {"S": "event"}})
    seen = {"TableName": table, "Key": {"pk": {"S": "seen#later"}}}
    eventually(cloud, lambda: client.get_item(**seen).get("Item"))
    assert "Item" not in client.get_item(TableName=table, Key={"pk": {"S": "seen#undone"}})


def test_values_of_every_kind_come_back_as_they_were_written(cloud):
    client, table = cloud.client("dynamodb"), cloud.outputs["TableName"]
    client.put_item(TableName=table, Item=EVERY_KIND)
    assert client.get_item(TableName=table, Key={"pk": EVERY_KIND["pk"]})["Item"] == EVERY_KIND
    asked = {"KeyConditionExpression": "pk = :pk", "ExpressionAttributeValues": {":pk": EVERY_KIND["pk"]}}
    assert client.query(TableName=table, **asked)["Items"] == [EVERY_KIND]


def test_a_query_finds_its_partition_in_order_and_a_scan_everything(cloud):
    client = cloud.client("dynamodb")
    names = [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk", "other")]
    client.create_table(
        TableName="ordered",
        BillingMode="PAY_PER_REQUEST",
        AttributeDefinitions=names,
        KeySchema=[{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
        GlobalSecondaryIndexes=[
            {
                "IndexName": "index",
                "KeySchema": [
                    {"AttributeName": "other", "KeyType": "HASH"},
                    {"AttributeName": "sk", "KeyType": "RANGE"},
                ],
                "Projection": {"ProjectionType": "ALL"},
            }
        ],
    )
    for place in ("b2", "a3", "a1", "b1", "a2"):
        keys = {"pk": {"S": place[0]}, "sk": {"S": place[1]}, "other": {"S": "x" if place != "a1" else "y"}}
        client.put_item(TableName="ordered", Item=keys)

    def found(**request):
        items = request.pop("by")(TableName="ordered", **request)["Items"]
        return [item["pk"]["S"] + item["sk"]["S"] for item in items]

    one = {"KeyConditionExpression": "pk = :k", "ExpressionAttributeValues": {":k": {"S": "a"}}}
    indexed = {
        "IndexName": "index",
        "KeyConditionExpression": "other = :k AND sk > :s",
        "ExpressionAttributeValues": {":k": {"S": "x"}, ":s": {"S": "1"}},
    }
    assert found(by=client.query, **one) == ["a1", "a2", "a3"]
    assert found(by=client.query, ScanIndexForward=False, Limit=2, **one) == ["a3", "a2"]
    assert found(by=client.query, **indexed) == ["a2", "b2", "a3"]
    assert found(by=client.scan) == ["a1", "a2", "a3", "b1", "b2"]
    absent = {"KeyConditionExpression": "pk = :k", "ExpressionAttributeValues": {":k": {"S": "c"}}}
    assert found(by=client.query, **absent) == []
    client.delete_table(TableName="ordered")


def test_a_transaction_copies_no_table(cloud):
    assert callable(vars(Table)["__deepcopy__"])


def test_a_fail_state_is_no_error_of_the_machine(caplog):
    moto_patches.FAILURES.addFilter(moto_patches._not_a_fail_state)
    try:
        moto_patches.FAILURES.error("%s at '%s'", "Error=RequestFailed", "(StateFail| {}")
        moto_patches.FAILURES.error("%s at '%s'", "Error=Broken", "(StateTaskLambda| {}")
    finally:
        moto_patches.FAILURES.removeFilter(moto_patches._not_a_fail_state)
    assert [record.args[0] for record in caplog.records] == ["Error=Broken"]


def test_a_stopped_execution_waits_for_no_token(cloud):
    client, machine = cloud.client("stepfunctions"), cloud.outputs["PipelineArn"]
    started = client.start_execution(stateMachineArn=machine, name="stopped", input='{"id": "stopped"}')
    token = {"TableName": cloud.outputs["TableName"], "Key": {"pk": {"S": "token#stopped"}}}
    eventually(cloud, lambda: cloud.client("dynamodb").get_item(**token).get("Item"))
    client.stop_execution(executionArn=started["executionArn"])

    def status() -> str | None:
        found = client.describe_execution(executionArn=started["executionArn"])["status"]
        return None if found == "RUNNING" else found

    assert eventually(cloud, status) == "ABORTED"
