"""Organizations and their members. Methods check what the person may do; every change writes its event."""

from collections.abc import Mapping
from typing import Any

from onbrand.identity.errors import (
    AddressTakenError,
    AlreadyMemberError,
    InvitationUnknownError,
    LastOwnerError,
    MembershipMovedError,
    MemberUnknownError,
    NotRegisteredError,
    OrganizationUnknownError,
    OwnerInvitedError,
)
from onbrand.identity.events import Events
from onbrand.identity.model import (
    Invitation,
    Member,
    Membership,
    NewMember,
    NewOrganization,
    Organization,
    User,
)
from onbrand.identity.permissions import Access, Permission, Role
from onbrand.identity.ports import IdentityRepository, Joining
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids
from onbrand.kernel.pages import DEFAULT_PAGE_SIZE, Page
from onbrand.kernel.validation import parse

FORMS = {
    NewOrganization.model_fields["slug"].metadata[0].pattern: (
        "Use 3 to 40 small letters, digits and hyphens, like northbeam-coffee."
    ),
    NewMember.model_fields["email"].metadata[0].pattern: "This is not an email address.",
}


class Organizations:
    """Use cases of an organization."""

    def __init__(self, repository: IdentityRepository, clock: Clock, ids: Ids) -> None:
        self._repository = repository
        self._clock = clock
        self._ids = ids
        self._events = Events(clock, ids)

    def create(self, user_id: str, new: NewOrganization | Mapping[str, Any]) -> Organization:
        """A new organization, owned by the person. Raises Invalid, NotRegisteredError, SlugTakenError."""
        wanted = parse(NewOrganization, new, forms=FORMS)
        if self._repository.user(user_id) is None:
            raise NotRegisteredError("Please register first: PUT /v1/me with your ID token.")
        organization = Organization(id=self._ids.new(), created_at=self._clock.now(), **wanted.model_dump())
        owner = self._joining(organization.id, user_id, Role.OWNER, user_id)
        self._repository.found(organization, self._events.organization_created(organization, user_id), owner)
        return organization

    def organization(self, access: Access) -> Organization:
        """The organization. Raises OrganizationUnknownError."""
        organization = self._repository.organization(access.organization_id)
        if organization is None:
            raise OrganizationUnknownError("There is no such organization.")
        return organization

    def add_member(self, access: Access, new: NewMember | Mapping[str, Any]) -> Membership | Invitation:
        """Adds a known person at once and invites an unknown one.

        Raises Invalid, PermissionMissingError, AlreadyMemberError, AlreadyInvitedError.
        """
        wanted = parse(NewMember, new, forms=FORMS)
        self._may_give(access, wanted.role)
        known = self._repository.user_id_of(wanted.email)
        if known is None:
            try:
                return self._invite(access, wanted)
            except AddressTakenError:  # the person has registered in this moment
                known = self._repository.user_id_of(wanted.email)
                if known is None:
                    raise
        return self._add(access, known, wanted.role)

    def members(
        self, access: Access, limit: int = DEFAULT_PAGE_SIZE, start: dict[str, Any] | None = None
    ) -> Page[Member]:
        """Who belongs to the organization."""
        access.require(Permission.READ)
        page = self._repository.members(access.organization_id, limit, start)
        found = [
            Member(user=user, membership=one)
            for one in page.items
            if (user := self._repository.user(one.user_id))
        ]
        return Page(found, page.next)

    def member(self, organization_id: str, user_id: str) -> User | None:
        """The person behind a membership; None for somebody who does not belong (any more)."""
        if self._repository.membership(organization_id, user_id) is None:
            return None
        return self._repository.user(user_id)

    def change_role(
        self, access: Access, user_id: str, role: Role, expected_version: int | None = None
    ) -> Membership:
        """Gives a member another role.

        Raises PermissionMissingError, MemberUnknownError, LastOwnerError, MembershipMovedError.
        """
        self._may_give(access, role)
        former = self._member(access, user_id)
        self._may_give(access, former.role)
        if expected_version not in (None, former.version):
            raise MembershipMovedError("The membership has changed since you read it; read it again.")
        if former.role is role:
            return former
        changed = former.model_copy(update={"role": role, "version": former.version + 1})
        event = self._events.membership("RoleChanged", changed, access.user_id, changed.version)
        self._repository.change_membership(former, changed, event, self._recounted(access, former, role))
        return changed

    def remove_member(self, access: Access, user_id: str) -> None:
        """Ends a membership; everybody may end the own one.

        Raises PermissionMissingError, MemberUnknownError, LastOwnerError, MembershipMovedError.
        """
        if user_id != access.user_id:
            access.require(Permission.MANAGE_MEMBERS)
        former = self._member(access, user_id)
        if user_id != access.user_id:
            self._may_give(access, former.role)
        event = self._events.membership("MemberRemoved", former, access.user_id, former.version + 1)
        self._repository.change_membership(former, None, event, self._recounted(access, former, None))

    def invitations(
        self, access: Access, limit: int = DEFAULT_PAGE_SIZE, start: dict[str, Any] | None = None
    ) -> Page[Invitation]:
        """Open invitations."""
        access.require(Permission.MANAGE_MEMBERS)
        return self._repository.invitations(access.organization_id, limit, start)

    def withdraw_invitation(self, access: Access, invitation_id: str) -> None:
        """Takes an invitation back. Raises PermissionMissingError, InvitationUnknownError."""
        access.require(Permission.MANAGE_MEMBERS)
        invitation = self._repository.invitation(access.organization_id, invitation_id)
        if invitation is None:
            raise InvitationUnknownError("There is no such invitation.")
        event = self._events.invitation("InvitationWithdrawn", invitation, access.user_id, 2)
        self._repository.end_invitation(invitation, event)

    def _may_give(self, access: Access, role: Role) -> None:
        access.require(Permission.MANAGE_OWNERS if role is Role.OWNER else Permission.MANAGE_MEMBERS)

    def _member(self, access: Access, user_id: str) -> Membership:
        membership = self._repository.membership(access.organization_id, user_id)
        if membership is None:
            raise MemberUnknownError("There is no such member.")
        return membership

    def _joining(self, organization_id: str, user_id: str, role: Role, actor: str) -> Joining:
        membership = Membership(
            id=self._ids.new(),
            organization_id=organization_id,
            user_id=user_id,
            role=role,
            joined_at=self._clock.now(),
        )
        return Joining(membership, self._events.membership("MemberJoined", membership, actor, 1))

    def _add(self, access: Access, user_id: str, role: Role) -> Membership:
        if self._repository.membership(access.organization_id, user_id):
            raise AlreadyMemberError("This person already belongs to the organization.")
        joining = self._joining(access.organization_id, user_id, role, access.user_id)
        organization = self._recounted(access, None, role)
        self._repository.join(joining, organization)
        return joining.membership

    def _invite(self, access: Access, wanted: NewMember) -> Invitation:
        if wanted.role is Role.OWNER:
            raise OwnerInvitedError(
                "Only a member can become an owner: invite the person as admin first, then change the role."
            )
        invitation = Invitation(
            id=self._ids.new(),
            organization_id=access.organization_id,
            invited_by=access.user_id,
            created_at=self._clock.now(),
            **wanted.model_dump(),
        )
        event = self._events.invitation(
            "MemberInvited", invitation, access.user_id, 1, self.organization(access).name
        )
        self._repository.invite(invitation, event)
        return invitation

    def _recounted(self, access: Access, former: Membership | None, role: Role | None) -> Organization | None:
        """The organization's next version when the number of its owners changes. Raises LastOwnerError."""
        change = (role is Role.OWNER) - (former is not None and former.role is Role.OWNER)
        if not change:
            return None
        organization = self.organization(access)
        if organization.owners + change < 1:
            raise LastOwnerError("An organization needs an owner: make somebody else one first.")
        return organization.model_copy(
            update={"owners": organization.owners + change, "version": organization.version + 1}
        )
