"""Substitutions, groups of approvers and the working time, in the table."""

from collections.abc import Sequence
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import follows, from_item, put_event, to_item
from onbrand.adapters.dynamodb.ranges import all_items
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Delete, Present, Put, Table
from onbrand.approval.absence import ApproverGroup, Substitute
from onbrand.approval.errors import CalendarMovedError, GroupMovedError, SubstituteNotFoundError
from onbrand.approval.worktime import WorkCalendar
from onbrand.identity import Organization
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


class TableAbsence:
    """An ``approval.ports.AbsenceRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def substitutes(self, organization_id: str) -> Sequence[Substitute]:
        """All substitutions; those that have ended go by themselves some day later."""
        partition = keys.shape.organization_partition(organization_id)
        items = all_items(self._table, partition, sk_prefix=keys.approval.SUBSTITUTES)
        return [from_item(Substitute, item) for item in items]

    def put_substitute(self, substitute: Substitute, event: Event) -> None:
        """Writes a new substitution."""
        key = keys.approval.substitute(substitute.organization_id, substitute.id)
        item = to_item(key, "substitute", substitute, expires_at=substitute.ends_at)
        self._table.write(Put(item, Absent()), put_event(event))

    def end_substitute(self, substitute: Substitute, event: Event) -> None:
        """Ends a substitution. Raises SubstituteNotFoundError."""
        key = keys.approval.substitute(substitute.organization_id, substitute.id)
        try:
            self._table.write(Delete(key, Present()), put_event(event))
        except ConditionFailed as failed:
            raise SubstituteNotFoundError("There is no such substitution.") from failed

    def group(self, organization_id: str, group_id: str) -> ApproverGroup | None:
        """A group of approvers."""
        item = self._table.get(keys.approval.group(organization_id, group_id))
        return from_item(ApproverGroup, item) if item else None

    def groups(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[ApproverGroup]:
        """Groups, oldest first."""
        partition = keys.shape.organization_partition(organization_id)
        page = self._table.query(partition, sk_prefix=keys.approval.GROUPS, limit=limit, start=start)
        return Page([from_item(ApproverGroup, item) for item in page.items], page.next)

    def put_group(self, group: ApproverGroup, event: Event) -> None:
        """Writes the next version. Raises GroupMovedError."""
        key = keys.approval.group(group.organization_id, group.id)
        condition = follows(group.version)
        try:
            self._table.write(
                Put(to_item(key, "approver_group", group, group.version), condition), put_event(event)
            )
        except ConditionFailed as failed:
            raise GroupMovedError("The group has changed since it was read.") from failed

    def calendar(self, organization_id: str) -> WorkCalendar:
        """The organization's working time, in the time zone that it has now."""
        item = self._table.get(keys.approval.calendar(organization_id))
        calendar = from_item(WorkCalendar, item) if item else WorkCalendar()
        organization = self._table.get(keys.identity.organization(organization_id))
        zone = from_item(Organization, organization).time_zone if organization else calendar.time_zone
        return calendar.model_copy(update={"time_zone": zone})

    def put_calendar(self, organization_id: str, calendar: WorkCalendar, event: Event) -> None:
        """Writes the next version. Raises CalendarMovedError."""
        key = keys.approval.calendar(organization_id)
        condition = follows(calendar.version)
        try:
            self._table.write(
                Put(to_item(key, "work_calendar", calendar, calendar.version), condition), put_event(event)
            )
        except ConditionFailed as failed:
            raise CalendarMovedError("The working time has changed since it was read.") from failed
