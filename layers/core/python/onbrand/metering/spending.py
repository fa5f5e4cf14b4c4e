"""Money and quotas before the paid call: reserve, then settle or release.

A reservation carries the id of its call, so whoever repeats a step after a lost answer finds it done. Reservation and
tallies move in one transaction under conditions of their versions; nothing is ever added without having been read.
A reservation costs three reads and one transaction of three items, and so does its settlement. Everybody in one
organization meets at its tally: the provider's limit of ten calls a second keeps that far below what an item takes.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from decimal import Decimal

from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import PIPELINE, Event
from onbrand.kernel.ids import Ids
from onbrand.metering.accounts import Account
from onbrand.metering.budget_words import exhausted, warned
from onbrand.metering.budgets import (
    Reservation,
    ReservationState,
    Tally,
    demand_of,
    shortage,
    warnings_due,
    with_warnings,
)
from onbrand.metering.errors import BudgetMovedError
from onbrand.metering.ports import BudgetRepository, Settlement
from onbrand.metering.subscription import BillingPeriod
from onbrand.sourcing.errors import BudgetExhaustedError

HELD_FOR = timedelta(hours=1)
"""How long a reservation waits for its outcome before the ledger is asked; longer than any function runs."""

NOTHING: Mapping[str, Decimal] = {}


class Spending:
    """Reserves and settles; every method may be repeated."""

    def __init__(self, repository: BudgetRepository, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids

    def check(self, organization_id: str, brand_id: str, demand: Mapping[str, Decimal]) -> None:
        """Reserves nothing, and raises BudgetExhaustedError when it could not be reserved now."""
        account = self._repository.account(organization_id)
        period = account.subscription.period(self._clock.now())
        self._require(account, period, self._tallies(organization_id, period, brand_id), demand)

    def reserve(self, call: ApiCall) -> bool:
        """Whether the call's cost is held from now on; False when it was before, or the call is free.

        Raises BudgetExhaustedError.
        """
        demand = demand_of(call)
        if not demand:
            return False
        earlier: Reservation | None = None
        while True:
            account = self._repository.account(call.organization_id)
            period = account.subscription.period(call.requested_at)
            tallies = self._tallies(call.organization_id, period, call.brand_id)
            try:
                self._require(account, period, tallies, demand)
                self._hold(account, period, tallies, call, earlier)
            except (BudgetExhaustedError, BudgetMovedError) as error:
                earlier = self._repository.reservation(call)
                if earlier is not None and earlier.state is not ReservationState.RELEASED:
                    return False
                if isinstance(error, BudgetExhaustedError):
                    raise
                continue
            return True

    def settle(self, call: ApiCall) -> None:
        """Takes what a call with a known outcome cost; what nobody knows stays reserved."""
        if call.outcome is CallOutcome.SUCCEEDED:
            self._conclude(call, demand_of(call))
        elif call.outcome is CallOutcome.FAILED:
            self._conclude(call, NOTHING)

    def release(self, call: ApiCall) -> None:
        """The call is not made."""
        self._conclude(call, NOTHING)

    def reconcile(self, now: datetime) -> int:
        """Settles by the ledger what has waited too long; how many.

        What is still unknown there keeps its price in the ledger, and so it does here.
        """
        done = 0
        for reservation in self._repository.due(now):
            call = self._repository.call(reservation)
            if call is None or call.outcome is CallOutcome.FAILED:
                charged = NOTHING
            elif call.outcome is CallOutcome.SUCCEEDED:
                charged = demand_of(call)
            else:
                charged = reservation.amounts
            try:
                done += self._move(reservation, charged)
            except BudgetMovedError:
                continue  # it is still due, and the next run looks again
        return done

    def _require(
        self, account: Account, period: BillingPeriod, tallies: Sequence[Tally], demand: Mapping[str, Decimal]
    ) -> None:
        for tally in tallies:
            found = shortage(tally, demand, account.limits(tally.brand_id))
            if found is not None:
                raise BudgetExhaustedError(exhausted(found, account, period))

    def _tallies(self, organization_id: str, period: BillingPeriod, brand_id: str | None) -> Sequence[Tally]:
        return self._repository.tallies(organization_id, period.day, brand_id)

    def _hold(
        self,
        account: Account,
        period: BillingPeriod,
        tallies: Sequence[Tally],
        call: ApiCall,
        earlier: Reservation | None,
    ) -> None:
        demand = demand_of(call)
        reservation = Reservation(
            organization_id=call.organization_id,
            brand_id=call.brand_id,
            request_id=call.request_id,
            cause=call.cause or call.operation,
            call_id=call.id,
            period=period.day,
            amounts=demand,
            expires_at=self._clock.now() + HELD_FOR,
            version=earlier.version + 1 if earlier else 1,
        )
        moved = [tally.plus(used=NOTHING, reserved=demand) for tally in tallies]
        events: list[Event] = []
        for number, tally in enumerate(moved):
            limits = account.limits(tally.brand_id)
            due = warnings_due(tally, limits)
            events += [
                Event(
                    id=self._ids.new(),
                    type="BudgetWarned",
                    organization_id=tally.organization_id,
                    aggregate="budget",
                    aggregate_id=f"{tally.period.isoformat()}.{tally.brand_id or 'organization'}",
                    sequence=count,
                    occurred_at=self._clock.now(),
                    actor=PIPELINE,
                    payload=warned(tally, meter, limits[meter], percent, period),
                )
                for count, (meter, percent) in enumerate(sorted(due.items()), start=tally.warnings + 1)
            ]
            moved[number] = with_warnings(tally, due, limits)
        self._repository.commit(Settlement(reservation, moved, events))

    def _conclude(self, call: ApiCall, charged: Mapping[str, Decimal]) -> None:
        while (held := self._repository.reservation(call)) is not None:
            try:
                self._move(held, charged)
            except BudgetMovedError:
                continue
            return

    def _move(self, held: Reservation, charged: Mapping[str, Decimal]) -> bool:
        """Whether there was something to move. Raises BudgetMovedError."""
        is_open = held.state is ReservationState.OPEN
        if not is_open and held.charged == charged:
            return False
        tallies = self._repository.tallies(held.organization_id, held.period, held.brand_id)
        meters = {*charged, *held.charged}
        used = {m: charged.get(m, Decimal(0)) - held.charged.get(m, Decimal(0)) for m in meters}
        reserved = {m: -amount for m, amount in held.amounts.items()} if is_open else NOTHING
        after = held.model_copy(
            update={
                "state": ReservationState.SETTLED if charged else ReservationState.RELEASED,
                "charged": dict(charged),
                "version": held.version + 1,
            }
        )
        moved = [tally.plus(used=used, reserved=reserved) for tally in tallies]
        self._repository.commit(Settlement(after, moved, ()))
        return True
