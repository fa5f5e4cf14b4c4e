"""Every asynchronous edge: a dead-letter queue, an alarm on it, partial failures reported."""

import json
from typing import Any

from infra.manifest import FUNCTIONS, MailReportTrigger, QueueTrigger, ScheduleTrigger, WorkTrigger
from onbrand.notify import MESSAGE_FAILED
from tests.support.templates import Assembly, Resource


def target(reference: Any) -> str:
    """The logical id that a GetAtt of the same stack names."""
    return reference["Fn::GetAtt"][0]


def dead_letters(assembly: Assembly) -> set[str]:
    """Queues that some queue, rule, stream or schedule hands its failures to."""
    found: set[str] = set()
    for item in assembly.all():
        match item.type:
            case "AWS::SQS::Queue" if "RedrivePolicy" in item.properties:
                found.add(target(item.properties["RedrivePolicy"]["deadLetterTargetArn"]))
            case "AWS::Events::Rule":
                found |= {target(aim["DeadLetterConfig"]["Arn"]) for aim in item.properties["Targets"]}
            case "AWS::Scheduler::Schedule":
                found.add(target(item.properties["Target"]["DeadLetterConfig"]["Arn"]))
            case "AWS::Lambda::EventSourceMapping" if "DestinationConfig" in item.properties:
                found.add(target(item.properties["DestinationConfig"]["OnFailure"]["Destination"]))
    return found


def mappings(assembly: Assembly) -> list[Resource]:
    return list(assembly.all("AWS::Lambda::EventSourceMapping"))


def test_every_queue_has_a_dead_letter_queue_or_is_one(assembly: Assembly) -> None:
    queues = {queue.logical_id: queue for queue in assembly.all("AWS::SQS::Queue")}
    without = {name for name, queue in queues.items() if "RedrivePolicy" not in queue.properties}
    assert without == dead_letters(assembly)
    assert len(queues) - len(without) == len(
        [row for row in FUNCTIONS if isinstance(row.trigger, QueueTrigger | WorkTrigger | MailReportTrigger)]
    )


def test_every_dead_letter_queue_has_an_alarm_that_tells_someone(assembly: Assembly) -> None:
    outputs = assembly.templates["OnBrandService"]["Outputs"].values()
    names = {output["Export"]["Name"]: output["Value"] for output in outputs if "Export" in output}
    watched = set()
    for alarm in assembly.all("AWS::CloudWatch::Alarm"):
        for dimension in alarm.properties.get("Dimensions", ()):
            if dimension["Name"] == "QueueName":
                assert alarm.properties["MetricName"] == "ApproximateNumberOfMessagesVisible"
                watched.add(target(names[dimension["Value"]["Fn::ImportValue"]]))
        assert alarm.properties["AlarmActions"]
    assert watched == dead_letters(assembly)


def test_every_mapping_reports_partial_failures(assembly: Assembly) -> None:
    assert mappings(assembly)
    assert all(
        item.properties["FunctionResponseTypes"] == ["ReportBatchItemFailures"] for item in mappings(assembly)
    )


def test_the_stream_hands_on_inserted_events_and_gives_up_into_a_queue(assembly: Assembly) -> None:
    stream = assembly.one("AWS::Lambda::EventSourceMapping", "PublishEventsStream").properties
    (criterion,) = stream["FilterCriteria"]["Filters"]
    assert criterion["Pattern"] == '{"eventName":["INSERT"],"dynamodb":{"NewImage":{"type":{"S":["event"]}}}}'
    assert stream["BisectBatchOnFunctionError"] is True
    assert 0 < stream["MaximumRetryAttempts"] < 100
    assert target(stream["DestinationConfig"]["OnFailure"]["Destination"]) in dead_letters(assembly)


def test_a_message_stays_hidden_longer_than_its_function_may_run(assembly: Assembly) -> None:
    for row in FUNCTIONS:
        if isinstance(row.trigger, QueueTrigger | WorkTrigger | MailReportTrigger):
            queue = assembly.one("AWS::SQS::Queue", f"{row.camel_name}Queue/Queue").properties
            assert queue["VisibilityTimeout"] == 6 * row.timeout_s
            assert queue["RedrivePolicy"]["maxReceiveCount"] == row.trigger.max_receive_count


def test_what_comes_in_many_messages_at_once_is_handled_a_few_at_a_time(assembly: Assembly) -> None:
    for row in FUNCTIONS:
        if isinstance(row.trigger, QueueTrigger):
            mapping = assembly.one("AWS::Lambda::EventSourceMapping", f"{row.camel_name}Queue").properties
            limit = mapping.get("ScalingConfig", {}).get("MaximumConcurrency")
            assert limit == row.trigger.max_concurrency
            assert (limit is not None) == (row.name == "rescore_request")


def test_a_consumer_hears_the_events_that_its_row_names(assembly: Assembly) -> None:
    for row in FUNCTIONS:
        if isinstance(row.trigger, QueueTrigger):
            pattern = assembly.one("AWS::Events::Rule", f"{row.camel_name}Queue").properties["EventPattern"]
            assert pattern["source"] == ["onbrand"]
            assert tuple(pattern.get("detail-type", ())) == row.trigger.events


def test_what_the_mail_service_reports_reaches_its_consumer(assembly: Assembly) -> None:
    pattern = assembly.one("AWS::Events::Rule", "MailFeedbackQueue").properties["EventPattern"]
    assert (pattern["source"], pattern["detail"]["eventType"]) == (["aws.ses"], ["Bounce", "Complaint"])
    (wanted,) = pattern["detail"]["mail"]["tags"]["ses:configuration-set"]
    made = assembly.one("AWS::SES::ConfigurationSet", "MailReports")
    assert wanted == {"Ref": made.logical_id}
    destination = assembly.one("AWS::SES::ConfigurationSetEventDestination", "MailReports").properties
    assert destination["EventDestination"]["MatchingEventTypes"] == ["bounce", "complaint"]
    for row in FUNCTIONS:
        if row.sends_mail:
            function = assembly.one("AWS::Lambda::Function", row.camel_name).properties
            assert function["Environment"]["Variables"]["MAIL_CONFIGURATION_SET"] == wanted


def test_a_schedule_tells_its_function_the_time(assembly: Assembly) -> None:
    for row in FUNCTIONS:
        if isinstance(row.trigger, ScheduleTrigger):
            schedule = assembly.one("AWS::Scheduler::Schedule", f"{row.camel_name}Schedule").properties
            assert schedule["ScheduleExpression"] == row.trigger.expression
            assert schedule["Target"]["Input"] == '{"time": "<aws.scheduler.scheduled-time>"}'


def test_failures_of_functions_and_of_the_pipeline_have_alarms(assembly: Assembly) -> None:
    alarms = list(assembly.all("AWS::CloudWatch::Alarm"))
    names = [alarm.properties["MetricName"] for alarm in alarms]
    assert names.count("Errors") == names.count("Throttles") == len(FUNCTIONS)
    assert {"ExecutionsFailed", "ExecutionsTimedOut", "5xx"} <= set(names)


def test_messages_that_failed_for_good_by_our_own_fault_ring(assembly: Assembly) -> None:
    (found,) = assembly.all("AWS::Logs::MetricFilter")
    words = found.properties["FilterPattern"]
    assert f'$.message = "{MESSAGE_FAILED}"' in words
    assert '$.category = "system"' in words and '$.category = "transient"' in words
    assert '"adapter"' not in words and '"validation"' not in words
    assert "SendMessage" in json.dumps(found.properties["LogGroupName"])
    (metric,) = found.properties["MetricTransformations"]
    ringing = [
        alarm.properties
        for alarm in assembly.all("AWS::CloudWatch::Alarm")
        if alarm.properties["MetricName"] == metric["MetricName"]
    ]
    assert [one["Namespace"] for one in ringing] == [metric["MetricNamespace"]]
    assert ringing[0]["AlarmActions"]


def test_alarms_may_publish_to_their_topic(assembly: Assembly) -> None:
    (policy,) = assembly.all("AWS::SNS::TopicPolicy")
    statements = policy.properties["PolicyDocument"]["Statement"]
    granted = [item for item in statements if item["Effect"] == "Allow"]
    assert [item["Principal"] for item in granted] == [{"Service": "cloudwatch.amazonaws.com"}]
