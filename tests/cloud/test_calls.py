"""Whose requests to the AWS API are heard of."""

import boto3
import pytest
from botocore.config import Config

from infra.local.aws_server import AwsServer

pytestmark = pytest.mark.cloud


@pytest.mark.parametrize(("caller", "heard"), [({"user_agent_appid": "notify"}, 1), ({}, 0)])
def test_only_functions_wake_who_waits_for_them(caller: dict[str, str], heard: int) -> None:
    server = AwsServer(0)
    try:
        client = boto3.client(
            "dynamodb",
            endpoint_url=server.url,
            region_name="us-east-1",
            aws_access_key_id="local",
            aws_secret_access_key="local",
            config=Config(**caller),
        )
        client.list_tables()
        assert server.calls.wait(0, timeout_s=0 if not heard else 10) == heard
    finally:
        server.close()
