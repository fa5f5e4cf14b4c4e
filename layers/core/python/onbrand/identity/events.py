"""The events of this room, as they are written with each change."""

from typing import Any

from onbrand.identity.model import SYSTEM_ORGANIZATION, Invitation, Membership, Organization, User
from onbrand.kernel.clock import Clock
from onbrand.kernel.events import Event
from onbrand.kernel.ids import Ids


class Events:
    """Makes events; ``actor`` is a user id."""

    def __init__(self, clock: Clock, ids: Ids) -> None:
        self._clock = clock
        self._ids = ids

    def _event(
        self, type_: str, organization_id: str, aggregate: str, sequence: int, actor: str, **payload: Any
    ) -> Event:
        return Event(
            id=self._ids.new(),
            type=type_,
            organization_id=organization_id,
            aggregate=aggregate,
            aggregate_id=payload.pop("of"),
            sequence=sequence,
            occurred_at=self._clock.now(),
            actor=actor,
            payload=payload,
        )

    def user(self, type_: str, user: User) -> Event:
        """UserRegistered or UserChanged; without the address, since history outlives an erased person."""
        return self._event(type_, SYSTEM_ORGANIZATION, "user", user.version, user.id, of=user.id)

    def organization_created(self, organization: Organization, actor: str) -> Event:
        """A new organization."""
        name, slug = organization.name, organization.slug
        return self._event(
            "OrganizationCreated",
            organization.id,
            "organization",
            1,
            actor,
            of=organization.id,
            name=name,
            slug=slug,
        )

    def membership(self, type_: str, membership: Membership, actor: str, sequence: int) -> Event:
        """MemberJoined, RoleChanged or MemberRemoved."""
        return self._event(
            type_,
            membership.organization_id,
            "membership",
            sequence,
            actor,
            of=membership.id,
            user_id=membership.user_id,
            role=membership.role.value,
        )

    def invitation(
        self,
        type_: str,
        invitation: Invitation,
        actor: str,
        sequence: int,
        organization_name: str | None = None,
    ) -> Event:
        """MemberInvited (which holds the address, for the mail) or InvitationWithdrawn."""
        facts = {"email": invitation.email, "organization_name": organization_name} if sequence == 1 else {}
        return self._event(
            type_,
            invitation.organization_id,
            "invitation",
            sequence,
            actor,
            of=invitation.id,
            role=invitation.role.value,
            **facts,
        )
