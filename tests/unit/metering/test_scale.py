"""What closing a day costs grows with its rows and with nothing else."""

from datetime import UTC, datetime, timedelta

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import to_item
from onbrand.adapters.dynamodb.table import Absent, Put
from tests.bench.usage import ORGANIZATIONS, calls, peak_mb, rows_of
from tests.support.accounting import Accounting

NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)
NIGHT = datetime(2026, 1, 5, 1, 15, tzinfo=UTC)


def units_of(rows: int, known_days: int = 2) -> float:
    """Units of closing one day with so many rows, after so many days that are closed."""
    world = Accounting()
    world.found("org", at=NOON - timedelta(days=known_days))
    world.close(at=NIGHT - timedelta(days=1))
    for row in calls("org", 1, rows):
        key = keys.metering.ledger("org", row.requested_at, row.provider, row.id)
        world.table.write(Put(to_item(key, "ledger_call", row), Absent()))
    world.move(NIGHT)
    with world.table.metered() as units:
        assert world.close().closed == 1
    assert sum(one.total for one in world.summaries.usage("org", NOON.date(), NOON.date())) == rows
    return units.read + units.write


def test_ten_times_the_rows_cost_at_most_ten_and_a_half_times_the_units() -> None:
    assert units_of(1500) / units_of(150) <= 10.5


def test_the_memory_of_closing_a_day_does_not_grow_with_its_rows() -> None:
    one, two = (
        peak_mb(20_000),
        peak_mb(80_000),
    )  # the busiest organization has 844 calls, and 3,375
    assert two < 2 * one < 8


def test_what_was_closed_long_ago_costs_nothing() -> None:
    assert units_of(50, known_days=60) == units_of(50)


def test_an_organization_with_nothing_due_costs_three_reads() -> None:
    world = Accounting()
    world.found()
    world.close(at=NIGHT)
    with world.table.metered() as units:
        assert world.close().closed == 0
    assert (units.read, units.write) == (3, 0)


def test_the_measured_day_has_the_rows_that_were_asked_for() -> None:
    total = sum(rows_of(number, 100_000) for number in range(ORGANIZATIONS))
    assert abs(total - 100_000) < ORGANIZATIONS
