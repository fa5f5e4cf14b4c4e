"""What watches: alarms on everything that can fail silently, one topic for them, and a dashboard."""

from aws_cdk import Aws, Duration, Stack
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sns as sns
from constructs import Construct

from infra.constructs.dashboard import Dashboard
from infra.stacks.data import DataStack
from infra.stacks.service import ServiceStack
from onbrand.notify import MESSAGE_FAILED, Category

FIVE_MINUTES = Duration.minutes(5)
CALLED_FOR = (Category.SYSTEM, Category.TRANSIENT)


class ObservabilityStack(Stack):
    """Alarms and the dashboard. (A function's log group belongs to the function.)"""

    def __init__(
        self, scope: Construct, construct_id: str, *, data: DataStack, service: ServiceStack
    ) -> None:
        super().__init__(scope, construct_id, description="OnBrand: alarms and dashboard")
        self.topic = self._topic()
        for queue in service.dead_letters:
            path = queue.node.path.removeprefix(f"{service.node.path}/").replace("/", "")
            self._alarm(path, queue.metric_approximate_number_of_messages_visible(statistic="Maximum"))
        machine = service.pipeline.machine
        self._alarm("PipelineFailed", machine.metric_failed())
        self._alarm("PipelineTimedOut", machine.metric_timed_out())
        for function in service.functions:
            name = function.row.camel_name
            self._alarm(f"{name}Errors", function.function.metric_errors())
            self._alarm(f"{name}Throttles", function.function.metric_throttles())
        self._alarm("MessagesFailed", self._failed_messages(service))
        self._alarm("ApiServerErrors", service.api.http_api.metric_server_error(statistic="Sum"))
        Dashboard(self, "Dashboard", data=data, service=service)

    def _failed_messages(self, service: ServiceStack) -> cloudwatch.Metric:
        """Messages that failed for good by our own fault or by the mail service's. A mailbox that is not there is
        no matter for an operator: whoever asked hears of it."""
        sender = next(one for one in service.functions if one.row.name == "send_message")
        pattern = logs.FilterPattern.all(
            logs.FilterPattern.string_value("$.message", "=", MESSAGE_FAILED),
            logs.FilterPattern.any(
                *(logs.FilterPattern.string_value("$.category", "=", one.value) for one in CALLED_FOR)
            ),
        )
        found = logs.MetricFilter(
            self,
            "FailedMessages",
            log_group=sender.log_group,
            filter_pattern=pattern,
            metric_namespace="OnBrand",
            metric_name="MessagesFailed",
        )
        return found.metric(statistic="Sum")

    def _topic(self) -> sns.Topic:
        topic = sns.Topic(self, "Alarms", display_name="OnBrand alarms", enforce_ssl=True)
        # A topic with a policy loses the default one, by which CloudWatch may publish.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        return topic

    def _alarm(self, construct_id: str, metric: cloudwatch.Metric) -> None:
        alarm = cloudwatch.Alarm(
            self,
            construct_id,
            metric=metric.with_(period=FIVE_MINUTES),
            threshold=1,
            evaluation_periods=1,
            comparison_operator=cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD,
            treat_missing_data=cloudwatch.TreatMissingData.NOT_BREACHING,
            alarm_description=f"OnBrand: {construct_id}",
        )
        alarm.add_alarm_action(actions.SnsAction(self.topic))
