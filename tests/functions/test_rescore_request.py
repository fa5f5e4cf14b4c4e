"""One request judged again through its handler; what has moved on is left alone."""

from functions.rescore_request.handler import handler
from onbrand.bootstrap.brand import brands
from onbrand.bootstrap.content import content_service
from onbrand.content import RequestStatus
from tests.support.http import Context
from tests.support.northbeam import ORGANIZATION, profile_design
from tests.support.records import make_event, queue_batch
from tests.support.world import World
from tests.support.worlds import world

__all__ = ["world"]


def ask(world: World, request_id: str) -> None:
    event = make_event(1, "RescoreRequested", organization_id=ORGANIZATION, aggregate_id=request_id)
    assert handler(queue_batch([event]), Context()) == {"batchItemFailures": []}


def new_version(world: World) -> None:
    design = profile_design()
    brands().update(world.access, world.brand.id, design, 1)
    world.table.drain()


def test_the_verdict_before_stays_beside_the_new_one(world: World) -> None:
    request = world.submit(placements=("x_post",))
    (before,) = world.story(request.id).variants
    new_version(world)
    ask(world, request.id)
    (after,) = world.story(request.id).variants
    assert (before.verdict["profile_version"], after.verdict["profile_version"]) == (1, 2)
    assert "/1/verdicts.profile-2.template-2.logos-" in after.verdict_key
    assert world.objects.get(before.verdict_key) != world.objects.get(after.verdict_key)
    assert (after.key, after.sha256) == (before.key, before.sha256)


def test_a_request_that_was_cancelled_meanwhile_is_left_alone(world: World) -> None:
    request = world.submit(placements=("x_post",))
    new_version(world)
    content_service().cancel(world.access, request.id)
    before = world.story(request.id)
    ask(world, request.id)
    assert world.story(request.id) == before
    assert before.request.status is RequestStatus.CANCELLED
