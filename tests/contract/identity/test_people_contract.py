"""Who people are and what they have access to, over both tables."""

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Key, Overwrite, Put
from onbrand.identity import SYSTEM_ORGANIZATION, Role
from onbrand.identity.errors import (
    AddressTakenError,
    AddressUnverifiedError,
    NotRegisteredError,
    OrganizationNeededError,
    OrganizationUnknownError,
)
from tests.contract.identity.house import House


def test_registering_again_changes_nothing(house: House) -> None:
    first = house.sign_in("ann")
    assert house.sign_in("ann") == first
    assert house.people.me(first.id) == first
    assert [one.type for one in house.events(SYSTEM_ORGANIZATION, "user", first.id)] == ["UserRegistered"]


def test_an_unverified_address_is_refused(house: House) -> None:
    with pytest.raises(AddressUnverifiedError):
        house.sign_in("ann", verified=False)
    with pytest.raises(NotRegisteredError):
        house.people.me("sub-ann")


def test_an_address_belongs_to_one_person_in_any_spelling(house: House) -> None:
    house.sign_in("ann", "ann@northbeam.example")
    with pytest.raises(AddressTakenError):
        house.sign_in("eve", " Ann@Northbeam.example ")
    assert house.repository.user("sub-eve") is None


def test_a_new_address_frees_the_old_one(house: House) -> None:
    house.sign_in("ann", "old@northbeam.example")
    changed = house.sign_in("ann", "new@northbeam.example")
    assert (changed.email, changed.version) == ("new@northbeam.example", 2)
    assert house.sign_in("eve", "old@northbeam.example").email == "old@northbeam.example"
    with pytest.raises(AddressTakenError):
        house.sign_in("eve", "new@northbeam.example")


def test_access_is_checked_live_and_hides_what_is_foreign(house: House) -> None:
    organization, access = house.found()
    bob = house.joined(access, "bob", Role.CREATOR)
    house.organizations.change_role(access, bob.user_id, Role.VIEWER)
    assert house.people.access(bob.user_id).role is Role.VIEWER
    house.organizations.remove_member(access, bob.user_id)
    messages = set()
    for missing in (organization.id, "01ARZ3NDEKTSV4RRFFQ69G5FAV"):
        with pytest.raises(OrganizationUnknownError) as caught:
            house.people.access(bob.user_id, missing)
        messages.add(str(caught.value))
    assert len(messages) == 1


def test_the_organization_may_be_left_out_with_exactly_one(house: House) -> None:
    ann = house.sign_in("ann")
    with pytest.raises(OrganizationNeededError, match="no organization"):
        house.people.access(ann.id)
    first, _ = house.found("ann", "first-one")
    assert house.people.access(ann.id).organization_id == first.id
    second, _ = house.found("ann", "second-one")
    with pytest.raises(OrganizationNeededError, match="several"):
        house.people.access(ann.id)
    assert house.people.access(ann.id, second.id).organization_id == second.id


def test_the_cost_of_access_does_not_grow_with_the_organization(house: House) -> None:
    organization, access = house.found()
    with house.table.metered() as small:
        house.people.access(access.user_id, organization.id)
        house.people.access(access.user_id)
    for number in range(40):
        key = Key(
            keys.shape.organization_partition(organization.id), f"{keys.identity.MEMBERS}other-{number}"
        )
        house.table.write(Put({"pk": key.pk, "sk": key.sk, "filler": "x" * 1000}, Overwrite()))
    with house.table.metered() as large:
        house.people.access(access.user_id, organization.id)
        house.people.access(access.user_id)
    assert small == large
