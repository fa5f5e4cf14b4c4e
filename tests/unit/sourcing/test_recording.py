from decimal import Decimal

import pytest

from infra.manifest import FUNCTIONS
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.kernel.calls import CallOutcome, RateLimitState
from onbrand.kernel.clock import Clock
from onbrand.kernel.limits import RateLimitedError
from onbrand.sourcing import Answer, CallFacts, CallPrices, Operation, ProviderUnavailableError
from onbrand.sourcing.recording import AT_WORK, LOST, CallBook
from tests.unit.sourcing.library import NOON, MemoryLedger, Noon

PRICES = CallPrices(costs={Operation.DOWNLOAD: Decimal("0.10")})
FACTS = CallFacts(status=200, response_time_ms=31, rate_limit=RateLimitState(limit=50, remaining=49))


class WorkerKilled(BaseException):
    """Nothing of ours catches it, as nothing catches a killed process."""


def book(ledger: MemoryLedger, clock: Clock | None = None) -> CallBook:
    return CallBook(
        ledger, clock or Noon(), PRICES, organization_id="org", request_id="req", provider="freepik"
    )


def failing(facts: CallFacts) -> Answer[str]:
    raise ProviderUnavailableError("Freepik took too long to answer.").of_call(facts)


def killed() -> Answer[str]:
    raise WorkerKilled


def test_a_call_is_pending_before_and_settled_after_it() -> None:
    ledger = MemoryLedger()
    seen: list[CallOutcome] = []

    def call(word: str) -> Answer[str]:
        seen.extend(row.outcome for row in ledger.rows.values())
        return Answer(word, FACTS)

    assert book(ledger).make(Operation.DOWNLOAD, call, "link") == "link"
    [row] = ledger.rows.values()
    assert seen == [CallOutcome.PENDING]
    assert (row.id, row.outcome, row.status, row.response_time_ms) == (
        "req.resources.download.1",
        CallOutcome.SUCCEEDED,
        200,
        31,
    )
    assert (row.cost.amount, row.cost.currency) == (Decimal("0.10"), "EUR")
    assert row.rate_limit == RateLimitState(limit=50, remaining=49)
    assert row.requested_at == NOON


def test_operations_are_counted_apart() -> None:
    ledger = MemoryLedger()
    calls = book(ledger)
    for operation in (Operation.SEARCH, Operation.DETAIL, Operation.DETAIL):
        calls.make(operation, lambda: Answer("", FACTS))
    assert sorted(ledger.rows) == [
        "req.resources.detail.1",
        "req.resources.detail.2",
        "req.resources.search.1",
    ]


@pytest.mark.parametrize(
    ("operation", "facts", "outcome", "cost"),
    [
        (Operation.DOWNLOAD, CallFacts(status=429), CallOutcome.FAILED, "0"),
        (Operation.DOWNLOAD, CallFacts(status=503), CallOutcome.FAILED, "0"),
        (Operation.DOWNLOAD, CallFacts(reached=False), CallOutcome.FAILED, "0"),
        (Operation.DOWNLOAD, CallFacts(), CallOutcome.UNKNOWN, "0.10"),
        (Operation.DOWNLOAD, CallFacts(status=200), CallOutcome.UNKNOWN, "0.10"),
        (Operation.SEARCH, CallFacts(), CallOutcome.FAILED, "0"),
    ],
)
def test_a_failed_call_costs_only_when_it_may_have_been_charged(
    operation: Operation, facts: CallFacts, outcome: CallOutcome, cost: str
) -> None:
    ledger = MemoryLedger()
    with pytest.raises(ProviderUnavailableError):
        book(ledger).make(operation, failing, facts)
    [row] = ledger.rows.values()
    assert (row.outcome, row.cost.amount, row.status) == (outcome, Decimal(cost), facts.status)
    assert row.error == "Freepik took too long to answer."


def test_a_download_that_broke_off_is_unknown_even_when_no_price_is_configured() -> None:
    ledger = MemoryLedger()
    calls = CallBook(
        ledger, Noon(), CallPrices(), organization_id="org", request_id="req", provider="freepik"
    )
    with pytest.raises(ProviderUnavailableError):
        calls.make(Operation.DOWNLOAD, failing, CallFacts())
    assert ledger.rows["req.resources.download.1"].outcome is CallOutcome.UNKNOWN


def test_a_call_lost_in_a_crash_stays_visible_and_the_next_has_its_own_row() -> None:
    ledger = MemoryLedger()
    with pytest.raises(WorkerKilled):
        book(ledger).make(Operation.DOWNLOAD, killed)
    assert ledger.rows["req.resources.download.1"].outcome is CallOutcome.PENDING

    book(ledger, FrozenClock(NOON + AT_WORK)).make(Operation.DOWNLOAD, lambda: Answer("", FACTS))
    lost, made = ledger.of("resources.download")
    assert (lost.attempt, lost.outcome, lost.error, lost.cost.amount) == (
        1,
        CallOutcome.UNKNOWN,
        LOST,
        Decimal("0.10"),
    )
    assert (made.attempt, made.outcome) == (2, CallOutcome.SUCCEEDED)


def test_nothing_is_bought_beside_a_worker_that_may_still_be_buying() -> None:
    ledger, clock = MemoryLedger(), FrozenClock(NOON)
    with pytest.raises(WorkerKilled):
        book(ledger, clock).make(Operation.DOWNLOAD, killed)
    before = dict(ledger.rows)
    clock.advance(seconds=30)
    with pytest.raises(RateLimitedError) as caught:
        book(ledger, clock).make(Operation.DOWNLOAD, lambda: Answer("", FACTS))
    assert ledger.rows == before
    clock.advance(seconds=caught.value.wait_s)
    book(ledger, clock).make(Operation.DOWNLOAD, lambda: Answer("", FACTS))
    assert [row.outcome for row in ledger.of("resources.download")] == [
        CallOutcome.UNKNOWN,
        CallOutcome.SUCCEEDED,
    ]


def test_the_wait_for_another_worker_is_longer_than_that_function_runs() -> None:
    source_image = next(row for row in FUNCTIONS if row.name == "source_image")
    assert AT_WORK.total_seconds() > source_image.timeout_s


def test_a_settled_call_is_never_overwritten_by_a_repetition() -> None:
    ledger = MemoryLedger()
    with pytest.raises(ProviderUnavailableError):
        book(ledger).make(Operation.SEARCH, failing, CallFacts(status=503))
    before = ledger.rows["req.resources.search.1"]
    book(ledger).make(Operation.SEARCH, lambda: Answer("", FACTS))
    assert ledger.rows["req.resources.search.1"] == before
    assert ledger.rows["req.resources.search.2"].outcome is CallOutcome.SUCCEEDED
