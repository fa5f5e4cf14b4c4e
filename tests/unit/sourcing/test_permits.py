"""A run takes its permits in one go, gives back what it did not use, and comes back for more when it was stopped."""

import pytest

from onbrand.adapters.dynamodb.rates import TableRates
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.table import MemoryTable
from onbrand.kernel.calls import RateLimitState
from onbrand.kernel.errors import LimitExceeded
from onbrand.kernel.limits import RateLimitedError, Window
from onbrand.metering import ProviderLimits, RateLimiter
from onbrand.sourcing import ProviderQuotaError, ProviderUnavailableError
from onbrand.sourcing.permits import RunPermits
from tests.unit.sourcing.library import STATE, MemoryLedger, MemoryPermits
from tests.unit.sourcing.test_sourcing_service import fetch, shelf

IDS = SequentialIds()
FIRST, SECOND = f"req.{IDS.new()}", f"req.{IDS.new()}"


def test_a_run_takes_its_permits_at_once_and_gives_back_the_rest() -> None:
    permits = MemoryPermits()
    fetch(shelf("Coffee beans", "Coffee cups"), permits=permits)
    assert permits.taken == [(f"{FIRST}.0", 6, False)]
    assert permits.settled == [
        (f"{FIRST}.0", 4)
    ]  # a search, two details, a download; previews and files are free


def test_a_run_that_fails_gives_back_what_it_did_not_use() -> None:
    library, permits = shelf("Coffee beans"), MemoryPermits()
    library.due["detail"].append(ProviderUnavailableError("slow"))
    with pytest.raises(ProviderUnavailableError):
        fetch(library, permits=permits)
    assert permits.settled == [(f"{FIRST}.0", 2)]


def test_a_run_that_has_to_wait_leaves_no_trace() -> None:
    permits, ledger, library = MemoryPermits(), MemoryLedger(), shelf("Coffee beans")
    permits.due.append(RateLimitedError("full", 7))
    with pytest.raises(RateLimitedError) as caught:
        fetch(library, ledger=ledger, permits=permits)
    assert caught.value.wait_s == 7
    assert (ledger.rows, library.made, permits.settled) == ({}, [], [])


def test_a_run_that_was_stopped_in_the_middle_comes_back_for_more() -> None:
    permits, ledger = MemoryPermits(), MemoryLedger()
    library = shelf(*(f"Coffee {number}" for number in range(4)))
    for number in ("1", "2"):  # two that are not as offered, so that a run needs eight calls
        shown, told, colour = library.pictures[number]
        library.pictures[number] = (shown, told.model_copy(update={"is_ai_generated": True}), colour)
    library.put(library.pictures["3"][0].model_copy(update={"id": "5", "rank": 4}))
    library.put(library.pictures["3"][0].model_copy(update={"id": "6", "rank": 5}))
    permits.due.extend([None, RateLimitedError("full", 7)])
    ids = SequentialIds()
    with pytest.raises(RateLimitedError):
        fetch(library, ledger=ledger, permits=permits, ids=ids)
    fetch(library, ledger=ledger, permits=permits, ids=ids)
    assert permits.taken == [
        (f"{FIRST}.0", 6, False),
        (f"{FIRST}.6", 3, True),
        (f"{SECOND}.0", 9, False),
    ]
    assert permits.settled == [(f"{FIRST}.0", 6), (f"{SECOND}.0", 8)]


def test_a_limit_that_stays_reached_for_hours_ends_the_request() -> None:
    permits = MemoryPermits()
    permits.due.append(RateLimitedError("full", 7_200))
    with pytest.raises(ProviderQuotaError, match="in 2 hours") as caught:
        fetch(shelf("Coffee beans"), permits=permits)
    assert isinstance(caught.value, LimitExceeded)


def test_rows_keep_what_was_left_of_the_limit() -> None:
    ledger = MemoryLedger()
    fetch(shelf("Coffee beans"), ledger=ledger, permits=MemoryPermits())
    assert ledger.rows["req.resources.search.1"].rate_limit == STATE
    assert ledger.rows["req.resources.file.1"].rate_limit == RateLimitState()


def test_two_workers_at_one_request_hold_their_own_permits() -> None:
    window, clock, ids = Window(calls=12, seconds=60), FrozenClock(), SequentialIds()
    limits = ProviderLimits(provider="freepik", windows=(window,), shards=1)
    rates = TableRates(MemoryTable())
    both = [
        RunPermits(
            RateLimiter(rates, clock, limits), clock, organization_id="org", run_id=ids.new(), before=0
        )
        for _ in range(2)
    ]
    for _ in range(6):
        for run in both:
            run.use()
    for run in both:
        run.close()
    assert rates.read("freepik", "00").used(window) == 12
    with pytest.raises(RateLimitedError):
        both[0].use()
