"""People, organizations, memberships and invitations in the table."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import BaseModel

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.items import from_item, put_event, to_item
from onbrand.adapters.dynamodb.table import (
    Absent,
    AttributeIs,
    Check,
    Condition,
    ConditionFailed,
    Delete,
    Item,
    Key,
    Present,
    Put,
    Table,
    VersionIs,
    Write,
)
from onbrand.identity.errors import (
    AddressTakenError,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationUnknownError,
    MembershipMovedError,
    SlugTakenError,
)
from onbrand.identity.model import Invitation, Membership, Organization, User
from onbrand.identity.ports import Joining
from onbrand.kernel.errors import OnBrandError
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page

ModelT = TypeVar("ModelT", bound=BaseModel)


class DynamoIdentityRepository:
    """Implements ``identity.ports.IdentityRepository`` over a table."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def user(self, user_id: str) -> User | None:
        """The person."""
        return self._one(User, keys.identity.user(user_id))

    def user_id_of(self, address: str) -> str | None:
        """Who has this address."""
        claim = self._table.get(keys.identity.email_claim(address))
        return None if claim is None else str(claim["owner"])

    def register(self, user: User, event: Event, joinings: Sequence[Joining]) -> None:
        """A new person, who owns the address, with memberships."""
        claim = keys.identity.email_claim(user.email)
        self._write(
            {claim: AddressTakenError("Another account has this address.")},
            Put(to_item(keys.identity.user(user.id), "user", user, user.version), Absent()),
            _claim(claim, user.id),
            put_event(event),
            *(write for joining in joinings for write in _join(joining)),
        )

    def change_user(self, user: User, former: User, event: Event) -> None:
        """A person's new name or address; the old address becomes free."""
        claims: list[Write] = []
        new = keys.identity.email_claim(user.email)
        if new != keys.identity.email_claim(former.email):
            claims = [
                _claim(new, user.id),
                Delete(keys.identity.email_claim(former.email), AttributeIs("owner", user.id)),
            ]
        self._write(
            {new: AddressTakenError("Another account has this address.")},
            Put(to_item(keys.identity.user(user.id), "user", user, user.version), VersionIs(former.version)),
            *claims,
            put_event(event),
        )

    def join(self, joining: Joining, organization: Organization | None = None) -> None:
        """A new membership of a known person."""
        key = keys.identity.member(joining.membership.organization_id, joining.membership.user_id)
        self._write(
            {key: AlreadyMemberError("This person already belongs to the organization.")},
            *_join(joining),
            *_next_version(organization),
        )

    def found(self, organization: Organization, event: Event, owner: Joining) -> None:
        """A new organization with its owner, its slug and its place in the list of all."""
        slug = keys.identity.slug_claim(organization.slug)
        listing = keys.identity.organization_listing(organization.id)
        self._write(
            {slug: SlugTakenError(f"The short name {organization.slug!r} is taken; choose another.")},
            Put(_organization_item(organization), Absent()),
            _claim(slug, organization.id),
            Put(
                {
                    "pk": listing.pk,
                    "sk": listing.sk,
                    "type": "organization_listing",
                    "owner": organization.id,
                },
                Absent(),
            ),
            put_event(event),
            *_join(owner),
        )

    def organization(self, organization_id: str) -> Organization | None:
        """The organization."""
        return self._one(Organization, keys.identity.organization(organization_id))

    def membership(self, organization_id: str, user_id: str) -> Membership | None:
        """The person's membership, as it is at this moment."""
        return self._one(Membership, keys.identity.member(organization_id, user_id))

    def memberships_of(self, user_id: str, limit: int) -> Sequence[Membership]:
        """Where the person belongs to, by index."""
        page = self._table.query(keys.identity.user_memberships_partition(user_id), index="gsi1", limit=limit)
        return [from_item(Membership, item) for item in page.items]

    def members(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Membership]:
        """Who belongs to the organization."""
        return self._page(
            Membership,
            keys.shape.organization_partition(organization_id),
            keys.identity.MEMBERS,
            limit,
            start,
        )

    def change_membership(
        self,
        former: Membership,
        changed: Membership | None,
        event: Event,
        organization: Organization | None,
    ) -> None:
        """A new role, or the end of a membership."""
        condition = VersionIs(former.version)
        key = keys.identity.member(former.organization_id, former.user_id)
        change: Write = (
            Delete(key, condition) if changed is None else Put(_membership_item(changed), condition)
        )
        self._write({}, change, put_event(event), *_next_version(organization))

    def invite(self, invitation: Invitation, event: Event) -> None:
        """A new invitation, unless the address belongs to somebody by now."""
        waiting = keys.identity.email_invitation(invitation.email, invitation.organization_id)
        account = keys.identity.email_claim(invitation.email)
        listed = keys.identity.invitation(invitation.organization_id, invitation.id)
        self._write(
            {
                account: AddressTakenError("There is an account with this address by now."),
                waiting: AlreadyInvitedError("This address is already invited."),
            },
            Check(account, Absent()),
            Put(to_item(waiting, "invitation", invitation), Absent()),
            Put(to_item(listed, "invitation", invitation), Absent()),
            put_event(event),
        )

    def invitation(self, organization_id: str, invitation_id: str) -> Invitation | None:
        """The invitation."""
        return self._one(Invitation, keys.identity.invitation(organization_id, invitation_id))

    def invitations(self, organization_id: str, limit: int, start: dict[str, Any] | None) -> Page[Invitation]:
        """Open invitations of the organization."""
        partition = keys.shape.organization_partition(organization_id)
        return self._page(Invitation, partition, keys.identity.INVITATIONS, limit, start)

    def invitations_for(self, address: str, limit: int) -> Sequence[Invitation]:
        """What waits for an address."""
        return self._page(
            Invitation, keys.identity.email_partition(address), keys.identity.INVITATIONS, limit, None
        ).items

    def end_invitation(self, invitation: Invitation, event: Event) -> None:
        """Takes the invitation back."""
        gone = InvitationUnknownError("There is no such invitation.")
        ends = _end(invitation)
        self._write(dict.fromkeys((write.key for write in ends), gone), *ends, put_event(event))

    def _one(self, model: type[ModelT], key: Key) -> ModelT | None:
        item = self._table.get(key)
        return None if item is None else from_item(model, item)

    def _page(
        self, model: type[ModelT], pk: str, prefix: str, limit: int, start: dict[str, Any] | None
    ) -> Page[ModelT]:
        page = self._table.query(pk, sk_prefix=prefix, limit=limit, start=start)
        return Page([from_item(model, item) for item in page.items], page.next)

    def _write(self, named: dict[Key, OnBrandError], *writes: Write) -> None:
        """A failed condition on a key of ``named`` raises its error, any other MembershipMovedError."""
        try:
            self._table.write(*writes)
        except ConditionFailed as failed:
            for key, error in named.items():
                if failed.on(key):
                    raise error from failed
            raise MembershipMovedError("This has changed in the meantime; read it again.") from failed


def _claim(key: Key, owner: str) -> Put:
    return Put({"pk": key.pk, "sk": key.sk, "type": "claim", "owner": owner}, Absent())


def _organization_item(organization: Organization) -> Item:
    return to_item(
        keys.identity.organization(organization.id), "organization", organization, organization.version
    )


def _membership_item(membership: Membership) -> Item:
    organization_id, user_id = membership.organization_id, membership.user_id
    gsi1 = keys.identity.user_memberships(user_id, organization_id)
    key = keys.identity.member(organization_id, user_id)
    return to_item(key, "membership", membership, membership.version, gsi1=gsi1)


def _next_version(organization: Organization | None) -> list[Write]:
    if organization is None:
        return []
    return [Put(_organization_item(organization), VersionIs(organization.version - 1))]


def _join(joining: Joining) -> list[Write]:
    ends = _end(joining.invitation) if joining.invitation else []
    return [Put(_membership_item(joining.membership), Absent()), put_event(joining.event), *ends]


def _end(invitation: Invitation) -> list[Write]:
    condition: Condition = Present()
    return [
        Delete(keys.identity.email_invitation(invitation.email, invitation.organization_id), condition),
        Delete(keys.identity.invitation(invitation.organization_id, invitation.id), condition),
    ]
