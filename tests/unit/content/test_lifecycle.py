"""Which state may follow which, and what members can do in between."""

import pytest

from onbrand.bootstrap.content import content_service, requests
from onbrand.content import (
    Job,
    RequestClosedError,
    RequestNotFoundError,
    RequestStatus,
    StageMissingError,
    StaleAttemptError,
    StatusConflictError,
    VariantNotFoundError,
)
from onbrand.content.model import CANCELLABLE, DECIDED, RETRYABLE, STAGES
from onbrand.content.transitions import Steps, has_turn, next_stage
from onbrand.identity import Access, Role
from tests.support.northbeam import ORGANIZATION
from tests.support.world import World

OTHER = "01JZ00000000000000000000ZZ"


def put(world: World, status: RequestStatus, key: str) -> str:
    request, _ = content_service().submit(world.access, world.command(), key)
    requests().save(Steps(world.clock, world.ids).step(request, "Moved", status=status))
    return request.id


@pytest.mark.parametrize("stage", STAGES[:-1])
@pytest.mark.parametrize("status", list(RequestStatus))
def test_a_stage_works_once_and_in_its_turn_only(
    world: World, stage: RequestStatus, status: RequestStatus
) -> None:
    request = world.rendered(status=status)
    job = Job(organization_id=ORGANIZATION, request_id=request.id, attempt=1)
    if status is stage:
        assert has_turn(request, job, stage)
    elif status in DECIDED or (status in STAGES and STAGES.index(status) > STAGES.index(stage)):
        assert not has_turn(request, job, stage)
    else:
        with pytest.raises((RequestClosedError, StageMissingError)):
            has_turn(request, job, stage)


def test_another_attempt_never_has_a_turn(world: World) -> None:
    request = world.rendered()
    with pytest.raises(StaleAttemptError):
        has_turn(request, Job(organization_id=ORGANIZATION, request_id=request.id, attempt=2), request.status)


def test_the_next_stage_is_the_first_with_work_left() -> None:
    assert next_stage((None, None, None)) is RequestStatus.SOURCING
    assert next_stage(("picture", None, None)) is RequestStatus.COMPOSING
    assert next_stage(("picture", "lead", None)) is RequestStatus.SCORING
    assert next_stage(("picture", "lead", "verdict")) is RequestStatus.RENDERING


@pytest.mark.parametrize("status", list(RequestStatus))
def test_only_what_is_not_decided_can_be_cancelled(world: World, status: RequestStatus) -> None:
    request_id = put(world, status, "key")
    if status in CANCELLABLE or status is RequestStatus.CANCELLED:
        assert content_service().cancel(world.access, request_id).status is RequestStatus.CANCELLED
        return
    with pytest.raises(StatusConflictError, match=status.value.replace("_", " ")):
        content_service().cancel(world.access, request_id)


@pytest.mark.parametrize("status", list(RequestStatus))
def test_only_what_failed_or_expired_can_be_retried(world: World, status: RequestStatus) -> None:
    request_id = put(world, status, "key")
    if status in RETRYABLE:
        request = content_service().retry(world.access, request_id)
        assert (request.status, request.attempt) == (RequestStatus.SUBMITTED, 2)
        return
    with pytest.raises(StatusConflictError):
        content_service().retry(world.access, request_id)


def test_cancelling_twice_writes_one_event(world: World) -> None:
    request_id = put(world, RequestStatus.SOURCING, "key")
    content_service().cancel(world.access, request_id)
    content_service().cancel(world.access, request_id)
    types = [event.type for event in content_service().story(world.access, request_id).events]
    assert types.count("RequestCancelled") == 1


def test_another_organization_sees_nothing(world: World) -> None:
    request_id = put(world, RequestStatus.SOURCING, "key")
    stranger = Access(world.access.user_id, OTHER, Role.OWNER)
    for call in (
        content_service().get,
        content_service().story,
        content_service().cancel,
        content_service().retry,
    ):
        with pytest.raises(RequestNotFoundError):
            call(stranger, request_id)


def test_there_is_no_file_for_what_was_not_rendered(world: World) -> None:
    request_id = put(world, RequestStatus.SOURCING, "key")
    with pytest.raises(VariantNotFoundError):
        content_service().variant_file(world.access, request_id, "x_post")
    assert (
        content_service().package_url(world.access, content_service().get(world.access, request_id)) is None
    )
