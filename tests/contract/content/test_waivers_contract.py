"""Waivers, new verdicts, users of a brand and what fell, in both tables."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb.content import TableRequests
from onbrand.adapters.dynamodb.content_items import request_item
from onbrand.adapters.dynamodb.table import Absent, Put, Table
from onbrand.adapters.dynamodb.waivers import TableUses, TableWaivers
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.compliance.model import Component, Outcome
from onbrand.compliance.waiving import Waiver
from onbrand.content import (
    Asset,
    Brief,
    Change,
    ContentRequest,
    Fall,
    Pinned,
    RequestMovedError,
    RequestStatus,
    Variant,
)
from onbrand.content.model import Measure
from onbrand.content.transitions import Steps
from tests.support.table import table

__all__ = ["table"]
ORG, BRAND = "org", "brand"
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
IDS = SequentialIds(2000)
STEPS = Steps(FrozenClock(NOW), IDS)
PINNED = Pinned(profile_version=1, template_id="template", template_version=2)


def variant(placement: str, score: float = 0.9) -> Variant:
    return Variant(
        placement=placement,
        width=1,
        height=1,
        format="jpeg",
        bytes=1,
        sha256="0",
        key=f"k/{placement}",
        layers_key="l",
        score=score,
        outcome=Outcome.PASS,
        verdict={"score": score},
        verdict_key="v",
        alt_text="",
    )


def rendered(table: Table, placements: int = 2) -> ContentRequest:
    """A request with variants that uses the brand and a template."""
    names = tuple(f"p{number:03d}" for number in range(placements))
    request = ContentRequest(
        id=IDS.new(),
        organization_id=ORG,
        brand_id=BRAND,
        template_id=None,
        workflow_id=None,
        brief=Brief(keywords=("coffee",)),
        placements=names,
        priority=5,
        status=RequestStatus.SUBMITTED,
        created_at=NOW,
        created_by="user",
        updated_at=NOW,
    )
    table.write(Put(request_item(request), Absent()))
    facts = {
        "asset_id": "asset",
        "pinned": PINNED,
        "outcome": Outcome.PASS,
        "status": RequestStatus.RENDERING,
    }
    change = STEPS.step(request, "VariantsRendered", **facts)
    asset = Asset(id="asset", request_id=request.id)
    change = replace(change, asset=asset, variants=tuple(map(variant, names)), used=True)
    TableRequests(table).save(change)
    return change.after


def waiver(request: ContentRequest, hours: float = 1, **changes: object) -> Waiver:
    known = {
        "id": IDS.new(),
        "organization_id": ORG,
        "brand_id": BRAND,
        "request_id": request.id,
        "asset_id": "asset",
        "check": "margins",
        "component": Component.LAYOUT,
        "message": "m",
        "reason": "r",
        "ends_at": NOW + timedelta(hours=hours),
        "created_at": NOW,
        "created_by": "u",
    }
    return Waiver.model_validate({**known, **changes})


def save(table: Table, request: ContentRequest, **more: object) -> Change:
    change = replace(STEPS.step(request, "Changed"), **more)  # type: ignore[arg-type]
    TableRequests(table).save(change)
    return change


def test_waivers_are_written_with_their_request_and_due_until_their_end_is_written_down(table: Table) -> None:
    repository, request = TableWaivers(table), rendered(table)
    one, other = waiver(request, 1), waiver(request, 2)
    request = save(table, request, waivers=(one, other)).after
    assert list(repository.waivers(request)) == [one, other]
    assert list(repository.due(NOW)) == []
    assert list(repository.due(NOW + timedelta(hours=1))) == [one]
    assert {due.id for due in repository.due(NOW + timedelta(hours=2))} == {one.id, other.id}
    ended = one.model_copy(update={"ended_at": NOW + timedelta(hours=1), "version": 2})
    save(table, request, waivers=(ended,))
    assert list(repository.due(NOW + timedelta(hours=2))) == [other]
    assert list(repository.waivers(request)) == [ended, other]


def test_a_waiver_that_has_moved_refuses_the_whole_change(table: Table) -> None:
    request = rendered(table)
    one = waiver(request)
    request = save(table, request, waivers=(one,)).after
    late = one.model_copy(update={"version": 3})
    with pytest.raises(RequestMovedError):
        save(table, request, waivers=(late,))
    assert TableRequests(table).request(ORG, request.id) == request


@pytest.mark.parametrize("placements", [2, 60])
def test_new_verdicts_take_the_place_of_the_old_ones(table: Table, placements: int) -> None:
    request = rendered(table, placements)
    again = [variant(name, 0.4) for name in request.placements]
    save(table, request, rejudged=again)
    assert list(TableRequests(table).variants(request)) == again


def test_users_of_a_brand_come_newest_first_and_in_pages(table: Table) -> None:
    made = [rendered(table).id for _ in range(5)]
    uses = TableUses(table)
    for aggregate, identifier in (("brand", BRAND), ("template", "template")):
        first = uses.users(ORG, aggregate, identifier, 3, None)
        assert list(first.items) == made[:1:-1]
        rest = uses.users(ORG, aggregate, identifier, 3, first.items[-1])
        assert (list(rest.items), rest.next) == (made[1::-1], None)


def test_what_fell_is_listed_by_brand_the_latest_first(table: Table) -> None:
    request = rendered(table)
    falls = []
    for number in range(3):
        fall = Fall(
            id=IDS.new(),
            organization_id=ORG,
            brand_id=BRAND,
            request_id=request.id,
            title="t",
            content_version=1,
            versions=PINNED,
            before=Measure(score=0.9, outcome=Outcome.PASS),
            after=Measure(score=0.5, outcome=Outcome.FAIL),
            placements=("p000",),
            fell_at=NOW + timedelta(hours=number),
        )
        request = save(table, request, fall=fall).after
        falls.insert(0, fall)
    page = TableUses(table).falls(ORG, BRAND, 2, None)
    assert list(page.items) == falls[:2]
    assert list(TableUses(table).falls(ORG, BRAND, 2, page.next).items) == falls[2:]
    assert TableUses(table).falls(ORG, "other", 2, None).items == []
