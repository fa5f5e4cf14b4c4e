"""Closing days: claimed, caught up, corrected; nothing is lost or doubled at whatever write a worker dies."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Delete, Present
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.metering import AggregationIncompleteError, HeldElsewhereError, MixedCurrenciesError
from onbrand.metering.ports import DaySums
from onbrand.metering.sums import sum_calls
from onbrand.metering.windows import WindowState
from tests.support.accounting import Accounting, call, fact, totals
from tests.support.faults import Fault, FaultyTable, insist

DAY = date(2026, 1, 4)
NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)
NEXT_NIGHT = datetime(2026, 1, 5, 1, 15, tzinfo=UTC)
LATER = datetime(2026, 1, 9, 1, 15, tzinfo=UTC)


def story(world: Accounting) -> None:
    """A day with calls of two providers and a fact, closed; a late call; closed again, with another day that nothing
    late will mend."""
    world.move(NOON)
    for number, provider in enumerate(("freepik", "freepik", "ses"), 1):
        row = call("org", number, provider=provider)
        insist(lambda row=row: world.ledger.begin(pending(row)))
        insist(lambda row=row: world.ledger.settle(row))
    insist(lambda: tell_once(world))
    insist(lambda: world.close(at=NEXT_NIGHT), world.let_lease_end)
    world.move(NEXT_NIGHT + timedelta(hours=1))
    late = call("org", 9, tokens_used=7)
    insist(lambda: world.ledger.begin(pending(late)))
    insist(lambda: world.ledger.settle(late))
    world.move(NOON + timedelta(days=2))
    punctual = call("org", 11, requested_at=world.clock.now())
    insist(lambda: world.ledger.settle(punctual))
    insist(lambda: world.close(at=LATER), world.let_lease_end)
    world.let_lease_end()
    world.close()


def tell_once(world: Accounting) -> None:
    """As with its event: once."""
    key = keys.metering.fact("org", NOON, "event-1")
    if world.table.get(key) is None:
        world.tell(fact())


def pending(row: ApiCall) -> ApiCall:
    return row.model_copy(update={"outcome": CallOutcome.PENDING, "status": None})


def outcome(world: Accounting) -> tuple[Any, ...]:
    summaries = world.summaries
    return (
        totals(world, "org", date(2026, 1, 1), date(2026, 1, 8)),
        [(one.brand_id, one.provider, one.total) for one in summaries.spend("org", DAY, DAY)],
        [one.assets for one in summaries.weeks("org", "brand", date(2025, 12, 29), DAY)],
        world.windows.progress("org").last_day,
        world.windows.marks("org", 10),
    )


def told(faults: dict[int, Fault]) -> Accounting:
    world = Accounting(FaultyTable())
    world.found()
    world.table.faults, world.table.written = dict(faults), 0
    story(world)
    return world


CLEAN = told({})
WRITES = CLEAN.table.written


def test_the_story_without_faults() -> None:
    days, spend, weeks, last_day, marks = outcome(CLEAN)
    assert [(of[0], of[1], of[2], of[-1]) for of in days] == [
        (DAY, "freepik", 3, 7),
        (DAY, "ses", 1, 0),
        (DAY + timedelta(days=2), "freepik", 1, 0),
    ]
    assert spend == [("brand", "freepik", 3), ("brand", "ses", 1)]
    assert (weeks, last_day, marks) == ([1], date(2026, 1, 8), [])
    assert WRITES >= 20


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_at_any_write_changes_nothing(fault: Fault) -> None:
    for number in range(WRITES):
        assert outcome(told({number: fault})) == outcome(CLEAN), number


def test_a_worker_that_was_overtaken_cannot_write() -> None:
    world = Accounting()
    world.found()
    world.move(NOON)
    world.record(call())
    world.move(NEXT_NIGHT)
    held = world.windows.hold(world.windows.progress("org"), NEXT_NIGHT + timedelta(minutes=15))
    with pytest.raises(HeldElsewhereError):
        world.close()
    world.let_lease_end()
    assert world.close().closed > 0
    window = world.windows.windows("org", DAY, DAY)[0]
    with pytest.raises(HeldElsewhereError):
        world.windows.commit(held, held.past(window), window, DaySums())
    with pytest.raises(HeldElsewhereError):
        world.windows.mark(held, window)
    assert len(totals(world, "org", DAY, DAY)) == 1


def test_a_mark_that_is_set_again_meanwhile_stays() -> None:
    world = Accounting()
    world.found()
    world.close(at=LATER)
    world.record(call())
    marks = world.windows.marks("org", 10)
    world.ledger.settle(call("org", 1, status=503))
    world.windows.forget(marks)
    assert [mark.id for mark in world.windows.marks("org", 10)] == [marks[0].id]
    assert world.close().corrected == 1
    assert world.windows.marks("org", 10) == []
    assert totals(world, "org", DAY, DAY)[0][3] == 0


def test_an_outage_is_caught_up_from_the_last_closed_day() -> None:
    world = Accounting()
    world.found()
    assert world.close(at=NEXT_NIGHT).closed == 5
    for days in range(1, 8):
        world.record(call("org", days, requested_at=NOON + timedelta(days=days)))
    assert world.close(at=NEXT_NIGHT + timedelta(days=8)).closed == 8
    assert [of[2] for of in totals(world, "org", DAY, date(2026, 1, 20))] == [1] * 7
    assert world.close().closed == 0


def test_what_is_not_over_by_the_clock_is_not_closed_whatever_the_schedule_says() -> None:
    world = Accounting()
    world.found()
    world.move(NOON)
    world.closer.close("org", NOON + timedelta(days=40))
    assert world.windows.progress("org").last_day == date(2026, 1, 3)


def test_one_organizations_poison_stops_neither_the_others_nor_its_own_next_days() -> None:
    world = Accounting()
    names = [f"org-{number}" for number in range(6)]
    for name in names:
        world.found(name)
    world.move(NOON)
    for name in names:
        world.record(call(name))
    world.poison("org-3", NOON)
    for name in names:
        world.record(call(name, 2, requested_at=NOON + timedelta(days=1)))
    world.move(NEXT_NIGHT + timedelta(days=1))

    def run() -> list[str]:
        reported = []
        for shard in range(16):
            try:
                world.closer.close_shard(shard, world.clock.now())
            except AggregationIncompleteError as error:
                reported.append(error.detail)
        return reported

    (report,) = run()
    assert "org-3" in report and "2026-01-04" in report
    for name in names:
        expected = [5] if name == "org-3" else [4, 5]
        assert [of[0].day for of in totals(world, name, DAY, date(2026, 1, 6))] == expected
    assert [one.state for one in world.windows.windows("org-3", DAY, date(2026, 1, 5))] == [
        WindowState.TROUBLED,
        WindowState.CLOSED,
    ]
    assert len(run()) == 1  # tried again, and told again
    key = keys.metering.ledger("org-3", NOON, "freepik", "poison")
    world.table.write(Delete(key, Present()))
    assert run() == []
    assert [of[0].day for of in totals(world, "org-3", DAY, date(2026, 1, 6))] == [4, 5]
    assert run() == []


def test_costs_of_different_currencies_are_trouble_and_never_a_sum() -> None:
    world = Accounting()
    world.found()
    world.move(NOON)
    world.record(call("org", 1))
    world.record(call("org", 2, cost={"amount": "1", "currency": "USD"}))
    with pytest.raises(AggregationIncompleteError, match="EUR and USD"):
        world.close(at=NEXT_NIGHT)
    mixed = list(world.rows.calls("org", NOON, NEXT_NIGHT))
    with pytest.raises(MixedCurrenciesError):
        sum_calls("org", DAY, mixed)


@settings(max_examples=20)
@given(
    st.lists(st.integers(0, 4 * 86_400), max_size=12),
    st.lists(
        st.tuples(st.sampled_from(["Asia/Tokyo", "America/New_York", "UTC"]), st.integers(1, 90)), max_size=4
    ),
)
def test_each_call_is_in_one_day_although_the_organization_moves(
    seconds: list[int], moves: list[tuple[str, int]]
) -> None:
    world = Accounting()
    world.found("org", "Europe/Berlin")
    rows = [
        call("org", number, requested_at=NOON + timedelta(seconds=second))
        for number, second in enumerate(sorted(seconds))
    ]
    for row in rows:
        world.move(row.requested_at)
        world.record(row)
    for zone, hours in moves:
        world.close(at=world.clock.now() + timedelta(hours=hours))
        world.found("org", zone)
    world.close(at=NOON + timedelta(days=40))
    assert sum(of[2] for of in totals(world, "org", date(2026, 1, 1), date(2026, 3, 1))) == len(rows)
