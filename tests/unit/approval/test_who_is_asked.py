"""Who is asked by a step: roles, groups, managers and names, those who stand in, and who fills up."""

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onbrand.adapters.memory.clock import FrozenClock
from onbrand.approval import (
    GroupDesign,
    GroupMovedError,
    NewSubstitute,
    Substitute,
    SubstituteNotFoundError,
    SubstituteRefusedError,
    TooManyApproversError,
    UnknownApproverError,
)
from onbrand.approval.absence import stand_in
from onbrand.bootstrap.approval import approval_service, arrangements
from onbrand.content import ContentRequest, Job, NoApproverError, RequestStatus
from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from tests.support.northbeam import APPROVER, ORGANIZATION, REQUESTER, SECOND, add_member
from tests.support.world import World

PEOPLE = ("a", "b", "c", "d")


def asked(world: World, **step: Any) -> dict[str, str | None]:
    """Who is asked, and for whom."""
    world.workflow(steps=[{"approvers": [APPROVER], **step}])
    request = world.rendered()
    approval_service().open(job_of(request), "token")
    review = approval_service().review(world.access, request.id)
    return {one.approver_id: one.stands_for for one in review.approvals}


def job_of(request: ContentRequest) -> Job:
    return Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1)


def away(world: World, who: str, substitute: str, days: int = 7) -> Substitute:
    now = world.clock.now()
    new = NewSubstitute(substitute_id=substitute, starts_at=now, ends_at=now + timedelta(days=days))
    return arrangements().substitute(world.access, who, new)


def test_a_group_and_the_brands_managers_are_asked(world: World) -> None:
    add_member(world.table, "grouped", Role.APPROVER, world.clock)
    group = arrangements().create_group(world.access, GroupDesign(name="Legal", members=("grouped",)))
    assert asked(world, approvers=[f"group:{group.id}", "brand_managers"]) == {"grouped": None, SECOND: None}


def test_a_substitute_of_a_substitute_is_asked_and_a_circle_asks_the_one_who_is_away(world: World) -> None:
    add_member(world.table, "third", Role.APPROVER, world.clock)
    away(world, APPROVER, SECOND)
    away(world, SECOND, "third")
    assert asked(world) == {"third": APPROVER}
    away(world, "third", APPROVER)
    request = world.rendered("another")
    approval_service().open(job_of(request), "token")
    assert [one.approver_id for one in approval_service().review(world.access, request.id).open] == [APPROVER]


def test_a_substitution_takes_over_what_waits_already_and_ends_by_itself(world: World) -> None:
    assert asked(world) == {APPROVER: None}
    away(world, APPROVER, SECOND, days=1)
    world.settle(hours=6)
    (request,) = [
        one.request_id
        for one in approval_service().mine(Access(SECOND, ORGANIZATION, Role.APPROVER), 5).items
    ]
    review = approval_service().review(world.access, request)
    assert {one.approver_id: one.status for one in review.approvals} == {
        APPROVER: "delegated",
        SECOND: "open",
    }
    world.clock.advance(seconds=86_400)
    assert arrangements().substitutes(world.access) == []


def test_a_quorum_that_is_not_there_is_filled_up_by_owners_and_admins_or_fails(world: World) -> None:
    step = {"approvers": ["brand_manager"], "rule": "quorum", "quorum": 2}
    with pytest.raises(NoApproverError, match="needs 2 besides"):
        asked(world, **step)
    add_member(world.table, "admin", Role.ADMIN, world.clock)
    request = world.rendered("again")
    approval_service().open(job_of(request), "token")
    review = approval_service().review(world.access, request.id)
    assert {one.approver_id for one in review.open} == {SECOND, "admin"}


def test_when_the_last_one_leaves_an_owner_or_admin_is_asked_and_without_one_it_ends(world: World) -> None:
    asked(world)
    (request,) = world_requests(world)
    add_member(world.table, "admin", Role.ADMIN, world.clock)
    add_member(world.table, APPROVER, Role.VIEWER, world.clock)
    world.settle(hours=6)
    review = approval_service().review(world.access, request)
    assert [one.approver_id for one in review.open] == ["admin"]
    add_member(world.table, "admin", Role.VIEWER, world.clock)
    world.settle(hours=6)
    assert world.request(request).status is RequestStatus.EXPIRED_UNAPPROVED


def world_requests(world: World) -> list[str]:
    mine = approval_service().mine(Access(APPROVER, ORGANIZATION, Role.APPROVER), 5)
    return [one.request_id for one in mine.items]


def test_at_most_fifty_are_asked_and_all_of_more_cannot_be(world: World) -> None:
    for number in range(60):
        add_member(world.table, f"user-{number:02d}", Role.APPROVER, world.clock)
    with pytest.raises(TooManyApproversError, match="at most 50"):
        asked(world, approvers=["approver"], rule="all")


def test_of_sixty_of_whom_one_is_enough_fifty_are_asked(world: World) -> None:
    for number in range(60):
        add_member(world.table, f"user-{number:02d}", Role.APPROVER, world.clock)
    assert len(asked(world, approvers=["approver"])) == 50


def test_who_may_arrange_what(world: World) -> None:
    creator = Access("creator", ORGANIZATION, Role.CREATOR)
    add_member(world.table, "creator", Role.CREATOR, world.clock)
    now = world.clock.now()
    new = NewSubstitute(substitute_id=SECOND, starts_at=now, ends_at=now + timedelta(days=1))
    with pytest.raises(PermissionMissingError):
        arrangements().substitute(creator, APPROVER, new)
    mine = Access(APPROVER, ORGANIZATION, Role.APPROVER)
    substitute = arrangements().substitute(mine, APPROVER, new)
    with pytest.raises(PermissionMissingError):
        arrangements().substitute(mine, SECOND, new.model_copy(update={"substitute_id": APPROVER}))
    for refused in (SECOND, "creator", "nobody"):
        with pytest.raises(SubstituteRefusedError):
            arrangements().substitute(world.access, SECOND, new.model_copy(update={"substitute_id": refused}))
    arrangements().end_substitute(mine, substitute.id)
    with pytest.raises(SubstituteNotFoundError):
        arrangements().end_substitute(mine, substitute.id)


def test_a_group_changes_by_versions_and_holds_only_people_who_may_decide(world: World) -> None:
    group = arrangements().create_group(world.access, GroupDesign(name="Legal", members=(APPROVER,)))
    changed = arrangements().change_group(
        world.access, group.id, GroupDesign(name="Law", members=(SECOND, SECOND)), 1
    )
    assert (changed.version, changed.members) == (2, (SECOND,))
    with pytest.raises(GroupMovedError):
        arrangements().change_group(world.access, group.id, GroupDesign(name="Old", members=(APPROVER,)), 1)
    with pytest.raises(UnknownApproverError, match="stranger may not decide"):
        arrangements().create_group(world.access, GroupDesign(name="X", members=("stranger",)))
    assert list(arrangements().groups(world.access, 5).items) == [changed]


def test_the_requester_is_not_asked_not_even_as_a_substitute(world: World) -> None:
    away(world, APPROVER, REQUESTER)
    assert asked(world) == {APPROVER: None}


@given(
    st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(PEOPLE)), max_size=8),
    st.sets(st.sampled_from(PEOPLE)),
)
def test_standing_in_always_ends_with_somebody_who_is_there_and_may_or_with_nobody(
    pairs: list[tuple[str, str]], able: set[str]
) -> None:
    now = FrozenClock().now()
    substitutes = [
        Substitute(
            id=f"{number}",
            organization_id="org",
            user_id=who,
            substitute_id=to,
            starts_at=now,
            ends_at=now + timedelta(days=1),
            created_at=now,
            created_by=who,
        )
        for number, (who, to) in enumerate(pairs)
    ]
    missing = {who for who, _ in pairs}
    for person in PEOPLE:
        found = stand_in(person, substitutes, now, able.__contains__)
        assert found is None or (found in able and found not in missing)
        assert stand_in(person, substitutes, now + timedelta(days=2), able.__contains__) == (
            person if person in able else None
        )
