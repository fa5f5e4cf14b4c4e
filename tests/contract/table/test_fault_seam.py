"""The fault seam finds what it is there for: a counter that an SDK's retry counts twice."""

from collections.abc import Callable, Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from moto import mock_aws

from onbrand.adapters.dynamodb.client import DynamoTable
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Key, Put, VersionIs
from onbrand.adapters.memory.ids import SequentialIds
from tests.support.faults import Fault, Faults, FaultyTable, insist
from tests.support.table import TABLE_NAME, create_table

COUNTER = Key("ORG#o", "COUNTER")
EVENT = Key("ORG#o", "EVENT#1")
Count = Callable[[Any], None]


@pytest.fixture
def client() -> Iterator[Any]:
    """A client that retries by itself, as the SDK does unless told otherwise."""
    with mock_aws():
        made: Any = boto3.client
        found = made(
            "dynamodb",
            region_name="eu-central-1",
            aws_access_key_id="testing",
            aws_secret_access_key="testing",
            config=Config(retries={"mode": "standard", "max_attempts": 3}),
        )
        create_table(found)
        yield found


def add(client: Any) -> None:
    """The planted fault: a bare ADD."""
    client.update_item(
        TableName=TABLE_NAME,
        Key={"pk": {"S": COUNTER.pk}, "sk": {"S": COUNTER.sk}},
        UpdateExpression="ADD #n :one",
        ExpressionAttributeNames={"#n": "n"},
        ExpressionAttributeValues={":one": {"N": "1"}},
    )


def put(client: Any) -> None:
    """The house's way: an item of deterministic key and content, counted by being there."""
    table = DynamoTable(client, TABLE_NAME, SequentialIds(), lambda _: None)
    try:
        table.write(Put({"pk": EVENT.pk, "sk": EVENT.sk}, Absent()))
    except ConditionFailed:
        return  # an earlier try has written it


def added(client: Any) -> int:
    found = client.get_item(TableName=TABLE_NAME, Key={"pk": {"S": COUNTER.pk}, "sk": {"S": COUNTER.sk}})
    return int(found.get("Item", {}).get("n", {"N": "0"})["N"])


def were_put(client: Any) -> int:
    return len(DynamoTable(client, TABLE_NAME).query("ORG#o", sk_prefix="EVENT#").items)


def counted(client: Any, operation: str, fault: Fault, count: Count, read: Callable[[Any], int]) -> int:
    """How often one thing was counted although the call met this fault."""
    faults = Faults(client, operation)
    faults.plan(fault)
    insist(lambda: count(client))
    assert faults.sent >= 1, "the seam has seen no call"
    return read(client)


@pytest.mark.parametrize("fault", [Fault.RESPONSE_LOST, Fault.DUPLICATE, Fault.KILLED_AFTER])
def test_a_planted_add_is_caught(client: Any, fault: Fault) -> None:
    assert counted(client, "UpdateItem", fault, add, added) == 2


@pytest.mark.parametrize("fault", [Fault.REQUEST_LOST, Fault.KILLED_BEFORE])
def test_an_add_that_never_arrived_counts_once(client: Any, fault: Fault) -> None:
    assert counted(client, "UpdateItem", fault, add, added) == 1


@pytest.mark.parametrize("fault", Fault)
def test_an_item_of_a_deterministic_key_counts_once_under_every_fault(client: Any, fault: Fault) -> None:
    assert counted(client, "TransactWriteItems", fault, put, were_put) == 1


@pytest.mark.parametrize("fault", Fault)
def test_the_memory_table_meets_the_same_faults(fault: Fault) -> None:
    """A counter that is read and written back is caught there as an ADD is by the client's seam."""
    table = FaultyTable({1: fault})
    table.write(Put({"pk": COUNTER.pk, "sk": COUNTER.sk, "version": 1, "n": 0}, Absent()))

    def naive() -> None:
        found = table.get(COUNTER)
        assert found is not None
        after = {**found, "n": found["n"] + 1, "version": found["version"] + 1}
        table.write(Put(after, VersionIs(found["version"])))

    insist(naive)
    found = table.get(COUNTER)
    assert found is not None
    doubled = fault in (Fault.RESPONSE_LOST, Fault.KILLED_AFTER)
    assert found["n"] == (2 if doubled else 1)
