"""Both implementations of the table, as tests build them: in the process, and DynamoDB by moto."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from onbrand.adapters.dynamodb.client import DynamoTable
from onbrand.adapters.dynamodb.table import Table
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.table import MemoryTable
from onbrand.kernel.ids import Ids

TABLE_NAME = "onbrand"
KEY_NAMES = ("", "gsi1", "gsi2", "gsi3")


def create_table(client: Any, name: str = TABLE_NAME) -> None:
    """The table with its three indexes."""
    keys = {
        prefix: [
            {"AttributeName": f"{prefix}pk", "KeyType": "HASH"},
            {"AttributeName": f"{prefix}sk", "KeyType": "RANGE"},
        ]
        for prefix in KEY_NAMES
    }
    client.create_table(
        TableName=name,
        BillingMode="PAY_PER_REQUEST",
        KeySchema=keys[""],
        AttributeDefinitions=[
            {"AttributeName": f"{prefix}{half}", "AttributeType": "S"}
            for prefix in KEY_NAMES
            for half in ("pk", "sk")
        ],
        GlobalSecondaryIndexes=[
            {"IndexName": prefix, "KeySchema": keys[prefix], "Projection": {"ProjectionType": "ALL"}}
            for prefix in KEY_NAMES[1:]
        ],
    )


def aws_client(service: str) -> Any:
    """A client with made-up credentials whose own retries are off, so that every call is ours."""
    return _session().client(
        service,
        region_name="eu-central-1",
        aws_access_key_id="testing",
        aws_secret_access_key="testing",
        config=Config(retries={"total_max_attempts": 1}),
    )


@cache
def _session() -> boto3.Session:
    """One for all clients, because each session reads the descriptions of AWS's services anew."""
    return boto3.Session()


@contextmanager
def dynamo_table(
    ids: Ids | None = None, pause: Callable[[float], None] = lambda _: None
) -> Iterator[tuple[DynamoTable, Any]]:
    """An empty table in moto, and its client."""
    with mock_aws():
        client = aws_client("dynamodb")
        create_table(client)
        yield DynamoTable(client, TABLE_NAME, ids or SequentialIds(), pause), client


@contextmanager
def table_of(kind: str) -> Iterator[Table]:
    """``memory`` or ``dynamodb``."""
    if kind == "memory":
        yield MemoryTable(SequentialIds())
        return
    with dynamo_table() as (table, _):
        yield table


@pytest.fixture(params=["memory", "dynamodb"])
def table(request: pytest.FixtureRequest) -> Iterator[Table]:
    """Each implementation in turn; import it where a suite wants both."""
    with table_of(request.param) as built:
        yield built
