"""The state machine of ``pipelines/content.asl.json``; each ``${State}`` is the function of that name."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Aws, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_logs as logs
from aws_cdk import aws_stepfunctions as stepfunctions
from constructs import Construct

from infra.constructs.access import allow
from infra.constructs.acknowledgement import acknowledge
from infra.constructs.function import RETENTION, AppFunction

DOCUMENT = Path(__file__).resolve().parents[1] / "pipelines" / "content.asl.json"


class Pipeline(Construct):
    """A standard state machine that may call exactly the functions of its states."""

    def __init__(self, scope: Construct, construct_id: str, *, tasks: Mapping[str, AppFunction]) -> None:
        super().__init__(scope, construct_id)
        arns = {state: task.function.function_arn for state, task in tasks.items()}
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("states.amazonaws.com"),
            description="OnBrand: pipeline",
        )
        role.add_to_policy(allow(["lambda:InvokeFunction"], *arns.values()))
        self.machine = stepfunctions.StateMachine(
            self,
            "Machine",
            state_machine_type=stepfunctions.StateMachineType.STANDARD,
            definition_body=stepfunctions.DefinitionBody.from_string(DOCUMENT.read_text()),
            definition_substitutions=arns,
            role=role,
            tracing_enabled=True,
            logs=stepfunctions.LogOptions(
                level=stepfunctions.LogLevel.ALL, include_execution_data=False, destination=self._log_group()
            ),
        )
        acknowledge(
            role,
            "IAM5[Resource::*]",
            "The actions of log delivery and of X-Ray take no resource; they are listed one by one.",
        )

    def _log_group(self) -> logs.LogGroup:
        # The prefix keeps CloudWatch's resource policy short however many state machines an account has.
        return logs.LogGroup(
            self,
            "Logs",
            log_group_name=f"/aws/vendedlogs/states/{Aws.STACK_NAME}-pipeline",
            retention=RETENTION,
            removal_policy=RemovalPolicy.DESTROY,
        )
