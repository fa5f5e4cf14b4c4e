"""The adapters of bus, mail and secrets against the shapes of botocore's own models."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.stub import ANY, Stubber

from onbrand.adapters.eventbridge import BusUnavailableError, EventBridgeBus
from onbrand.adapters.secrets import SecretsManager, SecretUnavailableError
from onbrand.adapters.ses import SesMailer
from onbrand.adapters.sqs import SqsWorkQueue, WorkUnavailableError
from onbrand.metering import ShardJob
from onbrand.notify import MailBusyError, MailMisconfiguredError, MailRefusedError, MailUnavailableError
from tests.support.records import make_event


def stubbed(service: str) -> tuple[Any, Stubber]:
    client = boto3.client(
        service,  # type: ignore[call-overload]
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )
    stubber = Stubber(client)
    stubber.activate()
    return client, stubber


def test_events_go_to_the_bus_ten_at_a_time() -> None:
    client, stubber = stubbed("events")
    for count in (10, 2):
        accepted = {"FailedEntryCount": 0, "Entries": [{"EventId": "e"}] * count}
        stubber.add_response("put_events", accepted, {"Entries": [ANY] * count})
    assert EventBridgeBus(client, "bus").publish([make_event(number) for number in range(1, 13)]) == 12
    stubber.assert_no_pending_responses()


def test_the_bus_stops_at_the_first_event_that_was_refused() -> None:
    client, stubber = stubbed("events")
    entries = [{"EventId": "e"}, {"ErrorCode": "ThrottlingException", "ErrorMessage": "x"}, {"EventId": "e"}]
    stubber.add_response("put_events", {"FailedEntryCount": 1, "Entries": entries}, {"Entries": [ANY] * 3})
    assert EventBridgeBus(client, "bus").publish([make_event(number) for number in (1, 2, 3)]) == 1


def test_a_bus_that_does_not_answer_is_unavailable() -> None:
    client, stubber = stubbed("events")
    stubber.add_client_error("put_events", "InternalException")
    with pytest.raises(BusUnavailableError):
        EventBridgeBus(client, "bus").publish([make_event()])


def test_what_was_taken_before_the_bus_broke_off_is_not_sent_again() -> None:
    client, stubber = stubbed("events")
    accepted = {"FailedEntryCount": 0, "Entries": [{"EventId": "e"}] * 10}
    stubber.add_response("put_events", accepted, {"Entries": [ANY] * 10})
    stubber.add_client_error("put_events", "InternalException")
    assert EventBridgeBus(client, "bus").publish([make_event(number) for number in range(1, 13)]) == 10


def test_work_goes_to_the_queue_ten_jobs_at_a_time() -> None:
    client, stubber = stubbed("sqs")
    for count in (10, 6):
        taken = [{"Id": str(n), "MessageId": "m", "MD5OfMessageBody": "x"} for n in range(count)]
        wanted = {"QueueUrl": "https://queue", "Entries": [ANY] * count}
        stubber.add_response("send_message_batch", {"Successful": taken, "Failed": []}, wanted)
    jobs = [ShardJob(shard=shard, now=datetime(2026, 1, 5, tzinfo=UTC)) for shard in range(16)]
    SqsWorkQueue(client, "https://queue").put(jobs)
    stubber.assert_no_pending_responses()


def test_work_that_was_not_taken_is_an_error() -> None:
    job = ShardJob(shard=1, now=datetime(2026, 1, 5, tzinfo=UTC))
    client, stubber = stubbed("sqs")
    refused = {"Id": "0", "SenderFault": False, "Code": "InternalError"}
    stubber.add_response("send_message_batch", {"Successful": [], "Failed": [refused]})
    stubber.add_client_error("send_message_batch", "ServiceUnavailable")
    for _ in range(2):
        with pytest.raises(WorkUnavailableError):
            SqsWorkQueue(client, "https://queue").put([job])


def test_a_mail_goes_out_as_raw_mime() -> None:
    client, stubber = stubbed("sesv2")
    stubber.add_response(
        "send_email",
        {"MessageId": "m"},
        {
            "FromEmailAddress": "a@b.example",
            "Destination": {"ToAddresses": ["c@d.example"]},
            "Content": {"Raw": {"Data": b"raw"}},
            "EmailTags": [{"Name": "delivery", "Value": "1"}],
            "ConfigurationSetName": "reports",
        },
    )
    mailer = SesMailer(client, "reports")
    assert mailer.send(b"raw", "a@b.example", ["c@d.example"], {"delivery": "1"}) == "m"
    stubber.assert_no_pending_responses()


@pytest.mark.parametrize(
    ("code", "error"),
    [
        ("MessageRejected", MailRefusedError),
        ("MailFromDomainNotVerifiedException", MailMisconfiguredError),
        ("SendingPausedException", MailMisconfiguredError),
        ("TooManyRequestsException", MailBusyError),
        ("SomethingNew", MailBusyError),
    ],
)
def test_errors_of_the_mail_service_are_ours(code: str, error: type[Exception]) -> None:
    client, stubber = stubbed("sesv2")
    stubber.add_client_error("send_email", code)
    with pytest.raises(error):
        SesMailer(client).send(b"raw", "a@b.example", ["c@d.example"])


def test_an_address_in_no_network_leaves_it_open_whether_a_mail_went_out() -> None:
    client = boto3.client(
        "sesv2",
        region_name="eu-central-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        endpoint_url="http://127.0.0.1:9",
        config=Config(retries={"max_attempts": 0}, connect_timeout=1),
    )
    with pytest.raises(MailUnavailableError) as caught:
        SesMailer(client).send(b"raw", "a@b.example", ["c@d.example"])
    assert caught.value.may_have_arrived


def test_a_secret_is_read_once() -> None:
    client, stubber = stubbed("secretsmanager")
    stubber.add_response("get_secret_value", {"SecretString": "old new"}, {"SecretId": "arn:aws:x:signing"})
    secrets = SecretsManager(client)
    read: Callable[[], str] = lambda: secrets.get("arn:aws:x:signing")  # noqa: E731
    assert read() == read() == "old new"


def test_a_secret_that_cannot_be_read_is_not_remembered() -> None:
    client, stubber = stubbed("secretsmanager")
    stubber.add_client_error("get_secret_value", "ResourceNotFoundException")
    stubber.add_response("get_secret_value", {"SecretString": "key"}, {"SecretId": "arn:aws:x:signing"})
    secrets = SecretsManager(client)
    with pytest.raises(SecretUnavailableError):
        secrets.get("arn:aws:x:signing")
    assert secrets.get("arn:aws:x:signing") == "key"
