"""Shards of limits in both tables, and faults of the network between us and DynamoDB."""

import pytest

from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.adapters.dynamodb.table import Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.kernel.errors import Unavailable
from onbrand.kernel.limits import RateLimitedError, Window
from onbrand.metering import ProviderLimits, RateLimiter
from onbrand.metering.errors import ShardMovedError
from onbrand.metering.rates import Shard
from tests.support.faults import Fault, Faults, Killed
from tests.support.table import dynamo_table, table

__all__ = ["table"]
LIMITS = ProviderLimits(provider="p", windows=(Window(calls=20, seconds=60),))


def test_a_shard_is_written_once_a_version(table: Table) -> None:
    rates = TableRates(table)
    before = rates.read("p", "00")
    assert before == Shard()
    rates.write("p", "00", before.counted([LIMITS.windows[0]], 5_000, 3), 60)
    with pytest.raises(ShardMovedError):
        rates.write("p", "00", before, 60)
    after = rates.read("p", "00")
    assert (after.version, after.used(LIMITS.windows[0])) == (1, 3)
    assert rates.read("p", "01") == rates.read("p", "00", "org") == Shard()


def test_takers_get_what_there_is_and_the_rest_wait(table: Table) -> None:
    limiter = RateLimiter(TableRates(table), FrozenClock(), LIMITS)
    granted = 0
    for number in range(12):
        try:
            granted += limiter.take(organization_id="org", permit_id=str(number), calls=2).calls
        except RateLimitedError:
            continue
    assert granted == 20


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_on_the_way_takes_nothing_twice(fault: Fault) -> None:
    with dynamo_table() as (table, client):
        faults = Faults(client, "PutItem"), Faults(client)
        limiter = RateLimiter(TableRates(table), FrozenClock(), LIMITS)
        for one in faults:
            one.plan(fault)
        for _ in range(3):
            try:
                limiter.take(organization_id="org", permit_id="request.0", calls=4)
            except (Unavailable, Killed):
                continue
        assert any(one.sent for one in faults)
        held = [hold for part in ("00", "01") for hold in TableRates(table).read("p", part).holds]
        assert [hold.calls for hold in held] == [4]
