"""The worker of shards: sums, answers by the API, and a job that fails comes again alone."""

import json
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from functions.aggregate_shard.handler import handler
from functions.aggregate_usage.handler import handler as schedule
from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.table import Absent, Put
from onbrand.bootstrap.approval import approval_service
from onbrand.bootstrap.metering import compliance_trends, ledger, usage_reports
from onbrand.bootstrap.parts import Parts
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.money import Money
from onbrand.metering import Dimension
from tests.support.http import Context
from tests.support.scenes import Scene, found, in_review

DAY = date(2026, 1, 5)
NIGHT = "2026-01-06T01:15:00Z"


def bought(scene: Scene, number: int = 1, **changes: Any) -> ApiCall:
    row = {
        "organization_id": scene.organization.id,
        "request_id": scene.request.id,
        "brand_id": scene.brand.id,
        "provider": "freepik",
        "operation": "resources.download",
        "attempt": number,
        "requested_at": datetime(2026, 1, 5, 8, 59, tzinfo=UTC),
        "outcome": CallOutcome.SUCCEEDED,
        "status": 200,
        "response_time_ms": 120,
        "cost": Money(amount=Decimal("0.10")),
    }
    return ApiCall.model_validate(row | changes)


def run_shards(own: Parts) -> list[str]:
    """Lets the schedule fire and every job be worked; the ids of those that failed."""
    schedule({"time": NIGHT}, Context())
    waiting, own.work.waiting = own.work.waiting, []  # type: ignore[attr-defined]
    records = [
        {"messageId": str(json.loads(body)["shard"]), "body": body, "eventSource": "aws:sqs"}
        for body in waiting
    ]
    answer = handler({"Records": records}, Context())
    return [failure["itemIdentifier"] for failure in answer["batchItemFailures"]]


def test_the_day_is_summed_and_a_repetition_changes_nothing(own: Parts) -> None:
    scene = in_review(own)
    ledger().settle(bought(scene))
    before = usage_reports().usage(scene.access, DAY, DAY)
    own.clock.advance(seconds=86_400)  # type: ignore[attr-defined]
    for _ in range(2):
        assert run_shards(own) == []
    after = usage_reports().usage(scene.access, DAY, DAY)
    assert after.closed_through == DAY
    assert after.items == before.items
    assert [(one.provider, one.total, one.cost.amount) for one in after.items] == [
        ("freepik", 1, Decimal("0.10"))
    ]
    spend = usage_reports().spend(scene.access, DAY, DAY)
    assert [(one.brand_id, one.costs[0].amount) for one in spend.totals] == [
        (scene.brand.id, Decimal("0.10"))
    ]


def test_a_rendered_asset_is_counted_by_its_brand_and_its_author(own: Parts) -> None:
    scene = in_review(own)
    asked = scene.approval()
    approval_service().decide(
        scene.organization.id,
        scene.request.id,
        scene.approver.id,
        "rejected",
        "Too dark.",
        asked.content_version,
        "link",
    )
    own.clock.advance(seconds=86_400)  # type: ignore[attr-defined]
    assert run_shards(own) == []
    for dimension, subject in ((Dimension.BRAND, scene.brand.id), (Dimension.AUTHOR, scene.owner.id)):
        trend = compliance_trends().trend(scene.access, dimension, subject, DAY, DAY)
        (figures,) = trend.items
        assert (figures.assets, figures.average_score, figures.pass_rate) == (1, Decimal("0.7342"), 0)
        assert (figures.decisions, figures.approval_rate) == ({"rejected": 1}, 0)
        assert figures.components == {
            "colour": Decimal("0.9"),
            "layout": Decimal("0.4"),
            "logo": Decimal("0.71"),
        }
        assert [(one.check, one.assets) for one in figures.findings] == [("margins", 1)]
        (ranked,) = compliance_trends().ranking(scene.access, dimension, DAY, DAY).items
        assert ranked == figures


def test_only_the_shard_with_trouble_comes_again(own: Parts) -> None:
    good, bad = found(own, "good"), found(own, "bad")
    for scene in (good, bad):
        ledger().settle(bought(scene))
    key = keys.metering.ledger(bad.organization.id, datetime(2026, 1, 5, 8, tzinfo=UTC), "freepik", "x")
    own.table.write(
        Put({"pk": key.pk, "sk": key.sk, "type": "ledger_call", "data": {"no": "call"}}, Absent())
    )
    own.clock.advance(seconds=86_400)  # type: ignore[attr-defined]
    assert run_shards(own) == [str(int(keys.shape.shard(bad.organization.id)))]
    assert usage_reports().usage(good.access, DAY, DAY).troubled == ()
    assert usage_reports().usage(bad.access, DAY, DAY).troubled == (DAY,)
