"""Plans and budgets through the API, and a request that they stop."""

from datetime import UTC, datetime
from typing import Any

import pytest

from functions.api.handler import handler
from functions.settle_due.handler import handler as settle_due
from onbrand.adapters.memory.clock import FrozenClock
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.metering import spending
from onbrand.bootstrap.parts import Parts
from onbrand.content.fail import reason_for
from onbrand.content.model import RequestStatus
from onbrand.content.transitions import Steps
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.money import Money
from onbrand.sourcing.errors import BudgetExhaustedError
from tests.support.http import Answer, Context, answer_of, claims, http_event
from tests.support.scenes import Scene, found, in_review

NEXT_MONTH = datetime(2026, 2, 5, tzinfo=UTC)


def call(scene: Scene, method: str, path: str, body: Any = None, **headers: str) -> Answer:
    event = http_event(method, path, token=claims(scene.owner.id), body=body, headers=headers)
    return answer_of(handler(event, Context()))


def submit(scene: Scene, key: str) -> Answer:
    body = {
        "brand_id": scene.brand.id,
        "brief": {"keywords": ["coffee"], "texts": {"headline": "Coffee"}, "alt_text": "A cup of coffee"},
    }
    return call(scene, "POST", "/v1/requests", body, **{"Idempotency-Key": key})


def purchase(scene: Scene, clock: FrozenClock) -> ApiCall:
    return ApiCall(
        organization_id=scene.organization.id,
        request_id=scene.request.id,
        brand_id=scene.brand.id,
        provider="freepik",
        operation="resources.download",
        attempt=1,
        requested_at=clock.now(),
        outcome=CallOutcome.PENDING,
        cost=Money.model_validate({"amount": "0.10"}),
    )


def test_plans_are_listed_and_the_owner_changes_the_own_one(own: Parts) -> None:
    scene = found(own)
    plans = call(scene, "GET", "/v1/plans").json["items"]
    assert [(plan["id"], plan["pictures"]) for plan in plans] == [
        ("free", 50),
        ("team", 500),
        ("business", None),
    ]
    path = "/v1/organizations/current/plan"
    before = call(scene, "GET", path)
    assert (before.json["plan"]["id"], before.headers["etag"]) == ("free", '"0"')
    after = call(scene, "PUT", path, {"plan": "business"}, **{"If-Match": '"0"'})
    assert (after.status, after.headers["etag"], after.json["plan"]["id"]) == (200, '"1"', "business")
    assert after.json["proration"]["due"] == {"amount": "196.59", "currency": "EUR"}
    assert call(scene, "PUT", path, {"plan": "free"}, **{"If-Match": '"0"'}).status == 412
    assert call(scene, "PUT", path, {"plan": "gold"}).status == 422


def test_a_brands_budget_needs_an_upgrade_and_then_stands_in_the_report(own: Parts) -> None:
    scene = found(own)
    path, budget = f"/v1/brands/{scene.brand.id}/budget", {"limits": [{"amount": "40.00", "currency": "EUR"}]}
    refused = call(scene, "PUT", path, budget)
    assert (refused.status, refused.json["type"]) == (402, "urn:onbrand:problem:upgrade-required")
    assert "the plan Team has them" in refused.json["detail"]
    call(scene, "PUT", "/v1/organizations/current/plan", {"plan": "team"})
    assert call(scene, "PUT", path, budget).status == 200
    assert call(scene, "GET", path).json["budget"] == budget
    spending().reserve(purchase(scene, own.clock))  # type: ignore[arg-type]
    items = call(scene, "GET", "/v1/usage/budgets").json["items"]
    told = {(one["brand_id"], one["meter"]): (one["reserved"], one["left"]) for one in items}
    assert told[scene.brand.id, "EUR"] == ("0.10", "39.90")
    assert told[None, "pictures"] == ("1", "499")
    assert call(scene, "GET", "/v1/brands/01JZZZZZZZZZZZZZZZZZZZZZZZ/budget").status == 404


def test_a_submission_says_what_it_will_cost_and_what_no_budget_covers_is_refused(own: Parts) -> None:
    scene = found(own)
    (line,) = submit(scene, "one").json["estimate"]["costs"]
    assert (line["provider"], line["cost"]) == ("freepik", {"amount": "0.10", "currency": "EUR"})
    assert len(line["price_version"]) == 12
    path = "/v1/organizations/current/budget"
    none = {"limits": [{"amount": "0.05", "currency": "EUR"}]}
    assert call(scene, "PUT", path, none).status == 200
    refused = submit(scene, "two")
    assert (refused.status, refused.json["type"]) == (402, "urn:onbrand:problem:budget-exhausted")
    assert refused.json["detail"] == (
        "The organization's budget of 0.05 EUR a month does not cover this; 0.00 EUR are used or reserved. "
        "It starts again on 5 February 2026 (UTC)."
    )
    # a repetition of what was accepted is answered all the same
    assert submit(scene, "one").status == 202


def moved(own: Parts, scene: Scene, **updates: Any) -> None:
    request = requests().request(scene.organization.id, scene.request.id)
    requests().save(Steps(own.clock, own.ids).step(request, "RequestMoved", {}, **updates))


def no_money(scene: Scene) -> None:
    nothing = {"limits": [{"amount": "0.05", "currency": "EUR"}]}
    assert call(scene, "PUT", "/v1/organizations/current/budget", nothing).status == 200


def test_what_has_still_to_be_bought_is_checked_before_the_next_attempt(own: Parts) -> None:
    scene = found(own)
    path = f"/v1/requests/{scene.request.id}"
    moved(own, scene, status=RequestStatus.FAILED)
    no_money(scene)
    refused = call(scene, "POST", f"{path}/retry")
    assert (refused.status, refused.json["type"]) == (402, "urn:onbrand:problem:budget-exhausted")
    assert call(scene, "GET", path).json["request"]["attempt"] == 1
    moved(own, scene, asset_id=own.ids.new())  # it has its picture, so that nothing has to be bought
    assert call(scene, "POST", f"{path}/retry").status == 202


def test_another_picture_is_only_ordered_when_it_can_be_paid(own: Parts) -> None:
    scene = in_review(own)
    no_money(scene)
    path, brief = f"/v1/requests/{scene.request.id}/revision", scene.request.brief.model_dump(mode="json")
    new_words = {"brief": {**brief, "caption": "Other words"}, "content_version": 1}
    new_picture = {"brief": {**brief, "keywords": ["tea"]}, "content_version": 1}
    refused = call(scene, "POST", path, new_picture)
    assert (refused.status, refused.json["type"]) == (402, "urn:onbrand:problem:budget-exhausted")
    assert call(scene, "POST", path, new_words).status == 202


def test_a_request_that_a_budget_stopped_has_the_reason_and_what_it_needs_after_the_reset(own: Parts) -> None:
    scene = found(own)
    clock: Any = own.clock
    call(
        scene,
        "PUT",
        "/v1/organizations/current/budget",
        {"limits": [{"amount": "0.10", "currency": "EUR"}]},
    )
    first = purchase(scene, clock)
    second = first.model_copy(update={"request_id": "another"})
    spending().reserve(first)
    with pytest.raises(BudgetExhaustedError) as stopped:
        spending().reserve(second)
    cause = f'{{"errorMessage": "{stopped.value.detail}", "errorType": "BudgetExhaustedError"}}'
    reason = reason_for("BudgetExhaustedError", cause, RequestStatus.SOURCING)
    assert reason == stopped.value.detail
    assert "starts again on 5 February 2026" in reason
    clock.advance(seconds=(NEXT_MONTH - clock.now()).total_seconds())
    assert spending().reserve(second.model_copy(update={"requested_at": clock.now()}))
    # what nobody told the outcome of is settled by the schedule
    answer = settle_due({"time": clock.now().isoformat()}, Context())
    assert answer["reservations"] == 1
