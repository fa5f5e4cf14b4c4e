"""What identity needs from outside. Each writing method is one transaction with its events."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from onbrand.identity.model import Invitation, Membership, Organization, User
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page


@dataclass(frozen=True, slots=True)
class Joining:
    """A new membership, and the invitation that it came from."""

    membership: Membership
    event: Event
    invitation: Invitation | None = None


class IdentityRepository(Protocol):
    """People, organizations, memberships and invitations."""

    def user(self, user_id: str) -> User | None:
        """The person."""
        ...

    def user_id_of(self, address: str) -> str | None:
        """Who has this address."""
        ...

    def register(self, user: User, event: Event, joinings: Sequence[Joining]) -> None:
        """A new person with memberships. Raises AddressTakenError, MembershipMovedError."""
        ...

    def change_user(self, user: User, former: User, event: Event) -> None:
        """A person's new name or address. Raises AddressTakenError, MembershipMovedError."""
        ...

    def join(self, joining: Joining, organization: Organization | None = None) -> None:
        """A new membership of a known person; ``organization`` is its next version when it is an owner.

        Raises AlreadyMemberError, MembershipMovedError.
        """
        ...

    def found(self, organization: Organization, event: Event, owner: Joining) -> None:
        """A new organization with its owner. Raises SlugTakenError."""
        ...

    def organization(self, organization_id: str) -> Organization | None:
        """The organization."""
        ...

    def membership(self, organization_id: str, user_id: str) -> Membership | None:
        """The person's membership."""
        ...

    def memberships_of(self, user_id: str, limit: int) -> Sequence[Membership]:
        """Where the person belongs to; a new membership may show a moment later."""
        ...

    def members(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Membership]:
        """Who belongs to the organization."""
        ...

    def change_membership(
        self,
        former: Membership,
        changed: Membership | None,
        event: Event,
        organization: Organization | None,
    ) -> None:
        """A new role, or the end of a membership (``changed`` is None).

        ``organization`` is its next version when the number of owners changes. Raises MembershipMovedError.
        """
        ...

    def invite(self, invitation: Invitation, event: Event) -> None:
        """A new invitation. Raises AlreadyInvitedError; AddressTakenError when it has an account now."""
        ...

    def invitation(self, organization_id: str, invitation_id: str) -> Invitation | None:
        """The invitation."""
        ...

    def invitations(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Invitation]:
        """Open invitations of the organization."""
        ...

    def invitations_for(self, address: str, limit: int) -> Sequence[Invitation]:
        """What waits for an address."""
        ...

    def end_invitation(self, invitation: Invitation, event: Event) -> None:
        """Takes the invitation back. Raises InvitationUnknownError."""
        ...
