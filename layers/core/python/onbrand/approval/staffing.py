"""Who is asked: the people behind roles, groups and names, with those who stand in for them."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from onbrand.approval.absence import Substitute, stand_in
from onbrand.approval.design import BRAND_MANAGERS, GROUP, MAX_APPROVERS, Rule, WorkflowStep
from onbrand.approval.errors import TooManyApproversError
from onbrand.approval.ports import AbsenceRepository, Members, Person
from onbrand.content.errors import NoApproverError
from onbrand.content.model import ContentRequest
from onbrand.identity import Role

FALLBACK = (Role.OWNER, Role.ADMIN)
"""Who is asked, in this order, when nobody else is there."""


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who is asked; ``stands_for`` somebody else who is away."""

    person: Person
    stands_for: str | None = None


class Staffing:
    """Reads members, groups and substitutions as they are at this moment."""

    def __init__(self, members: Members, absence: AbsenceRepository) -> None:
        self._members = members
        self._absence = absence

    def seats(
        self, names: Sequence[str], request: ContentRequest, step: WorkflowStep, now: datetime
    ) -> list[Seat]:
        """Everybody behind the names who may decide on this request, each person once, with substitutes in
        the places of those who are away."""
        organization_id = request.organization_id
        substitutes = self.substitutes(organization_id, now)
        seats: dict[str, Seat] = {}
        for person in self._named(names, organization_id):
            if not _may(person, request, step):
                continue
            seat = self._seat(person, substitutes, request, step, now)
            seats.setdefault(seat.person.user_id, seat)
        return list(seats.values())

    def staff(self, step: WorkflowStep, request: ContentRequest, now: datetime) -> tuple[list[Seat], int]:
        """Who is asked by a step, and how many must approve. Owners and admins fill up what is missing.

        Raises NoApproverError, TooManyApproversError.
        """
        seats = self.seats(step.approvers, request, step, now)
        needed = {Rule.ANY: 1, Rule.ALL: max(len(seats), 1), Rule.QUORUM: step.quorum or 1}[step.rule]
        if needed > MAX_APPROVERS:
            raise TooManyApproversError(
                f"The step “{step.name}” asks {needed} people and all must agree; at most"
                f" {MAX_APPROVERS} can be asked. Change the approval workflow, then retry the request."
            )
        if len(seats) < needed:
            asked = {seat.person.user_id for seat in seats}
            more = self.fallback(request, step, asked)
            seats += [Seat(person) for person in more][: needed - len(seats)]
        if len(seats) < needed:
            raise NoApproverError(
                f"Nobody can approve this request: the step “{step.name}” needs {needed} besides the person"
                f" who asked for it, and the organization has {len(seats)} who may decide."
                " Add an approver, then retry the request."
            )
        return seats[:MAX_APPROVERS], needed

    def fallback(self, request: ContentRequest, step: WorkflowStep, asked: Iterable[str]) -> list[Person]:
        """Owners, then admins, who are not asked yet and may decide."""
        people = [
            person
            for person in self._members.people(request.organization_id)
            if person.role in FALLBACK and person.user_id not in asked and _may(person, request, step)
        ]
        return sorted(people, key=lambda person: FALLBACK.index(person.role))

    def substitutes(self, organization_id: str, now: datetime) -> list[Substitute]:
        """Substitutions that hold now."""
        return [one for one in self._absence.substitutes(organization_id) if one.covers(now)]

    def person(self, organization_id: str, user_id: str) -> Person | None:
        """Somebody, None when not a member (any more)."""
        return self._members.person(organization_id, user_id)

    def _seat(
        self,
        person: Person,
        substitutes: Sequence[Substitute],
        request: ContentRequest,
        step: WorkflowStep,
        now: datetime,
    ) -> Seat:
        if not any(one.user_id == person.user_id for one in substitutes):
            return Seat(person)
        found: dict[str, Person] = {person.user_id: person}

        def may_take(user_id: str) -> bool:
            known = self._members.person(request.organization_id, user_id)
            if known is not None:
                found[user_id] = known
            return known is not None and _may(known, request, step)

        chosen = stand_in(person.user_id, substitutes, now, may_take)
        # With nobody to stand in, the person is asked after all: better late than never.
        if chosen is None or chosen == person.user_id:
            return Seat(person)
        return Seat(found[chosen], person.user_id)

    def _named(self, names: Sequence[str], organization_id: str) -> Iterator[Person]:
        roles = {Role(name) for name in names if name in set(Role)}
        if BRAND_MANAGERS in names:
            roles.add(Role.BRAND_MANAGER)
        for name in names:
            if name in set(Role) or name == BRAND_MANAGERS:
                continue
            for user_id in self._members_of(name, organization_id):
                person = self._members.person(organization_id, user_id)
                if person is not None:
                    yield person
        if roles:
            yield from (person for person in self._members.people(organization_id) if person.role in roles)

    def _members_of(self, name: str, organization_id: str) -> Sequence[str]:
        if not name.startswith(GROUP):
            return (name,)
        group = self._absence.group(organization_id, name.removeprefix(GROUP))
        return group.members if group else ()


def _may(person: Person, request: ContentRequest, step: WorkflowStep) -> bool:
    is_requester = person.user_id == request.created_by
    return person.may_decide and (step.requester_may_approve or not is_requester)
