"""Requests in both tables: conditions, order, the story in one query, and changes that are larger than a
transaction."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.content import TableRequests
from onbrand.adapters.dynamodb.metering import TableLedger
from onbrand.adapters.dynamodb.table import Absent, Put, Table
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.compliance.model import Outcome
from onbrand.content import (
    Asset,
    Brief,
    Change,
    ContentRequest,
    IdempotencyKeyReusedError,
    Pinned,
    RequestMovedError,
    RequestNotFoundError,
    RequestStatus,
    SubmitRequest,
    UnknownReferenceError,
    Variant,
)
from onbrand.content.submission import Submission, new_request, submitted
from onbrand.content.transitions import Steps
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.pages import every
from tests.support.table import table

__all__ = ["table"]
ORG, BRAND = "org", "01JZ0000000000000000000001"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
IDS = SequentialIds(1000)
STEPS = Steps(FrozenClock(NOW), IDS)


def submission(key: str = "key", **changes: object) -> Submission:
    command = {"brand_id": BRAND, "brief": Brief(keywords=("coffee",)), "placements": ("a", "b"), **changes}
    return Submission(ORG, "user", key, SubmitRequest.model_validate(command))


def with_brand(table: Table) -> TableRequests:
    key = keys.brand.brand(ORG, BRAND)
    table.write(Put({"pk": key.pk, "sk": key.sk, "type": "brand"}, Absent()))
    return TableRequests(table)


def submit(
    repository: TableRequests, key: str = "key", at: datetime = NOW, **changes: object
) -> ContentRequest:
    made = submission(key, **changes)
    request = new_request(made, IDS.new(), at)
    repository.submit(made, request, submitted(request, IDS.new()))
    return request


def variant(placement: str, size: int = 10) -> Variant:
    return Variant(
        placement=placement,
        width=1,
        height=1,
        format="jpeg",
        bytes=1,
        sha256="0",
        key=f"k/{placement}",
        layers_key="l",
        score=0.5,
        outcome=Outcome.PASS,
        verdict={"text": "x" * size},
        verdict_key="v",
        alt_text="",
    )


def rendered(request: ContentRequest, variants: list[Variant]) -> Change:
    asset = Asset(id="asset", request_id=request.id)
    pinned = Pinned(profile_version=1, template_id="template", template_version=2)
    facts = {"asset_id": asset.id, "pinned": pinned, "outcome": Outcome.PASS}
    change = STEPS.step(request, "VariantsRendered", status=RequestStatus.RENDERING, **facts)
    return replace(change, asset=asset, variants=tuple(variants), used=True)


def test_what_was_submitted_is_read_back(table: Table) -> None:
    repository = with_brand(table)
    request = submit(repository)
    assert repository.request(ORG, request.id) == request
    assert repository.earlier_submission(submission(), NOW) == request
    assert repository.earlier_submission(submission("other"), NOW) is None
    assert repository.earlier_submission(submission(), NOW + timedelta(days=7)) is None
    with pytest.raises(IdempotencyKeyReusedError):
        repository.earlier_submission(submission(priority=1), NOW)


def test_a_key_that_is_taken_meanwhile_writes_nothing(table: Table) -> None:
    repository = with_brand(table)
    submit(repository)
    with pytest.raises(RequestMovedError):
        submit(repository)
    assert len(repository.page(ORG, RequestStatus.SUBMITTED, 10, None).items) == 1


def test_without_its_brand_nothing_is_written(table: Table) -> None:
    repository = TableRequests(table)
    with pytest.raises(UnknownReferenceError):
        submit(repository)
    assert repository.earlier_submission(submission(), NOW) is None


def test_a_change_of_what_has_moved_is_refused_whole(table: Table) -> None:
    repository = with_brand(table)
    request = submit(repository)
    repository.save(STEPS.step(request, "First", status=RequestStatus.SOURCING))
    with pytest.raises(RequestMovedError):
        repository.save(rendered(request, [variant("a")]))
    story = repository.story(ORG, request.id)
    assert [event.type for event in story.events] == ["RequestSubmitted", "First"]
    assert (story.asset, story.variants) == (None, [])


def test_one_story_holds_everything_in_order(table: Table) -> None:
    repository = with_brand(table)
    request = submit(repository)
    row = ApiCall(
        organization_id=ORG,
        request_id=request.id,
        provider="freepik",
        operation="search",
        attempt=1,
        requested_at=NOW,
        outcome=CallOutcome.PENDING,
    )
    assert TableLedger(table, FrozenClock(NOW)).begin(row) is None
    repository.save(rendered(request, [variant("b"), variant("a")]))

    story = repository.story(ORG, request.id)
    assert [one.placement for one in story.variants] == ["a", "b"]
    assert [event.sequence for event in story.events] == [1, 2]
    assert story.calls == [row]
    assert story.asset == repository.asset(story.request)
    assert repository.variant(story.request, "b") == story.variants[1]
    assert repository.variant(story.request, "c") is None
    partition = keys.shape.aggregate_partition(ORG, "template", "template")
    assert [item["request_id"] for item in table.query(partition, sk_prefix=keys.brand.USES).items] == [
        request.id
    ]


def test_sixty_variants_of_full_size_are_written_and_read(table: Table) -> None:
    repository = with_brand(table)
    names = tuple(f"p{number:02d}" for number in range(60))
    request = submit(repository, placements=names)
    repository.save(rendered(request, [variant(name, 60_000) for name in names]))
    assert [one.placement for one in repository.variants(repository.request(ORG, request.id))] == list(names)


def test_variants_that_were_written_early_are_nothing_until_the_request_says_so(table: Table) -> None:
    repository = with_brand(table)
    names = tuple(f"p{number:02d}" for number in range(60))
    request = submit(repository, placements=names)
    repository.save(STEPS.step(request, "First"))
    with pytest.raises(RequestMovedError):
        repository.save(rendered(request, [variant(name) for name in names]))
    assert repository.story(ORG, request.id).variants == []
    assert repository.variant(repository.request(ORG, request.id), "p50") is None


def test_the_queue_pages_without_a_gap(table: Table) -> None:
    repository = with_brand(table)
    wanted = [(9, 1), (5, 0), (5, 2), (5, 3), (0, 4)]
    made = {
        pair: submit(repository, str(pair), NOW + timedelta(seconds=pair[1]), priority=pair[0]).id
        for pair in reversed(wanted)
    }
    seen = every(lambda start: repository.page(ORG, RequestStatus.SUBMITTED, 2, start))
    assert [request.id for request in seen] == [made[pair] for pair in wanted]


def test_what_is_not_there_is_not_found(table: Table) -> None:
    repository = with_brand(table)
    with pytest.raises(RequestNotFoundError):
        repository.request(ORG, "nothing")
    with pytest.raises(RequestNotFoundError):
        repository.story(ORG, "nothing")


def test_every_item_of_a_request_is_json(table: Table) -> None:
    repository = with_brand(table)
    request = submit(repository)
    repository.save(rendered(request, [variant("a")]))
    items = table.query(keys.content.request_partition(ORG, request.id), limit=100).items
    assert {item["type"] for item in items} == {"request", "asset", "variant", "event"}
    assert json.dumps([item["data"] for item in items], default=float)
