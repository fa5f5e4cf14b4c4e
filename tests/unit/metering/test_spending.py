"""Reservations: never more than there is, never less, whoever comes when and whatever breaks."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.dynamodb.table import Overwrite, Put, Write
from onbrand.adapters.memory.table import MemoryTable
from onbrand.kernel.calls import CallOutcome
from onbrand.metering.budgets import Use
from onbrand.metering.spending import HELD_FOR
from onbrand.sourcing.errors import BudgetExhaustedError
from tests.support.budgets import PRICE, Buying
from tests.support.faults import Fault, FaultyTable, Killed, insist

OUTCOMES = st.sampled_from((CallOutcome.SUCCEEDED, CallOutcome.FAILED, CallOutcome.UNKNOWN))


class Unconditional(MemoryTable):
    """Writes as an ``ADD`` without a condition would: the last one wins."""

    def write(self, *writes: Write) -> None:
        super().write(*(Put(one.item, Overwrite()) if isinstance(one, Put) else one for one in writes))


def reserve_at_once(world: Buying, takers: int) -> int:
    def take(number: int) -> bool:
        try:
            return world.spending.reserve(world.purchase(number))
        except BudgetExhaustedError:
            return False

    with ThreadPoolExecutor(16) as pool:
        return sum(pool.map(take, range(takers)))


def test_three_hundred_takers_of_the_last_fifty_get_exactly_fifty() -> None:
    world = Buying(EUR="6.00")
    for number in range(10):
        world.buy(world.purchase(1000 + number))
    assert reserve_at_once(world, 300) == 50
    assert world.use() == Use(used=Decimal("1.00"), reserved=Decimal("5.00"))


def test_without_conditions_one_purchase_would_be_counted_twice_or_not_at_all() -> None:
    world = Buying(Unconditional(), EUR="1.00")
    purchase = world.purchase(1)
    world.spending.reserve(purchase)
    world.spending.reserve(purchase)
    assert world.use() == Use(reserved=2 * PRICE)


@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("outcome", [CallOutcome.SUCCEEDED, CallOutcome.FAILED, CallOutcome.UNKNOWN])
def test_a_worker_that_dies_at_any_write_leaves_what_the_ledger_says(
    fault: Fault, outcome: CallOutcome
) -> None:
    broken = 0
    for at in range(4):  # reserve, begin, settle in the ledger, settle the reservation
        table = FaultyTable()
        world = Buying(table, EUR="1.00")
        table.faults = {table.written + at: fault}
        purchase = world.purchase(1)
        try:
            world.buy(purchase, outcome)
        except (Killed, Exception):
            broken += 1
            # the pipeline's retry makes the call again under the next number
            again = world.purchase(1)
            if insist(lambda: world.buy(again, outcome)) is not None:  # noqa: B023 - called at once
                insist(lambda: world.buy(world.purchase(1, attempt=2), outcome))  # noqa: B023
        world.move(world.clock.now() + HELD_FOR)
        insist(lambda: world.spending.reconcile(world.clock.now()))  # noqa: B023
        assert world.use() == Use(used=world.spent()), at
        assert world.use("pictures") == Use(used=Decimal(len(ledger_costs(world)))), at
    assert (broken > 0) == (fault is not Fault.DUPLICATE)


def ledger_costs(world: Buying) -> list[Decimal]:
    rows = world.rows.calls("org", world.clock.now() - timedelta(days=9), world.clock.now())
    return [row.cost.amount for row in rows if row.cost.amount]


@settings(max_examples=60)
@given(
    st.lists(
        st.tuples(st.integers(0, 6), st.sampled_from(["reserve", "begin", "end", "hour"]), OUTCOMES),
        max_size=40,
    )
)
def test_a_tally_is_always_the_sum_of_its_reservations_and_never_above_its_limit(
    steps: list[tuple[int, str, CallOutcome]],
) -> None:
    world = Buying(EUR="0.35")
    purchases = [world.purchase(number) for number in range(7)]
    for number, step, outcome in steps:
        purchase = purchases[number]
        try:
            if step == "reserve":
                world.spending.reserve(purchase)
            elif step == "begin":
                world.buy(purchase, outcome)
            elif step == "end":
                world.spending.release(purchase) if outcome is CallOutcome.FAILED else None
            else:
                world.move(world.clock.now() + HELD_FOR)
                world.spending.reconcile(world.clock.now())
        except BudgetExhaustedError:
            assert world.use().taken + PRICE > Decimal("0.35")
        found = [one for one in map(world.repository.reservation, purchases) if one is not None]
        held = sum((one.amounts["EUR"] for one in found if one.state == "open"), Decimal(0))
        charged = sum((one.charged.get("EUR", Decimal(0)) for one in found), Decimal(0))
        assert world.use() == world.use(brand_id="brand") == Use(used=charged, reserved=held)
        assert world.use().taken <= Decimal("0.35")


def test_a_free_call_touches_nothing() -> None:
    world = Buying(EUR="0.00")
    search = world.purchase(1, operation="resources.search", cost={"amount": "0"})
    with world.table.metered() as units:
        assert not world.spending.reserve(search)
        world.spending.settle(search)
    assert (units.read, units.write) == (0, 0)


def test_what_a_reservation_costs_is_as_told() -> None:
    world = Buying(EUR="1.00")
    world.buy(world.purchase(0))
    purchase = world.purchase(1)
    with world.table.metered() as units:
        world.spending.reserve(purchase)
    assert (units.read, units.write) == (3, 7)  # the due time is one more entry of an index
    with world.table.metered() as units:
        world.spending.release(purchase)
    assert (units.read, units.write) == (3, 6)


def test_money_of_another_currency_is_not_held_back() -> None:
    world = Buying(EUR="0.05")
    world.buy(world.purchase(1, cost={"amount": "9.00", "currency": "USD"}))
    assert world.use("USD") == Use(used=Decimal("9.00"))
    with pytest.raises(BudgetExhaustedError):
        world.buy(world.purchase(2))
