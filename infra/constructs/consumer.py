"""Bus rule (or another function) -> queue -> function, with a dead-letter queue for what cannot be handled."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.access import allow
from infra.constructs.acknowledgement import acknowledge
from infra.constructs.function import AppFunction
from infra.manifest import Function, MailReportTrigger, Queued, QueueTrigger

SOURCE = "onbrand"

# Lambda's advice: a message stays hidden for six times the function's timeout, so that no retry overlaps.
VISIBILITY_TIMEOUTS = 6


def dead_letter_queue(scope: Construct, construct_id: str) -> sqs.Queue:
    """Return a queue that keeps for the longest time SQS has, 14 days."""
    queue = sqs.Queue(
        scope,
        construct_id,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        enforce_ssl=True,
        retention_period=Duration.days(14),
    )
    acknowledge(
        queue, "SQS3", "This is a dead-letter queue itself: of a queue, a rule, a stream or schedules."
    )
    return queue


class WorkQueue(Construct):
    """A queue with a dead-letter queue for the work of ``row``; ``feed`` starts its function."""

    def __init__(self, scope: Construct, row: Function, trigger: Queued) -> None:
        super().__init__(scope, f"{row.camel_name}Queue")
        self._batch_size = trigger.batch_size
        self._max_concurrency = trigger.max_concurrency
        self.dead_letters = dead_letter_queue(self, "DeadLetters")
        self.queue = sqs.Queue(
            self,
            "Queue",
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=True,
            retention_period=Duration.days(4),
            visibility_timeout=Duration.seconds(row.timeout_s * VISIBILITY_TIMEOUTS),
            dead_letter_queue=sqs.DeadLetterQueue(
                queue=self.dead_letters, max_receive_count=trigger.max_receive_count
            ),
        )

    def feed(self, function: AppFunction) -> None:
        """Let the function take from the queue."""
        function.allow(
            allow(["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], self.queue.queue_arn)
        )
        lambda_.EventSourceMapping(
            self,
            "Mapping",
            target=function.function,
            event_source_arn=self.queue.queue_arn,
            batch_size=self._batch_size,
            max_concurrency=self._max_concurrency,
            report_batch_item_failures=True,
        )


class QueueConsumer(WorkQueue):
    """Feeds ``function`` with the events its trigger names."""

    def __init__(
        self,
        scope: Construct,
        function: AppFunction,
        trigger: QueueTrigger,
        *,
        bus: events.EventBus,
        undelivered: sqs.Queue,
    ) -> None:
        super().__init__(scope, function.row, trigger)
        events.Rule(
            self,
            "Rule",
            event_bus=bus,
            event_pattern=events.EventPattern(source=[SOURCE], detail_type=list(trigger.events) or None),
            targets=[targets.SqsQueue(self.queue, dead_letter_queue=undelivered)],
        )
        self.feed(function)


class MailReportConsumer(WorkQueue):
    """Feeds ``function`` with bounces and complaints about mails that went out by ``configuration_set``. SES
    reports to the account's default bus, on which nobody else can speak as ``aws.ses``."""

    def __init__(
        self,
        scope: Construct,
        function: AppFunction,
        trigger: MailReportTrigger,
        *,
        configuration_set: str,
        undelivered: sqs.Queue,
    ) -> None:
        super().__init__(scope, function.row, trigger)
        events.Rule(
            self,
            "Rule",
            event_pattern=events.EventPattern(
                source=["aws.ses"],
                detail={
                    "eventType": ["Bounce", "Complaint"],
                    "mail": {"tags": {"ses:configuration-set": [configuration_set]}},
                },
            ),
            targets=[targets.SqsQueue(self.queue, dead_letter_queue=undelivered)],
        )
        self.feed(function)
