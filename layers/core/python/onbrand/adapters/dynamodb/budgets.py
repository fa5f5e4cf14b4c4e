"""Accounts, tallies and reservations in the table."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.metering import own_key
from onbrand.adapters.dynamodb.metering_windows import TableWindows
from onbrand.adapters.dynamodb.ranges import all_items, due_items
from onbrand.adapters.dynamodb.table import (
    ConditionFailed,
    Item,
    Put,
    Table,
    Write,
)
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.metering.accounts import Account
from onbrand.metering.budgets import Reservation, ReservationState, Tally
from onbrand.metering.errors import AccountMovedError, BudgetMovedError
from onbrand.metering.ports import Settlement
from onbrand.metering.subscription import first_subscription


class TableBudgets:
    """A ``metering.ports.BudgetRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def account(self, organization_id: str) -> Account:
        """The account, or what an organization has that never changed it. Raises TenantUnknownError."""
        item = self._table.get(keys.metering.account(organization_id))
        if item is not None:
            return from_item(Account, item)
        tenant = TableWindows(self._table).tenant(organization_id)
        subscription = first_subscription(tenant.created_at, tenant.time_zone)
        return Account(organization_id=organization_id, subscription=subscription)

    def save(self, account: Account, event: Event) -> None:
        """Writes the next version. Raises AccountMovedError."""
        key = keys.metering.account(account.organization_id)
        item = to_item(key, "account", account, account.version)
        try:
            self._table.write(Put(item, follows(account.version)), put_event(event))
        except ConditionFailed as failed:
            raise AccountMovedError("Plan or budgets were changed in the meantime.") from failed

    def tallies(self, organization_id: str, period: date, brand_id: str | None) -> Sequence[Tally]:
        """The organization's, and the brand's."""
        subjects = (None,) if brand_id is None else (None, brand_id)
        return [self._tally(organization_id, period, subject) for subject in subjects]

    def all_tallies(self, organization_id: str, period: date) -> Sequence[Tally]:
        """All of a period."""
        items = all_items(self._table, keys.metering.tally_partition(organization_id, period))
        return [from_item(Tally, item) for item in items]

    def reservation(self, call: ApiCall) -> Reservation | None:
        """The call's reservation."""
        owner = call.request_id or call.cause or call.operation
        item = self._table.get(keys.metering.reservation(call.organization_id, owner, call.id))
        return from_item(Reservation, item) if item else None

    def commit(self, settlement: Settlement) -> None:
        """One transaction. Raises BudgetMovedError."""
        reservation = settlement.reservation
        writes: list[Write] = [Put(_reservation_item(reservation), follows(reservation.version))]
        for tally in settlement.tallies:
            key = keys.metering.tally(tally.organization_id, tally.period, tally.brand_id)
            writes.append(Put(to_item(key, "tally", tally, tally.version), follows(tally.version)))
        try:
            self._table.write(*writes, *map(put_event, settlement.events))
        except ConditionFailed as failed:
            raise BudgetMovedError("Others have used the budget in the meantime.") from failed

    def due(self, now: datetime) -> Iterator[Reservation]:
        """Open reservations whose time is over, as the index knows them."""
        for item in due_items(self._table, keys.shape.due_shards(), keys.shape.due_until(now)):
            if item["type"] == RESERVATION:
                yield from_item(Reservation, item)

    def call(self, reservation: Reservation) -> ApiCall | None:
        """The ledger's row."""
        item = self._table.get(
            own_key(
                reservation.organization_id, reservation.request_id, reservation.cause, reservation.call_id
            )
        )
        return from_item(ApiCall, item) if item else None

    def _tally(self, organization_id: str, period: date, brand_id: str | None) -> Tally:
        item = self._table.get(keys.metering.tally(organization_id, period, brand_id))
        if item is not None:
            return from_item(Tally, item)
        return Tally(organization_id=organization_id, brand_id=brand_id, period=period)


RESERVATION = "reservation"


def _reservation_item(reservation: Reservation) -> Item:
    owner = reservation.request_id or reservation.cause
    key = keys.metering.reservation(reservation.organization_id, owner, reservation.call_id)
    is_open = reservation.state is ReservationState.OPEN
    due = keys.shape.due(f"{owner}.{reservation.call_id}", reservation.expires_at) if is_open else None
    return to_item(key, RESERVATION, reservation, reservation.version, gsi3=due)
