"""What a use case reads and writes does not grow with what the organization already has."""

from collections.abc import Callable

import pytest

from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.content import content_service
from onbrand.content import ContentRequest, Decision, Job, RequestStatus
from onbrand.identity import Access, Role
from tests.support.northbeam import APPROVER, ORGANIZATION
from tests.support.world import World

UseCase = Callable[[World, ContentRequest], object]


def decide(world: World, request: ContentRequest) -> object:
    return approval_service().decide(
        ORGANIZATION, request.id, APPROVER, Decision.APPROVED, None, request.content_version, "api"
    )


def mine(world: World, request: ContentRequest) -> object:
    return approval_service().mine(Access(APPROVER, ORGANIZATION, Role.APPROVER), 5)


USE_CASES: dict[str, UseCase] = {
    "submit": lambda world, _: content_service().submit(world.access, world.command(), world.ids.new()),
    "get": lambda world, request: content_service().get(world.access, request.id),
    "story": lambda world, request: content_service().story(world.access, request.id),
    "list": lambda world, _: content_service().list(world.access, RequestStatus.IN_REVIEW, 5),
    "cancel": lambda world, request: content_service().cancel(world.access, request.id),
    "mine": mine,
    "decide": decide,
    "settle": lambda world, _: approval_service().settle_due(world.clock.now()),
}


def grow(world: World, numbers: range) -> ContentRequest:
    for number in numbers:
        request = world.rendered(f"key-{number:04d}")
        job = Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1)
        approval_service().open(job, f"token-{number:04d}")
    return world.request(request.id)


@pytest.mark.parametrize("name", USE_CASES)
def test_units_do_not_grow_with_the_organizations_data(world: World, name: str) -> None:
    few = grow(world, range(10))
    with world.table.metered() as before:
        USE_CASES[name](world, few)
    many = grow(world, range(100, 160))
    with world.table.metered() as after:
        USE_CASES[name](world, many)
    assert (after.read, after.write) == (before.read, before.write)
