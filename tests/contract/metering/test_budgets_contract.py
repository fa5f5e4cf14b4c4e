"""Budgets in both tables: what is left is given out once, whatever gets lost on the way."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item
from onbrand.adapters.dynamodb.table import Table, Write
from onbrand.kernel.calls import CallOutcome
from onbrand.kernel.errors import Unavailable
from onbrand.kernel.events import Event
from onbrand.metering.budgets import Use
from onbrand.metering.plans import PlanId
from onbrand.metering.spending import HELD_FOR
from onbrand.sourcing.errors import BudgetExhaustedError
from tests.support.budgets import PRICE, Buying, ended
from tests.support.faults import Fault, Faults
from tests.support.table import dynamo_table, table

__all__ = ["table"]


def events_of(world: Buying, of: str = "organization") -> list[Event]:
    partition = keys.shape.aggregate_partition("org", "budget", f"2026-01-01.{of}")
    return [from_item(Event, item) for item in world.table.query(partition, limit=100).items]


class Raced:
    """The table, with somebody who comes between another's reading and writing."""

    def __init__(self, table: Table) -> None:
        self._table = table
        self.rival: Any = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._table, name)

    def write(self, *writes: Write) -> None:
        if self.rival is not None:
            self.rival, rival = None, self.rival
            rival()
        self._table.write(*writes)


def test_a_purchase_is_reserved_settled_or_given_back(table: Table) -> None:
    world = Buying(table, EUR="1.00")
    first, second, third = (world.purchase(number) for number in range(3))
    assert world.spending.reserve(first)
    assert world.use() == Use(reserved=PRICE)
    assert not world.spending.reserve(first)
    world.spending.settle(ended(first, CallOutcome.SUCCEEDED))
    world.spending.settle(ended(first, CallOutcome.SUCCEEDED))
    assert world.use() == Use(used=PRICE)
    world.buy(second, CallOutcome.FAILED)
    assert world.use() == Use(used=PRICE)
    world.buy(third, CallOutcome.UNKNOWN)
    assert world.use() == Use(used=PRICE, reserved=PRICE)
    assert world.use("pictures", "brand") == Use(used=Decimal(1), reserved=Decimal(1))
    assert world.use("EUR", "brand") == world.use()


def test_the_last_unit_goes_to_one_of_two_who_saw_it(table: Table) -> None:
    raced = Raced(table)
    world = Buying(raced, EUR="0.10")
    rival = world.purchase(2)
    raced.rival = lambda: world.spending.reserve(rival)
    with pytest.raises(BudgetExhaustedError, match=r"budget of 0\.10 EUR a month does not cover this"):
        world.spending.reserve(world.purchase(1))
    assert world.use() == Use(reserved=PRICE)
    assert not world.spending.reserve(rival)


def test_a_reservation_whose_answer_was_lost_is_there_once() -> None:
    with dynamo_table() as (table, client):
        faults = Faults(client)
        world = Buying(table, EUR="5.00")
        granted = refused = 0
        kinds = (Fault.RESPONSE_LOST, Fault.REQUEST_LOST, Fault.DUPLICATE, "TransactionConflict", "")
        # Each kind of fault meets each place among the takers, twice.
        for taker in range(2 * len(kinds) * 13):
            purchase = world.purchase(taker)
            faults.plan(kinds[taker % len(kinds)])
            try:
                # the fourth in a row loses all its tries, and comes again as the pipeline would
                if taker % 13 == 3:
                    faults.plan(*[Fault.RESPONSE_LOST] * 4)
                    try:
                        world.spending.reserve(purchase)
                    except Unavailable:
                        world.spending.reserve(purchase)
                else:
                    world.spending.reserve(purchase)
                granted += 1
            except BudgetExhaustedError:
                refused += 1
        assert (granted, refused) == (50, 80)
        assert world.use() == Use(reserved=Decimal("5.00"))
        assert world.use("pictures") == Use(reserved=Decimal(50))


def test_what_nobody_knows_is_held_until_the_ledger_is_asked(table: Table) -> None:
    world = Buying(table, EUR="1.00")
    unknown, lost, broken, forgotten = (world.purchase(number) for number in range(4))
    world.buy(unknown, CallOutcome.UNKNOWN)
    world.spending.reserve(lost)  # the worker dies before the ledger hears of it
    for purchase in (broken, forgotten):  # or before it hears of the outcome, or right after
        world.spending.reserve(purchase)
        world.ledger.begin(purchase)
    world.ledger.settle(ended(broken, CallOutcome.FAILED))
    world.ledger.settle(ended(forgotten, CallOutcome.SUCCEEDED))
    assert world.use() == Use(reserved=4 * PRICE)
    assert world.spending.reconcile(world.clock.now()) == 0
    world.move(world.clock.now() + HELD_FOR)
    assert world.spending.reconcile(world.clock.now()) == 4
    assert world.use() == Use(used=2 * PRICE)
    assert world.use().used == world.spent()
    assert world.spending.reconcile(world.clock.now()) == 0
    # the outcome turns up late
    world.spending.settle(ended(unknown, CallOutcome.FAILED))
    assert world.use() == Use(used=PRICE)
    # and what was never bought can be bought after all
    assert world.buy(lost) is None
    assert world.use() == Use(used=2 * PRICE)


def test_what_was_bought_is_counted_where_it_was_reserved(table: Table) -> None:
    world = Buying(table, EUR="1.00")
    world.move(datetime(2026, 1, 31, 23, 59, tzinfo=UTC))
    purchase = world.purchase(1)
    world.spending.reserve(purchase)
    world.move(world.clock.now() + timedelta(minutes=2))
    assert world.use() == Use()
    world.spending.settle(ended(purchase, CallOutcome.SUCCEEDED))
    assert world.use() == Use()
    (january,) = [
        tally for tally in world.repository.all_tallies("org", date(2026, 1, 1)) if tally.brand_id is None
    ]
    assert january.use("EUR") == Use(used=PRICE)


def test_each_threshold_is_told_once(table: Table) -> None:
    world = Buying(table, EUR="1.00")
    for number in range(10):
        world.buy(world.purchase(number))
    told = [(event.payload["percent"], event.payload["used"]) for event in events_of(world)]
    assert told == [(50, "0.50 EUR"), (80, "0.80 EUR"), (95, "1.00 EUR")]
    assert events_of(world)[0].payload == {
        "brand_id": None,
        "meter": "EUR",
        "subject": "Spend in EUR",
        "used": "0.50 EUR",
        "limit": "1.00 EUR",
        "percent": 50,
        "resets_at": "2026-02-01T00:00:00+00:00",
    }
    # a higher limit is another fact; giving back and taking again is none
    world.limit(None, EUR="2.00")
    for number, outcome in enumerate((CallOutcome.FAILED, CallOutcome.FAILED, CallOutcome.SUCCEEDED), 20):
        world.buy(world.purchase(number), outcome)
    assert [event.payload["limit"] for event in events_of(world)] == ["1.00 EUR"] * 3 + ["2.00 EUR"]


def test_a_brand_is_stopped_by_its_own_budget_and_the_others_are_not(table: Table) -> None:
    world = Buying(table, EUR="1.00")
    world.limit("brand", EUR="0.10")
    world.buy(world.purchase(1))
    with pytest.raises(BudgetExhaustedError) as refused:
        world.buy(world.purchase(2))
    assert str(refused.value) == (
        "The brand's budget of 0.10 EUR a month does not cover this; 0.10 EUR are used or reserved. "
        "It starts again on 1 February 2026 (UTC)."
    )
    world.buy(world.purchase(3, brand_id="other"))
    assert world.use() == Use(used=2 * PRICE)
    assert [event.payload["brand_id"] for event in events_of(world, "brand")] == ["brand"]


def test_a_quota_names_the_plan_its_reset_and_a_larger_plan_and_starts_again(table: Table) -> None:
    world = Buying(table, plan=PlanId.FREE)
    day = world.repository.account("org").subscription.period(world.clock.now()).day
    (tally,) = world.repository.tallies("org", day, None)
    for number in range(5):
        world.buy(world.purchase(number))
    full = world.repository.tallies("org", day, None)[0]
    assert (tally.version, full.use("pictures").used) == (0, 5)
    with pytest.raises(BudgetExhaustedError) as refused:
        world.spending.check("org", "brand", {"pictures": Decimal(46)})
    assert str(refused.value) == (
        "The quota of 50 pictures a month of the plan Free is used up (5 pictures). "
        "It starts again on 1 February 2026 (UTC). The plan Team has more."
    )
    world.spending.check("org", "brand", {"pictures": Decimal(45)})
    world.move(datetime(2026, 2, 1, tzinfo=UTC))
    world.spending.check("org", "brand", {"pictures": Decimal(50)})
