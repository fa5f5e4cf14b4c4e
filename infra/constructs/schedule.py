"""EventBridge Scheduler -> function, told the time it stands for: late or repeated, it does the same work."""

import json

from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.access import allow
from infra.constructs.function import AppFunction
from infra.manifest import ScheduleTrigger

# Scheduler replaces the word by the time of the run, ISO 8601 in UTC.
INPUT = json.dumps({"time": "<aws.scheduler.scheduled-time>"})


class FunctionSchedule(Construct):
    """Calls ``function`` by its trigger's expression.

    (L1, because the L2 target grants ``<function>:*``.)
    """

    def __init__(
        self, scope: Construct, function: AppFunction, trigger: ScheduleTrigger, *, dead_letters: sqs.Queue
    ) -> None:
        super().__init__(scope, f"{function.row.camel_name}Schedule")
        target = function.function.function_arn
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com"),
            description=f"OnBrand: calls {function.row.name}",
        )
        role.add_to_policy(allow(["lambda:InvokeFunction"], target))
        role.add_to_policy(allow(["sqs:SendMessage"], dead_letters.queue_arn))
        schedule = scheduler.CfnSchedule(
            self,
            "Schedule",
            description=function.row.purpose,
            schedule_expression=trigger.expression,
            schedule_expression_timezone=trigger.time_zone,
            flexible_time_window=scheduler.CfnSchedule.FlexibleTimeWindowProperty(mode="OFF"),
            target=scheduler.CfnSchedule.TargetProperty(
                arn=target,
                role_arn=role.role_arn,
                input=INPUT,
                dead_letter_config=scheduler.CfnSchedule.DeadLetterConfigProperty(arn=dead_letters.queue_arn),
                retry_policy=scheduler.CfnSchedule.RetryPolicyProperty(
                    maximum_event_age_in_seconds=3600, maximum_retry_attempts=3
                ),
            ),
        )
        schedule.node.add_dependency(role)
