"""A brand with many requests: looking through all of them is the work of several events, each bounded."""

from collections.abc import Sequence
from typing import Any

import pytest

from onbrand.adapters.dynamodb.waivers import TableUses
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.adapters.memory.table import MemoryTable
from onbrand.content import RequestNotFoundError
from onbrand.content.planning import CONTINUED, MAX_PAGES, RescorePlanning
from onbrand.kernel.events import Event
from onbrand.kernel.pages import Page
from tests.support.records import make_event

REQUESTS = [f"request-{number:03d}" for number in reversed(range(2 * MAX_PAGES + 5))]


class OneByOne(TableUses):
    """Every request is a page."""

    def users(
        self, organization_id: str, aggregate: str, aggregate_id: str, limit: int, before: str | None
    ) -> Page[str]:
        assert (aggregate, aggregate_id) == ("brand", "north")
        start = REQUESTS.index(before) + 1 if before else 0
        last = start + 1 == len(REQUESTS)
        return Page(REQUESTS[start : start + 1], None if last else {"sk": "more"})


class Nothing:
    """Remembers which requests were looked at; there is none of them."""

    def __init__(self) -> None:
        self.seen: list[str] = []

    def request(self, organization_id: str, request_id: str) -> Any:
        self.seen.append(request_id)
        raise RequestNotFoundError("There is no such request.")

    def save(self, change: Any) -> None:
        raise AssertionError("nothing changes")


def written(table: MemoryTable) -> Sequence[Event]:
    return [Event.model_validate(record.new["data"]) for record in table.drain() if record.new]


@pytest.mark.parametrize(
    "event",
    [
        make_event(1, "BrandUpdated", organization_id="org", aggregate="brand", aggregate_id="north"),
        make_event(
            2,
            "BrandAssetReady",
            organization_id="org",
            aggregate="brand_asset",
            aggregate_id="logo",
            payload={"kind": "logo", "brand_id": "north"},
        ),
    ],
)
def test_all_requests_are_looked_through_once_by_bounded_events(event: Event) -> None:
    table, repository = MemoryTable(), Nothing()
    planning = RescorePlanning(
        repository,  # type: ignore[arg-type]
        OneByOne(table),
        None,  # type: ignore[arg-type]
        FrozenClock(),
        SequentialIds(),
    )
    events, rounds = [event], 0
    while events:
        (one,) = events
        before = len(repository.seen)
        for _ in range(2):  # a queue may hand out an event twice
            with pytest.raises(RequestNotFoundError):
                planning.after(one)
        assert len(repository.seen) - before <= 2 * MAX_PAGES
        events, rounds = list(written(table)), rounds + 1
        assert all(follows.type == CONTINUED for follows in events)
    assert rounds == 3
    assert sorted(set(repository.seen), reverse=True) == REQUESTS
    assert len(repository.seen) == 2 * len(REQUESTS)


def test_other_files_of_a_brand_concern_no_request() -> None:
    planning = RescorePlanning(
        Nothing(),  # type: ignore[arg-type]
        OneByOne(MemoryTable()),
        None,  # type: ignore[arg-type]
        FrozenClock(),
        SequentialIds(),
    )
    for payload in ({}, {"kind": "image", "brand_id": "north"}, {"kind": "font", "brand_id": "north"}):
        planning.after(
            make_event(1, "BrandAssetReady", organization_id="org", aggregate="brand_asset", payload=payload)
        )
