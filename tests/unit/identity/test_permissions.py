"""Roles as data, and what services refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from onbrand.adapters.dynamodb.identity import DynamoIdentityRepository
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.table import MemoryTable
from onbrand.identity import PERMISSIONS, Access, Claims, NewMember, Organizations, People, Permission, Role
from onbrand.identity.errors import PermissionMissingError
from onbrand.kernel.errors import Forbidden, Invalid


def access(role: Role) -> Access:
    return Access(user_id="sub-one", organization_id="o", role=role)


@pytest.fixture
def organizations() -> Organizations:
    return Organizations(DynamoIdentityRepository(MemoryTable()), FrozenClock(), SequentialIds())


@pytest.mark.parametrize(
    ("permission", "roles"),
    [
        (Permission.READ, set(Role)),
        (Permission.CREATE_REQUEST, {Role.OWNER, Role.ADMIN, Role.BRAND_MANAGER, Role.CREATOR}),
        (Permission.DECIDE_APPROVAL, {Role.OWNER, Role.ADMIN, Role.BRAND_MANAGER, Role.APPROVER}),
        (Permission.MANAGE_BRAND, {Role.OWNER, Role.ADMIN, Role.BRAND_MANAGER}),
        (Permission.WAIVE_FINDING, {Role.OWNER, Role.ADMIN, Role.BRAND_MANAGER}),
        (Permission.MANAGE_MEMBERS, {Role.OWNER, Role.ADMIN}),
        (Permission.MANAGE_OWNERS, {Role.OWNER}),
    ],
)
def test_who_may_do_what(permission: Permission, roles: set[Role]) -> None:
    assert {role for role in Role if permission in access(role).permissions} == roles
    assert PERMISSIONS.keys() == set(Role)


def test_what_is_missing_is_named() -> None:
    access(Role.CREATOR).require(Permission.CREATE_REQUEST)
    with pytest.raises(PermissionMissingError, match=r"viewer.*create request") as caught:
        access(Role.VIEWER).require(Permission.CREATE_REQUEST)
    assert isinstance(caught.value, Forbidden)


def test_an_admin_adds_members_but_touches_no_owner(organizations: Organizations) -> None:
    for role in (Role.BRAND_MANAGER, Role.CREATOR, Role.APPROVER, Role.VIEWER):
        with pytest.raises(PermissionMissingError):
            organizations.add_member(access(role), {"email": "a@b.example", "role": "viewer"})
        with pytest.raises(PermissionMissingError):
            organizations.remove_member(access(role), "sub-other")
    with pytest.raises(PermissionMissingError, match="manage owners"):
        organizations.add_member(access(Role.ADMIN), {"email": "a@b.example", "role": "owner"})


def test_an_admin_cannot_demote_or_remove_an_owner() -> None:
    repository, clock, ids = DynamoIdentityRepository(MemoryTable()), FrozenClock(), SequentialIds()
    people, organizations = People(repository, clock, ids), Organizations(repository, clock, ids)
    for name in ("ann", "bob"):
        people.register_me(Claims(sub=name, email=f"{name}@b.example", email_verified=True, name=name))
    organization = organizations.create("ann", {"name": "Northbeam", "slug": "northbeam"})
    owner = people.access("ann", organization.id)
    organizations.add_member(owner, {"email": "bob@b.example", "role": "admin"})
    admin = people.access("bob", organization.id)
    with pytest.raises(PermissionMissingError):
        organizations.change_role(admin, "ann", Role.VIEWER)
    with pytest.raises(PermissionMissingError):
        organizations.remove_member(admin, "ann")
    with pytest.raises(PermissionMissingError):
        organizations.change_role(admin, "bob", Role.OWNER)


@pytest.mark.parametrize(
    ("body", "at"),
    [
        ({"name": "X", "slug": "Bad Slug"}, "/slug"),
        ({"name": "X", "slug": "a#b"}, "/slug"),
        ({"name": " ", "slug": "good-one"}, "/name"),
        ({"name": "X\x00", "slug": "good-one"}, "/name"),
        ({"name": "X", "slug": "good-one", "time_zone": "Mars/Base"}, "/time_zone"),
        ({"name": "X", "slug": "good-one", "owners": 9}, "/owners"),
        ({"name": "X", "slug": "good-one", "id": "mine"}, "/id"),
        ({"name": "X"}, "/slug"),
    ],
)
def test_bad_organizations_are_refused_with_a_pointer(
    organizations: Organizations, body: dict[str, object], at: str
) -> None:
    with pytest.raises(Invalid) as caught:
        organizations.create("sub-one", body)
    assert [error.pointer for error in caught.value.errors] == [at]


@pytest.mark.parametrize(
    "email", ["", "nobody", "a b@c.example", "a@b", "a@b.example\nBcc: x@y.example", "<a@b.example>"]
)
def test_what_is_no_address_is_refused(email: str) -> None:
    with pytest.raises(ValidationError):
        NewMember(email=email, role=Role.VIEWER)


@given(st.text(max_size=40))
def test_hostile_subjects_and_addresses_never_reach_a_key(text: str) -> None:
    try:
        claims = Claims(sub=text, email=f"{text}@b.example", email_verified=True, name="x")
    except ValidationError:
        return
    assert "#" not in claims.sub
