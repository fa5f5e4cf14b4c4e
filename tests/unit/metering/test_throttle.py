"""The API's limits: never exceeded by many processes together, and cheap for each."""

import pytest

from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.adapters.dynamodb.table import Item, Key, StoreUnavailableError
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.table import MemoryTable
from onbrand.kernel.limits import RateLimitedError, Window
from onbrand.metering import Policy, Throttle
from onbrand.metering.throttle import LEASED_MS, MOST
from tests.support.faults import FaultyTable

POLICY = Policy("person", Window(calls=100, seconds=60))


class AwayTable(MemoryTable):
    """Does not answer."""

    def get(self, key: Key, *, consistent: bool = True) -> Item | None:
        raise StoreUnavailableError("away")


def passes(throttle: Throttle, who: str = "anna") -> bool:
    try:
        throttle.person(who, POLICY)
    except RateLimitedError:
        return False
    return True


def test_processes_together_let_no_more_through_than_the_limit_in_any_minute() -> None:
    table, clock = MemoryTable(), FrozenClock()
    processes = [Throttle(TableRates(table), clock) for _ in range(5)]
    through: list[float] = []
    for step in range(1_500):  # 10 calls a second for 150 seconds
        if passes(processes[step * 7 % 5]):
            through.append(step / 10)
        clock.advance(seconds=0.1)
    most = max(sum(1 for at in through if 0 <= last - at < 60) for last in through)
    assert most <= 100
    assert most >= 100 - 5 * (MOST - 1)


def test_leases_that_are_used_late_count_long_enough() -> None:
    table, clock = MemoryTable(), FrozenClock()
    processes = [Throttle(TableRates(table), clock) for _ in range(3)]
    for process in processes:
        assert sum(passes(process) for _ in range(16)) == 16  # and fifteen more are leased
    clock.advance(seconds=1.9)
    late = sum(passes(process) for process in processes for _ in range(15))
    clock.advance(seconds=59.2)
    assert late == 45
    assert late + sum(passes(processes[0]) for _ in range(100)) <= 100


def test_a_slow_caller_is_counted_once_a_call() -> None:
    table, clock = MemoryTable(), FrozenClock()
    throttle = Throttle(TableRates(table), clock)
    for _ in range(90):
        assert passes(throttle)
        clock.advance(seconds=LEASED_MS / 1_000)


def test_a_busy_process_writes_seldom() -> None:
    table = FaultyTable()
    throttle = Throttle(TableRates(table), FrozenClock())
    assert sum(passes(throttle) for _ in range(100)) == 100
    assert table.written <= 10
    assert not passes(throttle)
    before = table.units.read
    assert not any(passes(throttle) for _ in range(50))
    assert table.units.read == before  # who was refused is refused without asking again


def test_a_refusal_says_when_to_come_back_and_keeps_its_word() -> None:
    clock = FrozenClock()
    throttle = Throttle(TableRates(MemoryTable()), clock)
    assert sum(passes(throttle) for _ in range(120)) == 100
    with pytest.raises(RateLimitedError, match="this person may make 100 in 60 seconds") as caught:
        throttle.person("anna", POLICY)
    assert passes(throttle, "ben")
    assert caught.value.standing is not None
    assert caught.value.standing.remaining == 0
    clock.advance(seconds=caught.value.wait_s)
    assert passes(throttle)


def test_what_is_left_counts_down() -> None:
    throttle = Throttle(TableRates(MemoryTable()), FrozenClock())
    assert [throttle.person("anna", POLICY).remaining for _ in range(5)] == [99, 98, 97, 96, 95]


def test_a_table_that_does_not_answer_stops_nobody() -> None:
    throttle = Throttle(TableRates(AwayTable()), FrozenClock())
    assert all(passes(throttle) for _ in range(200))
