"""Never above the provider's limits, nearly all of them used, in fair shares, and nothing taken twice."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.kernel.errors import Unavailable
from onbrand.kernel.limits import Lease, RateLimitedError, Window
from onbrand.metering import ProviderLimits, RateLimiter
from onbrand.settings import FREEPIK_LIMITS
from tests.support.faults import Fault, FaultyTable, Killed
from tests.unit.metering.rate_simulation import Simulation

FIFTY = (Window(calls=50, seconds=3_600),)
PUBLISHED = {5: 250, 120: 1_200}


def backlogged(seed: int, shards: int, **requests: int) -> Simulation:
    """Tenants of which each has so many requests at any time, after eight minutes."""
    simulation = Simulation(seed, FREEPIK_LIMITS, shards)
    for tenant, number in requests.items():
        for one in range(number):
            simulation.request(tenant, one % 50 / 10, again=True)
    simulation.run(480)
    return simulation


@pytest.mark.parametrize(
    ("seed", "shards", "requests"),
    [(1, 1, {"a": 60, "b": 30, "c": 30}), (2, 2, {"a": 100, "b": 20, "c": 60}), (3, 4, {"a": 90, "b": 30})],
)
def test_under_load_the_limits_are_kept_used_and_shared(
    seed: int, shards: int, requests: dict[str, int]
) -> None:
    simulation = backlogged(seed, shards, **requests)
    for seconds, calls in PUBLISHED.items():
        assert simulation.most_within(seconds) <= calls
    shares = simulation.by_tenant(120, 480)
    assert sum(shares.values()) >= 0.95 * 10 * 360
    fair = sum(shares.values()) / len(requests)
    assert all(0.9 * fair <= share <= 1.1 * fair for share in shares.values()), shares


def test_one_greedy_tenant_leaves_the_others_their_turns() -> None:
    simulation = Simulation(5, FREEPIK_LIMITS)
    for number in range(200):
        simulation.request("greedy", number / 100, again=True)
    for tenant in range(20):
        for number in range(5):
            simulation.request(f"small {tenant}", 30 + 60 * number + tenant * 2.9)
    simulation.run(400)
    waited = sorted(seconds for tenant, seconds in simulation.waited if tenant != "greedy")
    assert len(waited) == 100
    assert waited[50] <= 10
    assert waited[-1] <= 40
    assert simulation.most_within(120) <= PUBLISHED[120]


def test_a_tenant_alone_may_use_all_of_it() -> None:
    shares = backlogged(7, 2, alone=80).by_tenant(120, 480)
    assert shares["alone"] >= 0.95 * 10 * 360


@given(
    st.lists(st.tuples(st.integers(1, 9), st.floats(0, 40), st.integers(0, 9)), max_size=60),
    st.integers(1, 3),
)
@settings(max_examples=60, deadline=None)
def test_no_span_ever_holds_more_than_the_limit(steps: list[tuple[int, float, int]], shards: int) -> None:
    """Callers of any size at any distance, who use some of what they got and give the rest back, or never say."""
    windows = (Window(calls=12, seconds=5), Window(calls=30, seconds=60))
    clock = FrozenClock()
    limits = ProviderLimits(provider="p", windows=windows, shards=shards, held_s=20)
    limiter = RateLimiter(TableRates(FaultyTable()), clock, limits)
    made: list[datetime] = []
    late: list[tuple[Lease, int]] = []
    for number, (calls, distance, use) in enumerate(steps):
        for lease, count in late:  # used at the last moment, and never settled
            made.extend([min(clock.now(), lease.until)] * count)
        late.clear()
        try:
            lease = limiter.take(organization_id="t", permit_id=str(number), calls=calls)
        except RateLimitedError:
            lease = None
        if lease and use < 5:
            late.append((lease, min(use, lease.calls)))
        elif lease:
            now = [clock.now()] * min(use - 5, lease.calls)
            made.extend(now)
            limiter.settle(lease, now)
        clock.advance(seconds=distance)
    made.sort()
    for window in windows:
        for last in made:
            inside = [at for at in made if 0 <= (last - at).total_seconds() < window.seconds]
            assert len(inside) <= window.calls


def test_300_takers_of_the_last_fifty_get_exactly_fifty() -> None:
    """Each reads, another one of them writes in between, now and then."""
    simulation = Simulation(11, FIFTY, 1)
    taken: list[str] = []
    limiter = simulation.limiter

    def take(name: str) -> None:
        try:
            limiter.take(organization_id=name[0], permit_id=name, calls=1)
            taken.append(name)
        except RateLimitedError as error:
            if error.wait_s < 60:  # crowded out, or not its turn
                simulation.after(error.wait_s, lambda: take(name))

    for number in range(300):
        simulation.after(number % 3 / 10, lambda name=f"{number % 7}.{number}": take(name))  # type: ignore[misc]
    simulation.run(55)
    assert len(taken) == len(set(taken)) == 50


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_takes_nothing_twice(fault: Fault) -> None:
    table = FaultyTable({0: fault})
    limiter = RateLimiter(
        TableRates(table), FrozenClock(), ProviderLimits(provider="p", windows=FIFTY, shards=3)
    )
    for _ in range(3):
        try:
            lease = limiter.take(organization_id="t", permit_id="request.0", calls=6)
        except (Unavailable, Killed):
            continue
    held = [TableRates(table).read("p", f"{number:02d}").holds for number in range(3)]
    assert sum(hold.calls for holds in held for hold in holds) == 6
    assert lease.calls == 6


@pytest.mark.parametrize("fault", list(Fault))
def test_a_fault_gives_nothing_back_twice(fault: Fault) -> None:
    table, clock = FaultyTable({1: fault}), FrozenClock()
    limiter = RateLimiter(TableRates(table), clock, ProviderLimits(provider="p", windows=FIFTY, shards=1))
    lease = limiter.take(organization_id="t", permit_id="request.0", calls=6)
    for _ in range(3):
        try:
            limiter.settle(lease, [clock.now()] * 4)
        except (Unavailable, Killed):
            continue
    shard = TableRates(table).read("p", "00")
    assert shard.holds == ()
    assert shard.used(FIFTY[0]) == 4


def test_a_clock_that_goes_back_frees_nothing() -> None:
    table = FaultyTable()
    limits = ProviderLimits(provider="p", windows=(Window(calls=6, seconds=60),), shards=1)
    ahead = FrozenClock(datetime(2026, 1, 5, 9, 1, tzinfo=UTC))
    lease = RateLimiter(TableRates(table), ahead, limits).take(organization_id="t", permit_id="a", calls=6)
    RateLimiter(TableRates(table), ahead, limits).settle(lease, [ahead.now()] * 6)
    behind = RateLimiter(TableRates(table), FrozenClock(), limits)
    with pytest.raises(RateLimitedError):
        behind.take(organization_id="t", permit_id="b", calls=1)


def test_a_refusal_says_when_there_is_room_again() -> None:
    clock = FrozenClock()
    limits = ProviderLimits(provider="p", windows=(Window(calls=6, seconds=60),), shards=1)
    limiter = RateLimiter(TableRates(FaultyTable()), clock, limits)
    limiter.settle(limiter.take(organization_id="t", permit_id="a", calls=6), [clock.now()] * 6)
    with pytest.raises(RateLimitedError) as caught:
        limiter.take(organization_id="t", permit_id="b", calls=6)
    assert 60 <= caught.value.wait_s <= 66
    clock.advance(seconds=caught.value.wait_s)
    assert limiter.take(organization_id="t", permit_id="b", calls=6).calls == 6


def test_a_lease_tells_what_is_left_and_when_all_of_it_is_free() -> None:
    clock = FrozenClock()
    limits = ProviderLimits(provider="p", windows=FIFTY, shards=1)
    lease = RateLimiter(TableRates(FaultyTable()), clock, limits).take(
        organization_id="t", permit_id="a", calls=6
    )
    assert (lease.state.limit, lease.state.remaining) == (50, 44)
    assert lease.state.resets_at is not None
    assert (lease.state.resets_at - clock.now()).total_seconds() == 3_600
