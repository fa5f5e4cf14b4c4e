"""A rehearsal of the real deployment: the CDK command line bootstraps and deploys all four stacks to moto.

Honest limits: `--method direct`, because moto's change sets forget a stack's exports; moto skips routes,
schedules, alarms and the policies of buckets, queues and topics (it says CREATE_COMPLETE); the models of four
types that others refer to come from `tests.support.deploy_target`. What this shows: the assembly is one that
the command line accepts, its assets can be published, its stacks are created in this order, and their
references meet.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.app import STACKS
from infra.manifest import FUNCTIONS
from infra.node import cdk_command, node_environment

REGION = "us-east-1"
ACCOUNT = "123456789012"

pytestmark = [
    pytest.mark.cloud,
    pytest.mark.timeout(600),
]


@pytest.fixture(scope="module")
def endpoint() -> Iterator[str]:
    """moto in a process of its own; by name, for it reads templates only from addresses with localhost."""
    command = [sys.executable, "-c", "from tests.support.deploy_target import main; main()"]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as server:
        assert server.stdout is not None and server.stdin is not None
        yield f"http://localhost:{int(server.stdout.readline())}"
        server.stdin.close()


def cdk(endpoint: str, home: Path, *arguments: str) -> None:
    keep = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "CDK_"))}
    settings = {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_CONFIG_FILE": str(home / "config"),
        "AWS_SHARED_CREDENTIALS_FILE": str(home / "credentials"),
        "CDK_HOME": str(home / "cdk"),
        "CI": "true",
    }
    done = subprocess.run(
        cdk_command([*arguments, "--no-notices", "--no-color"]),
        env={**node_environment(keep), **settings},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=400,
        check=False,
    )
    assert done.returncode == 0, f"cdk {arguments[0]}:\n{done.stdout[-4000:]}\n{done.stderr[-8000:]}"


def client(name: str, endpoint: str) -> Any:
    return boto3.client(
        name,
        endpoint_url=endpoint,
        region_name=REGION,
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def outputs(cloudformation: Any, stack: str) -> dict[str, str]:
    (described,) = cloudformation.describe_stacks(StackName=stack)["Stacks"]
    assert described["StackStatus"] == "CREATE_COMPLETE"
    return {output["OutputKey"]: output["OutputValue"] for output in described.get("Outputs", ())}


def test_the_real_cdk_deploys_every_stack(endpoint: str, outdir: Path, tmp_path: Path) -> None:
    cdk(endpoint, tmp_path, "bootstrap", f"aws://{ACCOUNT}/{REGION}")
    cdk(
        endpoint,
        tmp_path,
        "deploy",
        "--all",
        "--app",
        str(outdir),
        "--require-approval",
        "never",
        "--method",
        "direct",
    )

    cloudformation = client("cloudformation", endpoint)
    data, identity, service, _ = (outputs(cloudformation, stack) for stack in STACKS)
    table = client("dynamodb", endpoint).describe_table(TableName=data["TableName"])["Table"]
    assert {index["IndexName"] for index in table["GlobalSecondaryIndexes"]} == {"gsi1", "gsi2", "gsi3"}
    client("s3", endpoint).head_bucket(Bucket=data["AssetsBucketName"])
    functions = client("lambda", endpoint).list_functions(MaxItems=100)["Functions"]
    deployed = {function["Handler"] for function in functions}
    assert deployed == {f"functions.{row.name}.handler.handler" for row in FUNCTIONS}
    client("cognito-idp", endpoint).describe_user_pool(UserPoolId=identity["UserPoolId"])
    machines = client("stepfunctions", endpoint).list_state_machines()["stateMachines"]
    assert service["PipelineArn"] in {machine["stateMachineArn"] for machine in machines}
