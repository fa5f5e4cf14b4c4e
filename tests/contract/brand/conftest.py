"""Brands over both tables."""

from collections.abc import Iterator

import pytest

from onbrand.adapters.dynamodb.brand import DynamoBrandRepository
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.objects import MemoryObjects
from onbrand.brand import BrandAssets, BrandLibrary, Brands, Templates, Uploads
from tests.contract.brand.studio import FirstBytes, Studio
from tests.support.table import table_of


@pytest.fixture(params=["memory", "dynamodb"])
def studio(request: pytest.FixtureRequest) -> Iterator[Studio]:
    with table_of(request.param) as table:
        repository = DynamoBrandRepository(table)
        clock, ids, objects = FrozenClock(), SequentialIds(1000), MemoryObjects()
        yield Studio(
            table,
            Brands(repository, clock, ids),
            Templates(repository, clock, ids),
            BrandAssets(repository, objects, clock, ids),
            Uploads(repository, objects, FirstBytes(), clock, ids),
            BrandLibrary(repository),
            objects,
        )
