"""Table stream -> function: inserted event items, in order; what cannot be handled goes to a queue."""

from aws_cdk import Duration
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.access import allow, key_use
from infra.constructs.acknowledgement import acknowledge
from infra.constructs.consumer import dead_letter_queue
from infra.constructs.function import AppFunction
from infra.manifest import StreamTrigger

RETRIES = 10

# How cdk-nag writes the wildcard: the name of the export in the template.
_STREAMS = "OnBrandData:ExportsOutputFnGetAttTableCD117FA1ArnE2C8C204/stream"


class StreamConsumer(Construct):
    """Feeds ``function`` with inserted items whose ``type`` is ``event``."""

    def __init__(
        self,
        scope: Construct,
        function: AppFunction,
        trigger: StreamTrigger,
        *,
        table: dynamodb.Table,
        key: kms.Key,
    ) -> None:
        super().__init__(scope, f"{function.row.camel_name}Stream")
        self.dead_letters = dead_letter_queue(self, "DeadLetters")
        stream = table.table_stream_arn or ""
        every_stream = f"{table.table_arn}/stream/*"
        function.allow(
            allow(["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"], stream),
            allow(["dynamodb:ListStreams"], every_stream),
            key_use(key, ("kms:Decrypt",), "dynamodb"),
            allow(["sqs:SendMessage"], self.dead_letters.queue_arn),
        )
        acknowledge(
            function.role, f"IAM5[Resource::{_STREAMS}/*]", "Lambda lists the streams of the one table."
        )
        mapping = lambda_.EventSourceMapping(
            self,
            "Mapping",
            target=function.function,
            event_source_arn=stream,
            starting_position=lambda_.StartingPosition.TRIM_HORIZON,
            batch_size=trigger.batch_size,
            bisect_batch_on_error=True,
            retry_attempts=RETRIES,
            max_record_age=Duration.hours(12),
            report_batch_item_failures=True,
            filters=[
                lambda_.FilterCriteria.filter(
                    {"eventName": ["INSERT"], "dynamodb": {"NewImage": {"type": {"S": ["event"]}}}}
                )
            ],
        )
        # (sources.SqsDlq would grant more than sending.)
        resource = mapping.node.default_child
        assert isinstance(resource, lambda_.CfnEventSourceMapping)  # noqa: S101 - narrows what CDK declares as IConstruct
        resource.destination_config = lambda_.CfnEventSourceMapping.DestinationConfigProperty(
            on_failure=lambda_.CfnEventSourceMapping.OnFailureProperty(
                destination=self.dead_letters.queue_arn
            )
        )
