"""People and organizations over both tables."""

from collections.abc import Iterator

import pytest

from onbrand.adapters.dynamodb.identity import DynamoIdentityRepository
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.identity import Organizations, People
from tests.contract.identity.house import House
from tests.support.table import table_of


@pytest.fixture(params=["memory", "dynamodb"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    with table_of(request.param) as table:
        repository = DynamoIdentityRepository(table)
        clock, ids = FrozenClock(), SequentialIds(1000)
        yield House(table, People(repository, clock, ids), Organizations(repository, clock, ids), repository)
