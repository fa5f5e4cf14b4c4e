"""What members arrange for approvals: who stands in for them, groups of approvers, the working time. Every write has
its event."""

from typing import Any

from onbrand.approval.absence import ApproverGroup, GroupDesign, NewSubstitute, Substitute
from onbrand.approval.errors import (
    CalendarMovedError,
    GroupMovedError,
    GroupNotFoundError,
    SubstituteNotFoundError,
    SubstituteRefusedError,
    UnknownApproverError,
)
from onbrand.approval.ports import AbsenceRepository, Members
from onbrand.approval.worktime import WorkCalendar, WorkWeek
from onbrand.identity import Access, Permission
from onbrand.kernel.clock import Clock
from onbrand.kernel.errors import FieldError
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import Page

MAX_SUBSTITUTES = 500
"""Substitutions of an organization that have not ended: all of them are read when a step is opened."""


class Arrangements:
    """Use cases around the people who decide."""

    def __init__(self, repository: AbsenceRepository, members: Members, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._members = members
        self._clock = clock
        self._ids = ids

    def substitutes(self, access: Access) -> list[Substitute]:
        """Substitutions that have not ended, by their beginning."""
        access.require(Permission.READ)
        now = self._clock.now()
        found = self._repository.substitutes(access.organization_id)
        return sorted((one for one in found if one.ends_at > now), key=lambda one: (one.starts_at, one.id))

    def substitute(self, access: Access, user_id: str, new: NewSubstitute) -> Substitute:
        """Names who stands in for a person; for oneself, or as somebody who manages workflows.

        Raises SubstituteRefusedError, PermissionMissingError.
        """
        self._may_arrange(access, user_id)
        if new.substitute_id == user_id:
            raise SubstituteRefusedError("Nobody stands in for themselves.")
        person = self._members.person(access.organization_id, new.substitute_id)
        if person is None or not person.may_decide:
            raise SubstituteRefusedError("This person may not decide on approvals here.")
        if len(self._repository.substitutes(access.organization_id)) >= MAX_SUBSTITUTES:
            raise SubstituteRefusedError(f"There are {MAX_SUBSTITUTES} substitutions already; end one first.")
        substitute = Substitute(
            **new.model_dump(),
            id=self._ids.new(),
            organization_id=access.organization_id,
            user_id=user_id,
            created_at=self._clock.now(),
            created_by=access.user_id,
        )
        payload = {"user": user_id, **new.model_dump(mode="json")}
        event = self._event(access, "SubstituteNamed", "substitute", substitute.id, 1, payload)
        self._repository.put_substitute(substitute, event)
        return substitute

    def end_substitute(self, access: Access, substitute_id: str) -> None:
        """Ends a substitution; what was handed over by it stays there. Raises SubstituteNotFoundError."""
        access.require(Permission.READ)
        found = self._repository.substitutes(access.organization_id)
        substitute = next((one for one in found if one.id == substitute_id), None)
        if substitute is None:
            raise SubstituteNotFoundError("There is no such substitution.")
        self._may_arrange(access, substitute.user_id)
        payload = {"user": substitute.user_id, "substitute_id": substitute.substitute_id}
        event = self._event(access, "SubstituteEnded", "substitute", substitute.id, 2, payload)
        self._repository.end_substitute(substitute, event)

    def groups(self, access: Access, limit: int, start: dict[str, Any] | None = None) -> Page[ApproverGroup]:
        """Groups of approvers, oldest first."""
        access.require(Permission.READ)
        return self._repository.groups(access.organization_id, limit, start)

    def group(self, access: Access, group_id: str) -> ApproverGroup:
        """A group. Raises GroupNotFoundError."""
        access.require(Permission.READ)
        group = self._repository.group(access.organization_id, group_id)
        if group is None:
            raise GroupNotFoundError("There is no such group.")
        return group

    def create_group(self, access: Access, design: GroupDesign) -> ApproverGroup:
        """A new group. Raises UnknownApproverError."""
        return self._write_group(access, design, self._ids.new(), 1)

    def change_group(
        self, access: Access, group_id: str, design: GroupDesign, expected_version: int
    ) -> ApproverGroup:
        """The group's next version. Raises GroupNotFoundError, GroupMovedError, UnknownApproverError."""
        before = self.group(access, group_id)
        if expected_version != before.version:
            raise GroupMovedError(f"The group is at version {before.version}, not {expected_version}.")
        return self._write_group(access, design, group_id, before.version + 1)

    def calendar(self, access: Access) -> WorkCalendar:
        """The organization's working time."""
        access.require(Permission.READ)
        return self._repository.calendar(access.organization_id)

    def change_calendar(self, access: Access, week: WorkWeek, expected_version: int) -> WorkCalendar:
        """The next version of the working time; steps that are open keep their due times. Raises
        CalendarMovedError."""
        access.require(Permission.MANAGE_WORKFLOW)
        before = self._repository.calendar(access.organization_id)
        if expected_version != before.version:
            raise CalendarMovedError(
                f"The working time is at version {before.version}, not {expected_version}."
            )
        calendar = WorkCalendar(**week.model_dump(), time_zone=before.time_zone, version=before.version + 1)
        payload = {"version": calendar.version}
        event = self._event(
            access, "WorkingTimeChanged", "calendar", access.organization_id, calendar.version, payload
        )
        self._repository.put_calendar(access.organization_id, calendar, event)
        return calendar

    def _write_group(self, access: Access, design: GroupDesign, group_id: str, version: int) -> ApproverGroup:
        access.require(Permission.MANAGE_WORKFLOW)
        self._check_members(access.organization_id, design)
        group = ApproverGroup(
            name=design.name,
            members=tuple(dict.fromkeys(design.members)),
            id=group_id,
            organization_id=access.organization_id,
            version=version,
            created_at=self._clock.now(),
            created_by=access.user_id,
        )
        type_ = "ApproverGroupCreated" if version == 1 else "ApproverGroupChanged"
        payload = {"name": group.name, "version": version}
        self._repository.put_group(
            group, self._event(access, type_, "approver_group", group_id, version, payload)
        )
        return group

    def _check_members(self, organization_id: str, design: GroupDesign) -> None:
        errors = []
        for index, user_id in enumerate(design.members):
            person = self._members.person(organization_id, user_id)
            if person is None or not person.may_decide:
                errors.append(
                    FieldError(f"/members/{index}", f"{user_id} may not decide here", "unknown_approver")
                )
        if errors:
            listed = "; ".join(error.detail for error in errors)
            raise UnknownApproverError(f"The group has members who cannot answer: {listed}.", errors)

    def _may_arrange(self, access: Access, user_id: str) -> None:
        access.require(
            Permission.DECIDE_APPROVAL if user_id == access.user_id else Permission.MANAGE_WORKFLOW
        )

    def _event(
        self,
        access: Access,
        type_: str,
        aggregate: str,
        aggregate_id: str,
        sequence: int,
        payload: dict[str, Any],
    ) -> Event:
        return Event(
            id=self._ids.new(),
            type=type_,
            organization_id=access.organization_id,
            aggregate=aggregate,
            aggregate_id=aggregate_id,
            sequence=sequence,
            occurred_at=self._clock.now(),
            actor=access.user_id,
            payload=payload,
        )
