"""The ledgers against what a provider reports: nothing to say when both can be true, and every fault is found."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.metering_counts import TableCounts
from onbrand.adapters.dynamodb.table import Delete, Present
from onbrand.kernel.calls import ApiCall, CallOutcome, RateLimitState
from onbrand.metering import ProviderDays, Reconciliation
from onbrand.metering.reconciling import CallCounts, day_to_reconcile, reconciled
from tests.support.accounting import Accounting, call

DAY = date(2026, 1, 4)
NOON = datetime(2026, 1, 4, 12, tzinfo=UTC)
MIDNIGHT = datetime(2026, 1, 5, tzinfo=UTC)
LATER = datetime(2026, 1, 5, 16, tzinfo=UTC)
CAP = 1_000


class Provider:
    """Counts the calls of its day for the whole account, and says what is left with each answer."""

    def __init__(self) -> None:
        self.used = 0

    def answered(self, organization_id: str, number: int, at: datetime = NOON) -> ApiCall:
        """A call and its row."""
        self.used += 1
        return call(organization_id, number, requested_at=at, rate_limit=self._state())

    def unanswered(self, organization_id: str, number: int, *, counted: bool) -> ApiCall:
        """A call that got lost on its way there or back; its row only knows what we count ourselves."""
        self.used += counted
        ours = RateLimitState(limit=1200, remaining=1194, resets_at=NOON + timedelta(minutes=2))
        return call(
            organization_id,
            number,
            rate_limit=ours,
            status=None,
            outcome=CallOutcome.UNKNOWN,
            response_time_ms=0,
        )

    def _state(self) -> RateLimitState:
        return RateLimitState(limit=CAP, remaining=CAP - self.used, resets_at=MIDNIGHT, told=True)


def compared(world: Accounting, *organizations: str, at: datetime = LATER) -> list[Reconciliation]:
    """What is found once all have closed their days."""
    world.move(at)
    for name in organizations:
        world.close(name)
    return list(ProviderDays(TableCounts(world.table), ("freepik",)).reconcile(world.clock.now()))


def books(*organizations: tuple[str, str]) -> Accounting:
    world = Accounting()
    for name, zone in organizations:
        world.found(name, zone)
    world.move(NOON)
    return world


@given(
    st.lists(
        st.tuples(st.sampled_from(["one", "two"]), st.sampled_from(["answered", "lost", "kept"])), max_size=25
    ),
    st.sampled_from(["UTC", "Pacific/Kiritimati", "Etc/GMT+12"]),
)
@settings(max_examples=40, deadline=None)
def test_true_ledgers_always_agree(calls: list[tuple[str, str]], zone: str) -> None:
    world, provider = books(("one", "UTC"), ("two", zone)), Provider()
    for number, (name, kind) in enumerate(calls):
        if kind == "answered":
            world.record(provider.answered(name, number))
        else:
            world.record(provider.unanswered(name, number, counted=kind == "kept"))
    found = compared(world, "one", "two")
    assert all(one.agrees for one in found)
    assert len(found) == (1 if any(kind == "answered" for _, kind in calls) else 0)


@pytest.mark.parametrize("fault", ["missing", "doubled"])
def test_a_missing_and_a_doubled_row_are_found(fault: str) -> None:
    world, provider = books(("one", "UTC"), ("two", "Europe/Oslo")), Provider()
    rows = [provider.answered(name, number) for number, name in enumerate(("one", "two", "one", "two"))]
    for row in rows:
        world.record(row)
    if fault == "missing":
        key = keys.metering.ledger("one", NOON, "freepik", rows[2].id)
        world.table.write(Delete(key, Present()))
    else:
        world.record(rows[2].model_copy(update={"attempt": 99}))
    (found,) = compared(world, "one", "two")
    assert (found.day, found.used, found.agrees) == (DAY, 4, False)
    assert (found.missing, found.doubled) == ((1, 0) if fault == "missing" else (0, 1))
    assert list(TableCounts(world.table).reconciled("freepik", DAY, DAY)) == [found]


def test_a_call_of_unknown_outcome_may_or_may_not_have_been_counted() -> None:
    world, provider = books(("one", "UTC")), Provider()
    world.record(provider.unanswered("one", 1, counted=True))
    world.record(provider.answered("one", 2))
    (found,) = compared(world, "one")
    assert (found.used, found.answered, found.open, found.agrees) == (2, 1, 1, True)


def test_a_row_that_comes_late_is_compared_again() -> None:
    world, provider = books(("one", "UTC")), Provider()
    late, first = provider.answered("one", 1), provider.answered("one", 2)
    world.record(first)
    (before,) = compared(world, "one")
    world.record(late)
    (after,) = compared(world, "one")
    assert (before.missing, after.agrees) == (1, True)


@pytest.mark.parametrize(
    "state",
    [
        {"told": False},
        {"resets_at": NOON + timedelta(minutes=2)},
        {"resets_at": MIDNIGHT - timedelta(hours=5)},
        {"resets_at": None},
        {"limit": None},
        {"remaining": None},
    ],
)
def test_what_is_no_report_of_the_day_claims_nothing(state: dict[str, Any]) -> None:
    told = RateLimitState(limit=CAP, remaining=CAP - 7, resets_at=MIDNIGHT, told=True).model_copy(
        update=state
    )
    counts = CallCounts("one", DAY)
    assert len(list(counts.passed([call("one", 1, rate_limit=told)]))) == 1
    assert reconciled("freepik", DAY, counts.found()) is None


def test_the_last_minutes_of_a_day_are_not_taken_for_a_limit_of_the_day() -> None:
    counts, late = CallCounts("one", DAY), MIDNIGHT - timedelta(minutes=1)
    told = RateLimitState(limit=50, remaining=1, resets_at=MIDNIGHT, told=True)
    list(counts.passed([call("one", 1, requested_at=late, rate_limit=told)]))
    assert reconciled("freepik", DAY, counts.found()) is None


def test_a_day_is_compared_when_it_is_over_and_summed_everywhere() -> None:
    assert day_to_reconcile(datetime(2026, 1, 5, 14, 59, tzinfo=UTC)) == date(2026, 1, 3)
    assert day_to_reconcile(datetime(2026, 1, 5, 15, tzinfo=UTC)) == DAY
