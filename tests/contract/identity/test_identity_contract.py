"""People and organizations, over both tables."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.identity import DynamoIdentityRepository
from onbrand.adapters.dynamodb.items import from_item
from onbrand.adapters.dynamodb.table import Key, Overwrite, Put, Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.identity import (
    SYSTEM_ORGANIZATION,
    Access,
    Claims,
    Invitation,
    Membership,
    Organization,
    Organizations,
    People,
    Role,
    User,
)
from onbrand.identity.errors import (
    AddressTakenError,
    AddressUnverifiedError,
    AlreadyInvitedError,
    AlreadyMemberError,
    InvitationUnknownError,
    LastOwnerError,
    MembershipMovedError,
    MemberUnknownError,
    NotRegisteredError,
    OrganizationNeededError,
    OrganizationUnknownError,
    OwnerInvitedError,
    SlugTakenError,
)
from onbrand.kernel.events import Event
from tests.support.table import table_of


@dataclass
class House:
    table: Table
    people: People
    organizations: Organizations
    repository: DynamoIdentityRepository

    def sign_in(self, name: str, email: str | None = None, verified: bool = True) -> User:
        claims = Claims(
            sub=f"sub-{name}", email=email or f"{name}@northbeam.example", email_verified=verified, name=name
        )
        return self.people.register_me(claims)

    def found(self, name: str = "ann", slug: str = "northbeam") -> tuple[Organization, Access]:
        user = self.sign_in(name)
        organization = self.organizations.create(
            user.id, {"name": "Northbeam", "slug": slug, "time_zone": "UTC"}
        )
        return organization, self.people.access(user.id, organization.id)

    def joined(self, access: Access, name: str, role: Role) -> Access:
        user = self.sign_in(name)
        self.organizations.add_member(access, {"email": user.email, "role": role})
        return self.people.access(user.id, access.organization_id)

    def events(self, organization_id: str, aggregate: str, aggregate_id: str) -> list[Event]:
        partition = keys.shape.aggregate_partition(organization_id, aggregate, aggregate_id)
        page = self.table.query(partition, sk_prefix=keys.shape.EVENT, limit=50)
        assert all(item["type"] == "event" for item in page.items)
        return [from_item(Event, item) for item in page.items]


@pytest.fixture(params=["memory", "dynamodb"])
def house(request: pytest.FixtureRequest) -> Iterator[House]:
    with table_of(request.param) as table:
        repository = DynamoIdentityRepository(table)
        clock, ids = FrozenClock(), SequentialIds(1000)
        yield House(table, People(repository, clock, ids), Organizations(repository, clock, ids), repository)


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
