"""Submitting: one key makes one request, and what a submission names must be there."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from onbrand.bootstrap.content import content_service
from onbrand.content import (
    IdempotencyKeyReusedError,
    RequestStatus,
    SubmitRequest,
    TextsMismatchError,
    UnknownReferenceError,
)
from onbrand.identity import Access, Role
from onbrand.identity.errors import PermissionMissingError
from onbrand.placement import CORE_PLACEMENTS, UnknownPlacementError
from tests.support.northbeam import APPROVER, ORGANIZATION
from tests.support.world import World

MISSING = "01JZ000000000000000000009Z"


def listed(world: World) -> list[str]:
    page = content_service().list(world.access, RequestStatus.SUBMITTED, 100)
    return [request.id for request in page.items]


def test_one_key_from_twenty_threads_makes_one_request(world: World) -> None:
    with ThreadPoolExecutor(20) as threads:
        answers = list(
            threads.map(lambda _: content_service().submit(world.access, world.command(), "one"), range(20))
        )

    assert len({request.id for request, _ in answers}) == 1
    assert [replayed for _, replayed in answers].count(False) == 1
    assert len(listed(world)) == 1
    events = [one for one in world.table.drain() if one.new and one.new["type"] == "event"]
    assert len(events) == 1


def test_the_same_key_gives_the_same_answer_even_after_the_request_has_gone_on(world: World) -> None:
    first, _ = content_service().submit(world.access, world.command(), "key")
    content_service().cancel(world.access, first.id)

    assert content_service().submit(world.access, world.command(), "key") == (first, True)


def test_a_key_is_not_for_another_submission(world: World) -> None:
    content_service().submit(world.access, world.command(), "key")
    with pytest.raises(IdempotencyKeyReusedError):
        content_service().submit(world.access, world.command(priority=9), "key")


def test_a_key_belongs_to_one_person(world: World) -> None:
    other = Access("somebody", ORGANIZATION, Role.CREATOR)
    first, _ = content_service().submit(world.access, world.command(), "key")
    second, replayed = content_service().submit(other, world.command(), "key")
    assert (second.id != first.id, replayed) == (True, False)


def test_a_key_is_free_again_after_a_week(world: World) -> None:
    first, _ = content_service().submit(world.access, world.command(), "key")
    world.clock.advance(seconds=7 * 86_400)
    second, replayed = content_service().submit(world.access, world.command(priority=9), "key")
    assert (second.id != first.id, replayed) == (True, False)


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"brand_id": MISSING}, "/brand_id"),
        ({"template_id": MISSING}, "/template_id"),
        ({"workflow_id": MISSING}, "/workflow_id"),
    ],
)
def test_what_is_not_there_is_named(world: World, changes: dict[str, str], pointer: str) -> None:
    with pytest.raises(UnknownReferenceError) as caught:
        content_service().submit(world.access, world.command(**changes), "key")
    assert [error.pointer for error in caught.value.errors] == [pointer]
    assert listed(world) == []


def test_unknown_placements_are_each_named(world: World) -> None:
    with pytest.raises(UnknownPlacementError) as caught:
        content_service().submit(
            world.access, world.command(placements=("x_post", "billboard", "stamp")), "key"
        )
    assert [error.pointer for error in caught.value.errors] == ["/placements/1", "/placements/2"]


def test_texts_must_fill_the_template_that_is_named(world: World) -> None:
    wrong = world.command(template_id=world.template.id, brief={"texts": {"heading": "No such slot"}})
    with pytest.raises(TextsMismatchError) as caught:
        content_service().submit(world.access, wrong, "key")
    pointers = {error.pointer for error in caught.value.errors}
    assert {"/brief/texts/headline", "/brief/texts/heading"} <= pointers


def test_without_placements_the_core_set_is_made_and_none_twice(world: World) -> None:
    core, _ = content_service().submit(world.access, world.command(placements=None), "1")
    twice, _ = content_service().submit(world.access, world.command(placements=("x_post", "x_post")), "2")
    assert core.placements == CORE_PLACEMENTS
    assert twice.placements == ("x_post",)


def test_the_queue_gives_the_highest_priority_first_and_then_the_oldest(world: World) -> None:
    made = []
    for index, priority in enumerate([5, 9, 5, 0]):
        request, _ = content_service().submit(world.access, world.command(priority=priority), str(index))
        world.clock.advance(seconds=1)
        made.append(request.id)
    assert listed(world) == [made[1], made[0], made[2], made[3]]


def test_an_approver_may_not_submit(world: World) -> None:
    with pytest.raises(PermissionMissingError):
        content_service().submit(Access(APPROVER, ORGANIZATION, Role.APPROVER), world.command(), "key")


def test_a_submission_refuses_a_field_it_does_not_know(world: World) -> None:
    document = world.command().model_dump() | {"status": "approved"}
    with pytest.raises(ValueError, match="status"):
        SubmitRequest.model_validate(document)
