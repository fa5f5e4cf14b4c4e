import json
from datetime import UTC, datetime

import httpx
import pytest

from tests.cloud.waiting import eventually

pytestmark = pytest.mark.cloud


def item(cloud, key: str):
    found = cloud.client("dynamodb").get_item(TableName=cloud.outputs["TableName"], Key={"pk": {"S": key}})
    return found.get("Item")


def function(cloud, name: str) -> str:
    return next(found for found in cloud.functions.names() if found.startswith(f"Service-{name}-"))


def put(cloud, key: str, kind: str | None = "event"):
    event = {"pk": {"S": key}} | ({"type": {"S": kind}} if kind else {})
    answer = cloud.client("lambda").invoke(
        FunctionName=function(cloud, "PutItem"), Payload=json.dumps(event).encode()
    )
    assert json.load(answer["Payload"]) == {"put": key, "secret": True}


def test_a_request_reaches_a_function_that_knows_bucket_and_address(cloud):
    document = httpx.get(f"{cloud.api_url}/echo/hello?a=1").json()
    assert document["bucket"] == cloud.outputs["BucketName"]
    assert document["base_url"] == f"{cloud.api_url}/"
    assert document["event"]["rawPath"] == "/echo/hello"
    assert cloud.outputs["ApiUrl"] == cloud.api_url


def test_an_event_item_travels_from_table_to_bus_to_queue_to_consumer(cloud):
    put(cloud, "first")
    assert eventually(cloud, lambda: item(cloud, "seen#first"))


def test_a_cloud_that_says_it_is_idle_has_nothing_on_its_way(cloud):
    for key in ("idle1", "idle2", "idle3"):
        put(cloud, key)
        eventually(cloud, lambda: cloud.is_idle() or None)
        assert item(cloud, f"seen#{key}")


def test_an_item_that_the_filter_excludes_is_not_delivered(cloud):
    put(cloud, "quiet", kind="draft")
    put(cloud, "untyped", kind=None)
    put(cloud, "after")
    assert eventually(cloud, lambda: item(cloud, "seen#after"))
    assert item(cloud, "seen#quiet") is None
    assert item(cloud, "seen#untyped") is None


def test_a_failing_message_is_tried_again_alone_then_set_aside(cloud):
    put(cloud, "bad1")
    put(cloud, "good1")
    assert eventually(cloud, lambda: item(cloud, "seen#good1"))
    assert eventually(cloud, lambda: item(cloud, "tried#bad1#1"))
    assert eventually(cloud, lambda: item(cloud, "tried#bad1#2"))
    message = eventually(cloud, lambda: received(cloud, cloud.outputs["DeadLetterUrl"]))
    assert json.loads(message["Body"])["detail"]["id"] == "bad1"
    assert item(cloud, "tried#bad1#3") is None


def test_a_poisoned_record_is_set_aside_and_its_neighbours_are_published(cloud):
    requests = [
        {"PutRequest": {"Item": {"pk": {"S": key}, "type": {"S": "event"}}}}
        for key in ("left", "poison", "right")
    ]
    cloud.client("dynamodb").batch_write_item(RequestItems={cloud.outputs["TableName"]: requests})
    assert eventually(cloud, lambda: item(cloud, "seen#left"))
    assert eventually(cloud, lambda: item(cloud, "seen#right"))
    message = eventually(cloud, lambda: received(cloud, cloud.outputs["StreamDeadLetterUrl"]))
    assert json.loads(message["Body"])["DDBStreamBatchInfo"]["batchSize"] == 1


def received(cloud, url: str):
    found = cloud.client("sqs").receive_message(QueueUrl=url, MaxNumberOfMessages=1).get("Messages")
    if not found:
        return None
    cloud.client("sqs").delete_message(QueueUrl=url, ReceiptHandle=found[0]["ReceiptHandle"])
    return found[0]


def start(cloud, name: str, **state) -> str:
    machine = cloud.outputs["PipelineArn"]
    document = json.dumps({"id": name, **state})
    started = cloud.client("stepfunctions").start_execution(
        stateMachineArn=machine, name=name, input=document
    )
    return started["executionArn"]


def ended(cloud, execution: str):
    found = cloud.client("stepfunctions").describe_execution(executionArn=execution)
    return None if found["status"] == "RUNNING" else found


def test_an_execution_waits_for_the_decision_that_its_token_brings(cloud):
    execution = start(cloud, "waits")
    token = eventually(cloud, lambda: item(cloud, "token#waits"))["token"]["S"]
    assert ended(cloud, execution) is None
    cloud.client("stepfunctions").send_task_success(taskToken=token, output='{"decision": "approved"}')
    found = eventually(cloud, lambda: ended(cloud, execution))
    assert (found["status"], json.loads(found["output"])) == ("SUCCEEDED", {"decision": "approved"})


def test_a_failure_is_caught_by_the_name_of_its_class(cloud):
    found = eventually(cloud, lambda: ended(cloud, start_once(cloud, "paintless", fail=True)))
    error = json.loads(found["output"])["error"]
    assert error["Error"] == "OutOfPaintError"
    assert json.loads(error["Cause"])["errorMessage"] == "no paint left"


def test_an_execution_that_must_wait_does_so_for_the_seconds_that_its_function_named(cloud):
    job = {"organization_id": "o", "request_id": "r", "attempt": 1}
    execution = start(cloud, "turn", wait_s=1, **job)
    found = eventually(cloud, lambda: ended(cloud, execution))
    assert (found["status"], json.loads(found["output"])) == ("SUCCEEDED", job)
    assert (found["stopDate"] - found["startDate"]).total_seconds() >= 0.9


def start_once(cloud, name: str, **state) -> str:
    machine = cloud.outputs["PipelineArn"].replace(":stateMachine:", ":execution:")
    try:
        return start(cloud, name, **state)
    except cloud.client("stepfunctions").exceptions.ExecutionAlreadyExists:
        return f"{machine}:{name}"


def test_a_direct_invoke_reports_the_function_error(cloud):
    answer = cloud.client("lambda").invoke(FunctionName=function(cloud, "Work"), Payload=b'{"fail": true}')
    assert answer["FunctionError"] == "Unhandled"
    document = json.load(answer["Payload"])
    assert document["errorType"] == "OutOfPaintError"
    assert "raise OutOfPaintError" in document["stackTrace"][0]


def test_a_function_has_the_packages_of_its_layers_only(cloud):
    assert cloud.invoke(function(cloud, "Pixels"), {}).json() == [2, 3]
    answer = cloud.invoke(function(cloud, "Nightly"), {"a": 1})
    assert answer.json() == {"a": 1}


def test_a_schedule_fires_at_the_time_it_is_told(cloud):
    at = datetime(2026, 5, 1, 1, 15, tzinfo=UTC)
    assert cloud.fire("nightly schedule", at=at) == {"time": "2026-05-01T01:15:00Z", "try": "1"}


def test_a_mail_lands_in_the_inbox(cloud):
    raw = "From: no-reply@example.com\nTo: Ann <ann@example.com>\nSubject: Hello\n\nDear Ann\n"
    assert cloud.invoke(function(cloud, "Mail"), {"raw": raw}).error is None
    (message,) = cloud.messages("ann@example.com")
    assert message["Subject"] == "Hello"
    assert "Ann &lt;ann@example.com&gt;" in httpx.get(cloud.inbox_url).text


def test_the_bucket_with_its_policy_takes_presigned_uploads(cloud):
    bucket, s3 = cloud.outputs["BucketName"], cloud.client("s3")
    s3.put_object(Bucket=bucket, Key="a/b.txt", Body=b"paint")
    url = s3.generate_presigned_url("get_object", Params={"Bucket": bucket, "Key": "a/b.txt"})
    assert httpx.get(url).content == b"paint"


def test_alarms_and_the_secret_exist(cloud):
    (alarm,) = cloud.client("cloudwatch").describe_alarms()["MetricAlarms"]
    assert alarm["Dimensions"][0]["Value"].startswith("Service-DeadLetters")
    assert len(cloud.client("secretsmanager").list_secrets()["SecretList"]) == 1
