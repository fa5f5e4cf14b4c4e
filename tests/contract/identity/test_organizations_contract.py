"""Organizations, their owners and the roles in them, over both tables."""

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.identity import Role
from onbrand.identity.errors import (
    LastOwnerError,
    MembershipMovedError,
    MemberUnknownError,
    NotRegisteredError,
    SlugTakenError,
)
from tests.contract.identity.house import House


def test_who_founds_an_organization_owns_it(house: House) -> None:
    organization, access = house.found()
    assert access.role is Role.OWNER
    assert house.organizations.organization(access) == organization
    assert [one.organization.id for one in house.people.affiliations(access.user_id)] == [organization.id]
    listing = house.table.get(keys.identity.organization_listing(organization.id))
    assert listing is not None and listing["owner"] == organization.id
    (created,) = house.events(organization.id, "organization", organization.id)
    assert (created.type, created.actor) == ("OrganizationCreated", access.user_id)


def test_a_slug_is_taken_once_and_nothing_is_left_of_the_second(house: House) -> None:
    house.found("ann", "northbeam")
    bob = house.sign_in("bob")
    with pytest.raises(SlugTakenError, match="northbeam"):
        house.organizations.create(bob.id, {"name": "Other", "slug": "northbeam"})
    assert house.people.affiliations(bob.id) == []


def test_only_registered_people_found_organizations(house: House) -> None:
    with pytest.raises(NotRegisteredError):
        house.organizations.create("sub-nobody", {"name": "Other", "slug": "other"})


def test_the_last_owner_stays(house: House) -> None:
    _, access = house.found()
    with pytest.raises(LastOwnerError):
        house.organizations.remove_member(access, access.user_id)
    with pytest.raises(LastOwnerError):
        house.organizations.change_role(access, access.user_id, Role.ADMIN)
    bob = house.joined(access, "bob", Role.OWNER)
    house.organizations.remove_member(bob, access.user_id)
    with pytest.raises(LastOwnerError):
        house.organizations.remove_member(bob, bob.user_id)


def test_two_owners_who_remove_each_other_leave_one(house: House) -> None:
    organization, ann = house.found()
    bob = house.joined(ann, "bob", Role.OWNER)
    former = house.repository.membership(organization.id, bob.user_id)
    seen = house.organizations.organization(ann)
    assert former is not None
    house.organizations.remove_member(bob, ann.user_id)
    with pytest.raises(MembershipMovedError):
        event = house.events(organization.id, "membership", former.id)[0]
        house.repository.change_membership(
            former,
            None,
            event.model_copy(update={"sequence": 2}),
            seen.model_copy(update={"owners": 1, "version": seen.version + 1}),
        )
    assert house.people.access(bob.user_id, organization.id).role is Role.OWNER


def test_who_left_can_come_back(house: House) -> None:
    _, access = house.found()
    bob = house.joined(access, "bob", Role.CREATOR)
    house.organizations.remove_member(bob, bob.user_id)
    with pytest.raises(MemberUnknownError):
        house.organizations.remove_member(access, bob.user_id)
    assert house.organizations.member(access.organization_id, bob.user_id) is None
    assert house.joined(access, "bob", Role.VIEWER).role is Role.VIEWER


def test_a_role_changes_only_from_the_version_that_was_read(house: House) -> None:
    organization, access = house.found()
    bob = house.joined(access, "bob", Role.CREATOR)
    changed = house.organizations.change_role(access, bob.user_id, Role.APPROVER, expected_version=1)
    assert changed.version == 2
    with pytest.raises(MembershipMovedError):
        house.organizations.change_role(access, bob.user_id, Role.VIEWER, expected_version=1)
    types = [one.type for one in house.events(organization.id, "membership", changed.id)]
    assert types == ["MemberJoined", "RoleChanged"]
