"""Invitations, and how people join, over both tables."""

import pytest

from onbrand.identity import Invitation, Membership, Role
from onbrand.identity.errors import (
    AddressUnverifiedError,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationUnknownError,
    OwnerInvitedError,
)
from tests.contract.identity.house import House


def test_an_invitation_waits_for_the_first_verified_sign_in(house: House) -> None:
    organization, access = house.found()
    invited = house.organizations.add_member(access, {"email": "Bob@northbeam.example", "role": "approver"})
    assert isinstance(invited, Invitation)
    (event,) = house.events(organization.id, "invitation", invited.id)
    assert (event.type, event.payload["email"]) == ("MemberInvited", "bob@northbeam.example")
    assert house.organizations.invitations(access).items == [invited]
    with pytest.raises(AlreadyInvitedError):
        house.organizations.add_member(access, {"email": "bob@northbeam.example", "role": "viewer"})
    with pytest.raises(AddressUnverifiedError):
        house.sign_in("bob", verified=False)
    assert house.repository.membership(organization.id, "sub-bob") is None

    house.sign_in("bob")

    assert house.people.access("sub-bob").role is Role.APPROVER
    assert house.organizations.invitations(access).items == []
    membership = house.repository.membership(organization.id, "sub-bob")
    assert membership is not None
    assert [one.type for one in house.events(organization.id, "membership", membership.id)] == [
        "MemberJoined"
    ]


def test_many_invitations_become_memberships_at_one_sign_in(house: House) -> None:
    for number in range(23):
        _, access = house.found("ann", f"brand-{number:02d}")
        house.organizations.add_member(access, {"email": "bob@northbeam.example", "role": "viewer"})
    house.sign_in("bob")
    assert len(house.people.affiliations("sub-bob")) == 23


def test_a_known_person_joins_at_once_and_only_once(house: House) -> None:
    _, access = house.found()
    bob = house.sign_in("bob")
    joined = house.organizations.add_member(access, {"email": bob.email, "role": "creator"})
    assert isinstance(joined, Membership) and joined.user_id == bob.id
    with pytest.raises(AlreadyMemberError):
        house.organizations.add_member(access, {"email": bob.email, "role": "admin"})
    names = {one.user.name: one.membership.role for one in house.organizations.members(access).items}
    assert names == {"ann": Role.OWNER, "bob": Role.CREATOR}


def test_an_owner_is_made_from_a_member_not_by_mail(house: House) -> None:
    organization, access = house.found()
    with pytest.raises(OwnerInvitedError):
        house.organizations.add_member(access, {"email": "new@northbeam.example", "role": "owner"})
    bob = house.sign_in("bob")
    house.organizations.add_member(access, {"email": bob.email, "role": "owner"})
    assert house.organizations.organization(access).owners == 2
    assert house.organizations.organization(access).version == organization.version + 1


def test_an_invitation_can_be_taken_back(house: House) -> None:
    _, access = house.found()
    invited = house.organizations.add_member(access, {"email": "bob@northbeam.example", "role": "viewer"})
    assert isinstance(invited, Invitation)
    house.organizations.withdraw_invitation(access, invited.id)
    with pytest.raises(InvitationUnknownError):
        house.organizations.withdraw_invitation(access, invited.id)
    house.sign_in("bob")
    assert house.people.affiliations("sub-bob") == []


def test_an_invitation_to_where_one_belongs_already_is_used_up(house: House) -> None:
    organization, access = house.found()
    invited = house.organizations.add_member(access, {"email": "second@northbeam.example", "role": "admin"})
    assert isinstance(invited, Invitation)
    house.joined(access, "bob", Role.VIEWER)
    house.sign_in("bob", "second@northbeam.example")
    assert house.people.access("sub-bob", organization.id).role is Role.VIEWER
    assert house.organizations.invitations(access).items == []
