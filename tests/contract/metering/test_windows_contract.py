"""Windows and sums in both tables; and in DynamoDB, calls that get lost at any write of it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.metering import fact_item
from onbrand.adapters.dynamodb.table import Absent, Put, Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.kernel.calls import CallOutcome
from onbrand.metering import SHARDS, Dimension, HeldElsewhereError
from tests.support.accounting import Accounting, call, fact, totals
from tests.support.faults import Fault, Faults, insist
from tests.support.table import dynamo_table, table

__all__ = ["table"]
DAY = date(2026, 1, 4)
NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)
NIGHT = datetime(2026, 1, 5, 1, 15, tzinfo=UTC)


def test_a_day_is_summed_with_everything_that_it_comes_to(table: Table) -> None:
    world = Accounting(table)
    world.found("org", at=NOON)
    world.move(NOON)
    world.record(call("org", 1, tokens_used=3))
    world.record(call("org", 2, status=404, response_time_ms=30))
    world.tell(fact("org", 1, findings=("margins",), components={"logo": Decimal("0.71")}))
    assert world.close(at=NIGHT).closed == 2
    ((_, provider, total, successful, failed, cost, average, p95, tokens),) = totals(world, "org", DAY, DAY)
    assert (provider, total, successful, failed, cost) == ("freepik", 2, 1, 1, 2000)
    assert (average, p95, tokens) == (Decimal(20), 30, 3)
    for dimension, subject in (("brand", "brand"), ("template", "template"), ("author", "author")):
        kind = Dimension(dimension)
        (one,) = world.summaries.compliance("org", kind, subject, DAY, DAY)
        assert (one.assets, one.score.total, one.findings) == (1, Decimal("0.9"), {"margins": 1})
        assert list(world.summaries.compliance_of_all("org", kind, DAY, DAY)) == [one]
    (week,) = world.summaries.weeks("org", "brand", date(2025, 12, 29), DAY)
    assert week.date == date(2025, 12, 29)
    assert world.windows.windows("org", DAY, DAY)[0].summed_at == NIGHT
    assert world.windows.progress("org").held_until is None


def test_only_one_can_hold_an_organization(table: Table) -> None:
    world = Accounting(table)
    seen = world.windows.progress("org")
    world.windows.hold(seen, NIGHT)
    with pytest.raises(HeldElsewhereError):
        world.windows.hold(seen, NIGHT)


def test_more_sums_than_fit_into_one_write_are_all_there(table: Table) -> None:
    world = Accounting(table)
    world.found("org", at=NOON)
    world.move(NOON)
    facts = [
        fact("org", number, brand_id=f"brand-{number:02d}", template_id=f"template-{number % 7}")
        for number in range(45)
    ]
    table.write(*(Put(fact_item(one), Absent()) for one in facts))
    world.close(at=NIGHT)
    assert len(world.summaries.compliance_of_all("org", Dimension.BRAND, DAY, DAY)) == 45
    templates = world.summaries.compliance_of_all("org", Dimension.TEMPLATE, DAY, DAY)
    assert sum(one.assets for one in templates) == 45
    assert len(templates) == 7


def test_the_list_of_organizations_is_read_shard_by_shard(table: Table) -> None:
    world = Accounting(table)
    for number in range(5):
        world.found(f"org-{number}")
    assert len(keys.identity.organization_shards()) == SHARDS
    found = [name for shard in range(SHARDS) for name in world.windows.tenants(shard)]
    assert sorted(found) == [f"org-{number}" for number in range(5)]


def closed_twice(table: Table, name: str) -> None:
    """A day with a call is closed, a late call comes, the day is closed again; every step until it comes through."""
    world = Accounting(table, FrozenClock(NOON))
    insist(lambda: world.found(name, at=NOON))
    row, late = call(name), call(name, 2)
    pending = row.model_copy(update={"outcome": CallOutcome.PENDING, "status": None})
    insist(lambda: world.ledger.begin(pending))
    insist(lambda: world.ledger.settle(row))
    insist(lambda: world.close(name, NIGHT), world.let_lease_end)
    world.move(NIGHT + timedelta(hours=1))
    insist(lambda: world.ledger.settle(late))
    insist(lambda: world.close(name), world.let_lease_end)
    assert [of[2:6] for of in totals(world, name, DAY, DAY)] == [(2, 2, 0, 2000)]
    assert world.windows.marks(name, 9) == []


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_at_every_fourth_write_to_dynamodb_changes_nothing(fault: Fault) -> None:
    with dynamo_table() as (table, client):
        faults = Faults(client)
        for offset in range(4):
            faults.plan(*([""] * offset + [fault, "", "", ""] * 20))
            closed_twice(table, f"org-{offset}")
