"""A request for which the provider's limit has no room waits in the pipeline, not in a function."""

from onbrand.bootstrap.metering import freepik_permits
from onbrand.content import RequestStatus
from onbrand.settings import FREEPIK_LIMITS
from onbrand.sourcing import Operation
from tests.support.world import World


def fill_up(world: World) -> None:
    """Others have made as many calls in this moment as the provider takes in five seconds."""
    limiter = freepik_permits(FREEPIK_LIMITS)
    for number in range(40):
        lease = limiter.take(organization_id="others", permit_id=f"other.{number}", calls=6)
        limiter.settle(lease, [world.clock.now()] * 6)


def test_a_request_waits_for_room_and_then_goes_on_as_if_nothing_had_been(world: World) -> None:
    fill_up(world)
    request = world.submit()

    execution = world.execution(request)
    assert request.status is RequestStatus.IN_REVIEW
    assert execution.states[1:6] == ["SourceImage", "ReadLimit", "ReadWait", "AwaitTurn", "SourceImage"]
    assert all(isinstance(wait, int) for wait in execution.waits)
    assert 5 <= sum(execution.waits) <= 60
    calls = world.story(request.id).calls
    assert [call.attempt for call in calls if call.operation == Operation.SEARCH] == [1]
    assert all(call.rate_limit.remaining is not None for call in calls if call.operation == Operation.SEARCH)


def test_a_request_that_finds_room_does_not_wait(world: World) -> None:
    request = world.submit()
    assert request.status is RequestStatus.IN_REVIEW
    assert "AwaitTurn" not in world.execution(request).states
    assert world.execution(request).waits == []
