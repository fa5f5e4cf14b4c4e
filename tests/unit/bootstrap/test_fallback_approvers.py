"""Whose question it becomes when mail to an approver comes back."""

import pytest

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.notify import addresses, fallback
from onbrand.content import ContentRequest, Decision, Job
from onbrand.identity import Access, Role
from onbrand.kernel.events import SCHEDULE, Event
from onbrand.notify.reach import Reason, Unreachable, address_digest
from tests.support.northbeam import APPROVER, ORGANIZATION, REQUESTER, SECOND, add_member
from tests.support.world import World
from tests.support.worlds import world

__all__ = ["world"]
OWNER, ADMIN = "zoe", "yann"
"""Named last, so that an order by names would ask others first."""


@pytest.fixture
def asked(world: World) -> ContentRequest:
    """A request that waits for one approver, in an organization with another owner and an administrator."""
    add_member(world.table, OWNER, Role.OWNER, world.clock)
    add_member(world.table, ADMIN, Role.ADMIN, world.clock)
    return opened(world, APPROVER)


def opened(world: World, *approvers: str, key: str = "key", new: bool = True) -> ContentRequest:
    if new:
        world.workflow(steps=[{"approvers": approvers, "rule": "all"}])
    request = world.rendered(key)
    approval_service().open(
        Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1), f"token-{key}"
    )
    return world.request(request.id)


def take_over(request: ContentRequest, approver: str = APPROVER) -> None:
    fallback().take_over(ORGANIZATION, request.id, 1, approver)


def waits_for(world: World, request: ContentRequest) -> set[str]:
    return {one.approver_id for one in world.story(request.id).approvals if one.status == "open"}


def write(world: World, known: Unreachable) -> None:
    event = Event(
        id=world.ids.new(),
        type="AddressChanged",
        organization_id=ORGANIZATION,
        aggregate="mail_address",
        aggregate_id=known.id,
        sequence=known.version,
        occurred_at=world.clock.now(),
        actor="system:mail",
        payload={},
    )
    addresses().put(known, event)


def suppress(world: World, *people: str) -> None:
    """Mail to these people has come back."""
    for person in people:
        address = f"{person}@northbeam.example"
        bounced = Unreachable(
            id=address_digest(address),
            organization_id=ORGANIZATION,
            address=address,
            user_id=person,
            reason=Reason.BOUNCED,
            since=world.clock.now(),
        )
        write(world, bounced)


def test_owners_come_first_then_administrators_then_whoever_may_decide(
    world: World, asked: ContentRequest
) -> None:
    """The requester is an owner, and is not asked to judge their own."""
    suppress(world, APPROVER)
    for taker in (OWNER, ADMIN, SECOND):
        (asks,) = waits_for(world, asked)
        take_over(asked, asks)
        assert waits_for(world, asked) == {taker}
        suppress(world, taker)
    take_over(asked, SECOND)
    assert waits_for(world, asked) == {SECOND}


def test_who_cannot_be_reached_either_is_passed_over(world: World, asked: ContentRequest) -> None:
    suppress(world, APPROVER, OWNER, ADMIN)
    take_over(asked)
    assert waits_for(world, asked) == {SECOND}


def test_the_record_says_that_the_system_handed_it_on_and_why(world: World, asked: ContentRequest) -> None:
    take_over(asked)
    (told,) = [one for one in world.story(asked.id).events if one.type == "ApprovalDelegated"]
    assert (told.actor, told.payload["from"], told.payload["reason"]) == (SCHEDULE, APPROVER, "unreachable")


def test_who_can_be_reached_again_is_asked_again(world: World, asked: ContentRequest) -> None:
    suppress(world, APPROVER, OWNER)
    known = addresses().get(ORGANIZATION, address_digest(f"{OWNER}@northbeam.example"))
    assert known is not None
    lifted = {"lifted_at": world.clock.now(), "version": known.version + 1}
    write(world, known.model_copy(update=lifted))
    take_over(asked)
    assert waits_for(world, asked) == {OWNER}


def test_one_person_has_one_voice(world: World) -> None:
    add_member(world.table, OWNER, Role.OWNER, world.clock)
    request = opened(world, APPROVER, OWNER)
    take_over(request)
    assert waits_for(world, request) == {OWNER, SECOND}


def test_what_is_decided_on_hold_or_gone_stays_as_it_is(world: World, asked: ContentRequest) -> None:
    access = Access(REQUESTER, ORGANIZATION, Role.OWNER)
    approval_service().hold(access, asked.id)
    before = world.request(asked.id)
    take_over(asked)
    assert world.request(asked.id) == before
    approval_service().release(access, asked.id)
    approval_service().decide(ORGANIZATION, asked.id, APPROVER, Decision.APPROVED, None, 1, "api")
    before = world.request(asked.id)
    take_over(asked)
    take_over(asked.model_copy(update={"id": "gone"}))
    assert world.request(asked.id) == before


def test_who_may_not_decide_any_more_is_left_to_the_schedule(world: World, asked: ContentRequest) -> None:
    add_member(world.table, APPROVER, Role.VIEWER, world.clock)
    take_over(asked)
    assert waits_for(world, asked) == {APPROVER}
    approval_service().settle_due(world.clock.now().replace(year=2027))
    assert APPROVER not in waits_for(world, asked)


def test_everything_that_waits_for_a_person_is_handed_on_page_by_page(
    world: World, asked: ContentRequest
) -> None:
    others = [opened(world, APPROVER, key=f"key-{number}", new=False) for number in range(54)]
    assert all(waits_for(world, one) == {APPROVER} for one in (asked, *others))
    fallback().take_over_all(ORGANIZATION, APPROVER)
    assert all(waits_for(world, one) == {OWNER} for one in (asked, *others))
