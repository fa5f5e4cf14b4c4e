"""Signing in: who a person is here, and what the person may do where."""

from collections.abc import Sequence
from contextlib import suppress

from onbrand.identity.errors import (
    AddressTakenError,
    AddressUnverifiedError,
    AlreadyMemberError,
    InvitationUnknownError,
    MembershipMovedError,
    NotRegisteredError,
    OrganizationNeededError,
    OrganizationUnknownError,
)
from onbrand.identity.events import Events
from onbrand.identity.model import Affiliation, Claims, Invitation, Membership, User
from onbrand.identity.permissions import Access
from onbrand.identity.ports import IdentityRepository, Joining
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids

INVITATIONS_AT_ONCE = 20
MAX_AFFILIATIONS = 100


class People:
    """Use cases of a person as such."""

    def __init__(self, repository: IdentityRepository, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._events = Events(clock, ids)

    def register_me(self, claims: Claims) -> User:
        """The person of an ID token, made or brought up to date; pending invitations become memberships.

        May be called at every sign-in. Raises AddressUnverifiedError, AddressTakenError.
        """
        if not claims.email_verified:
            raise AddressUnverifiedError("Please confirm your address first; the code is in your mail.")
        user = self._repository.user(claims.sub)
        if user is None:
            user = User(id=claims.sub, email=claims.email, name=claims.name, created_at=self._clock.now())
            joinings = [self._joining(user, one) for one in self._pending(user)]
            user = self._registered(user, joinings)
        elif (user.email, user.name) != (claims.email, claims.name):
            former = user
            user = former.model_copy(
                update={"email": claims.email, "name": claims.name, "version": former.version + 1}
            )
            self._repository.change_user(user, former, self._events.user("UserChanged", user))
        while pending := self._pending(user):
            for invitation in pending:
                self._accept(user, invitation)
        return user

    def _registered(self, user: User, joinings: Sequence[Joining]) -> User:
        try:
            self._repository.register(user, self._events.user("UserRegistered", user), joinings)
        except (AddressTakenError, MembershipMovedError):
            # A double click: the other call has registered the same person in this moment.
            known = self._repository.user(user.id)
            if known is None:
                raise
            return known
        return user

    def me(self, user_id: str) -> User:
        """The person. Raises NotRegisteredError."""
        user = self._repository.user(user_id)
        if user is None:
            raise NotRegisteredError("Please register first: PUT /v1/me with your ID token.")
        return user

    def affiliations(self, user_id: str) -> Sequence[Affiliation]:
        """The organizations that the person belongs to."""
        return [
            Affiliation(organization=organization, membership=membership)
            for membership in self._repository.memberships_of(user_id, MAX_AFFILIATIONS)
            if (organization := self._repository.organization(membership.organization_id))
        ]

    def access(self, user_id: str, organization_id: str | None = None) -> Access:
        """What the person may do in an organization, which may be left out by someone with one membership.

        Raises OrganizationUnknownError, also for an organization of others, and OrganizationNeededError.
        """
        if organization_id is None:
            memberships = self._repository.memberships_of(user_id, 2)
            if len(memberships) != 1:
                how_many = "several organizations" if memberships else "no organization yet"
                raise OrganizationNeededError(
                    f"You belong to {how_many}: name one in the header OnBrand-Organization."
                )
            organization_id = memberships[0].organization_id
        membership = self._repository.membership(organization_id, user_id)
        if membership is None:
            raise OrganizationUnknownError("There is no such organization.")
        return Access(user_id=user_id, organization_id=organization_id, role=membership.role)

    def _pending(self, user: User) -> Sequence[Invitation]:
        return self._repository.invitations_for(user.email, INVITATIONS_AT_ONCE)

    def _joining(self, user: User, invitation: Invitation) -> Joining:
        membership = Membership(
            id=self._ids.new(),
            organization_id=invitation.organization_id,
            user_id=user.id,
            role=invitation.role,
            joined_at=self._clock.now(),
        )
        return Joining(
            membership, self._events.membership("MemberJoined", membership, user.id, 1), invitation
        )

    def _accept(self, user: User, invitation: Invitation) -> None:
        """Accepts an invitation; one to where the person belongs already is used up without effect."""
        try:
            self._repository.join(self._joining(user, invitation))
        except AlreadyMemberError:
            event = self._events.invitation("InvitationWithdrawn", invitation, user.id, 2)
            with suppress(InvitationUnknownError):
                self._repository.end_invitation(invitation, event)
