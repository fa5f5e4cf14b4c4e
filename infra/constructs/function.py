"""One Lambda of the manifest with a role, a log group and an asset of its own."""

from pathlib import Path

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.access import Resources, allow, environment, statements, wildcards
from infra.constructs.acknowledgement import acknowledge
from infra.constructs.bundle import bundle
from infra.constructs.layers import ARCHITECTURE, PROJECT, RUNTIME, Layers
from infra.manifest import Function

RETENTION = logs.RetentionDays.THREE_MONTHS


class MissingFunctionError(FileNotFoundError):
    """A manifest row has no handler in ``functions/``."""


class AppFunction(Construct):
    """The function of ``row``; raises MissingFunctionError when its folder is missing."""

    def __init__(self, scope: Construct, row: Function, *, layers: Layers, resources: Resources) -> None:
        super().__init__(scope, row.camel_name)
        self.row = row
        self.log_group = logs.LogGroup(
            self, "Logs", retention=RETENTION, removal_policy=RemovalPolicy.DESTROY
        )
        self.role = self._role(resources)
        with bundle(function_files(PROJECT / "functions", row.name)) as directory:
            self.function = lambda_.Function(
                self,
                "Function",
                description=row.purpose,
                code=lambda_.Code.from_asset(str(directory)),
                handler=f"functions.{row.name}.handler.handler",
                runtime=RUNTIME,
                architecture=ARCHITECTURE,
                layers=layers.of(row.layers),
                memory_size=row.memory_mb,
                timeout=Duration.seconds(row.timeout_s),
                environment=environment(row, resources),
                log_group=self.log_group,
                role=self.role,
            )
        acknowledge(
            self.function, "L1", "Layers hold binaries of the version that the product is tested with, 3.13."
        )

    def allow(self, *granted: iam.PolicyStatement) -> None:
        """Add what the function's trigger needs of its role."""
        for statement in granted:
            self.role.add_to_policy(statement)

    def _role(self, resources: Resources) -> iam.Role:
        role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"OnBrand: {self.row.name}",
        )
        role.add_to_policy(allow(["logs:CreateLogStream", "logs:PutLogEvents"], self.log_group.log_group_arn))
        for statement in statements(self.row, resources):
            role.add_to_policy(statement)
        for finding, reason in wildcards(self.row, resources).items():
            acknowledge(role, finding, reason)
        return role


def function_files(functions: Path, name: str) -> dict[str, Path]:
    """Return what the asset of a function holds, by path inside of it; raises MissingFunctionError."""
    folder = functions / name
    if not (folder / "handler.py").is_file():
        raise MissingFunctionError(
            f"the manifest has a row {name!r}, but there is no functions/{name}/handler.py"
        )
    return {"functions/__init__.py": functions / "__init__.py", f"functions/{name}": folder}
