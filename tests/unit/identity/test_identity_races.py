"""People who act at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onbrand.adapters.dynamodb.identity import DynamoIdentityRepository
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.table import MemoryTable
from onbrand.identity import Access, Claims, Membership, Organizations, People, Role
from onbrand.identity.errors import (
    LastOwnerError,
    MembershipMovedError,
    PermissionMissingError,
    SlugTakenError,
)


class LateReader(DynamoIdentityRepository):
    """Sees the account of an address only at the second look."""

    looks = 0

    def user_id_of(self, address: str) -> str | None:
        self.looks += 1
        return super().user_id_of(address) if self.looks > 1 else None


class House:
    def __init__(self, repository: type[DynamoIdentityRepository] = DynamoIdentityRepository) -> None:
        self.table = MemoryTable()
        clock, ids = FrozenClock(), SequentialIds()
        self.people = People(repository(self.table), clock, ids)
        self.organizations = Organizations(repository(self.table), clock, ids)

    def sign_in(self, name: str) -> str:
        claims = Claims(sub=name, email=f"{name}@b.example", email_verified=True, name=name)
        return self.people.register_me(claims).id

    def found(self, slug: str = "northbeam") -> Access:
        organization = self.organizations.create(self.sign_in("ann"), {"name": "N", "slug": slug})
        return self.people.access("ann", organization.id)

    def events(self) -> list[str]:
        return [
            one.new["data"]["type"] for one in self.table.drain() if one.new and one.new["type"] == "event"
        ]


def test_a_double_click_registers_once() -> None:
    house = House()
    access = house.found()
    house.organizations.add_member(access, {"email": "bob@b.example", "role": "creator"})
    house.events()
    with ThreadPoolExecutor(8) as pool:
        ids = list(pool.map(house.sign_in, ["bob"] * 8))
    assert set(ids) == {"bob"}
    assert sorted(house.events()) == ["MemberJoined", "UserRegistered"]
    assert house.people.access("bob").role is Role.CREATOR


def test_who_registers_while_being_invited_joins_at_once() -> None:
    house = House(LateReader)
    access = house.found()
    house.sign_in("bob")
    joined = house.organizations.add_member(access, {"email": "bob@b.example", "role": "viewer"})
    assert isinstance(joined, Membership)
    assert house.organizations.invitations(access).items == []


def test_one_slug_is_given_once() -> None:
    house = House()
    house.sign_in("ann")

    def found(_: int) -> bool:
        try:
            house.organizations.create("ann", {"name": "N", "slug": "northbeam"})
        except SlugTakenError:
            return False
        return True

    with ThreadPoolExecutor(16) as pool:
        assert list(pool.map(found, range(16))).count(True) == 1
    assert len(house.people.affiliations("ann")) == 1


@pytest.mark.parametrize("_", range(5))
def test_owners_who_leave_together_leave_one_behind(_: int) -> None:
    house = House()
    ann = house.found()
    names = ["bob", "cat", "dan"]
    for name in names:
        house.sign_in(name)
        house.organizations.add_member(ann, {"email": f"{name}@b.example", "role": "owner"})
    owners = [ann, *(house.people.access(name, ann.organization_id) for name in names)]

    def leave(access: Access) -> None:
        while True:
            try:
                house.organizations.remove_member(access, access.user_id)
            except MembershipMovedError:
                continue
            except LastOwnerError:
                pass
            return

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(leave, owners))
    left = house.organizations.members(ann).items
    assert [one.membership.role for one in left] == [Role.OWNER]
    assert house.organizations.organization(ann).owners == 1


def test_a_member_cannot_raise_the_own_role() -> None:
    house = House()
    ann = house.found()
    house.sign_in("bob")
    house.organizations.add_member(ann, {"email": "bob@b.example", "role": "creator"})
    with pytest.raises(PermissionMissingError):
        house.organizations.change_role(house.people.access("bob"), "bob", Role.ADMIN)
