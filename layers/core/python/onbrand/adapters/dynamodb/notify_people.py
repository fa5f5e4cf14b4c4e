"""What people wish to be told, and which addresses get nothing any more, in the table."""

from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.table import ConditionFailed, Put, Table
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page
from onbrand.notify.errors import AddressMovedError, WishesMovedError
from onbrand.notify.reach import Unreachable
from onbrand.notify.wishes import Wishes


class TableWishes:
    """A ``notify.ports.Preferences``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def of(self, organization_id: str, user_id: str) -> Wishes:
        """A person's wishes; those that everybody starts with when none were made."""
        item = self._table.get(keys.notify.wishes(organization_id, user_id))
        return from_item(Wishes, item) if item else Wishes(organization_id=organization_id, user_id=user_id)

    def put(self, wishes: Wishes) -> None:
        """Writes the next version. Raises WishesMovedError."""
        key = keys.notify.wishes(wishes.organization_id, wishes.user_id)
        unmoved = follows(wishes.version)
        try:
            self._table.write(Put(to_item(key, "wishes", wishes, wishes.version), unmoved))
        except ConditionFailed as failed:
            raise WishesMovedError("The preferences have changed since they were read.") from failed


class TableAddresses:
    """A ``notify.ports.Addresses``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def get(self, organization_id: str, address_id: str) -> Unreachable | None:
        """What is known of an address, by its digest."""
        item = self._table.get(keys.notify.unreachable(organization_id, address_id))
        return from_item(Unreachable, item) if item else None

    def listed(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Unreachable]:
        """Those that get nothing; a page may have fewer than ``limit``."""
        page = self._table.query(
            keys.shape.organization_partition(organization_id),
            sk_prefix=keys.notify.UNREACHABLE,
            limit=limit,
            start=start,
        )
        found = [from_item(Unreachable, item) for item in page.items]
        return Page([one for one in found if one.is_suppressed], page.next)

    def put(self, found: Unreachable, event: Event) -> None:
        """Writes the next version with its event. Raises AddressMovedError."""
        key = keys.notify.unreachable(found.organization_id, found.id)
        unmoved = follows(found.version)
        try:
            item = to_item(key, "unreachable", found, found.version)
            self._table.write(Put(item, unmoved), put_event(event))
        except ConditionFailed as failed:
            raise AddressMovedError("The address was changed since it was read.") from failed
