"""A report on the local cloud by the deployed functions: the night sums up, the morning orders, files and mail follow."""

import csv
import io
from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

import httpx
import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.client import DynamoTable
from onbrand.adapters.dynamodb.metering import TableLedger
from onbrand.adapters.dynamodb.reports import TableReports
from onbrand.adapters.dynamodb.table import Overwrite, Put, Table
from onbrand.analytics import ReportPeriod
from onbrand.analytics.events import definition_event
from onbrand.analytics.model import ReportPlan
from onbrand.analytics.periods import due_at
from onbrand.kernel.calls import ApiCall, CallOutcome
from onbrand.kernel.clock import SystemClock
from onbrand.kernel.ids import UlidIds
from onbrand.kernel.money import Money
from tests.cloud.real.world import World
from tests.cloud.waiting import eventually

pytestmark = pytest.mark.cloud
FINANCE = "finance@northbeam.example"
PRICE = Decimal("0.37")


def some_days_old(table: Table, organization_id: str) -> None:
    """An organization that was founded just now has no day that could be reported yet."""
    key = keys.identity.organization(organization_id)
    item = table.get(key)
    assert item is not None
    older = datetime.fromisoformat(item["data"]["created_at"]) - timedelta(days=4)
    table.write(Put({**item, "data": {**item["data"], "created_at": older.isoformat()}}, Overwrite()))


def test_a_day_is_summed_reported_stored_and_mailed(world: World) -> None:
    organization_id, now = world.brand["organization_id"], datetime.now(UTC)
    day = (now - timedelta(days=2)).date()
    table = DynamoTable(world.cloud.client("dynamodb"), world.table, UlidIds())
    some_days_old(table, organization_id)
    bought = ApiCall(
        organization_id=organization_id, request_id="of-another-time", brand_id=world.brand["id"],
        provider="freepik", operation="resources.download", attempt=1, outcome=CallOutcome.SUCCEEDED, status=200,
        requested_at=datetime.combine(day, time(12), UTC), response_time_ms=80, cost=Money(amount=PRICE),
    )  # fmt: skip
    TableLedger(table, SystemClock()).settle(bought)
    reports = TableReports(table)
    made = world.owner.post("/report-definitions", {"kind": "daily_usage", "recipients": [FINANCE]})
    first = reports.definition(organization_id, made["id"])
    again = first.model_copy(update={"version": 2})
    plan = ReportPlan(
        definition_id=first.id,
        organization_id=organization_id,
        period=ReportPeriod(first=day, last=day),
        due_at=due_at(ReportPeriod(first=day, last=day), "UTC"),
    )
    changed = definition_event("ReportDefinitionChanged", again, first.created_by, now, UlidIds())
    reports.put_definition(again, plan, changed)

    world.cloud.fire("aggregate_usage")

    def summed() -> object:
        usage = world.owner.get(f"/usage?from={day}&to={day}")
        closed = usage["closed_through"] is not None and usage["closed_through"] >= day.isoformat()
        right = closed and [one["cost"]["amount"] for one in usage["items"]] == [str(PRICE)]
        return usage if right else None

    eventually(world.cloud, summed, within_s=60)
    assert world.cloud.fire("send_reports")["ordered"] >= 1
    assert world.cloud.fire("send_reports")["ordered"] == 0
    subject = f"Daily usage, {day:%A, %-d %B %Y}"

    def arrived() -> object:
        mails = [one for one in world.cloud.messages(FINANCE) if one["Subject"].startswith(subject)]
        return mails[0] if mails else None

    mail = eventually(world.cloud, arrived, within_s=60)
    html = mail.get_body(("html",))
    assert html is not None and "0.37 EUR" in html.get_content()

    of_day = {"first": day.isoformat(), "last": day.isoformat()}
    reported = [one for one in world.owner.get("/reports")["items"] if one["definition_id"] == first.id]
    (listed,) = (one for one in reported if one["period"] == of_day)

    def finished() -> object:
        report = world.owner.get(f"/reports/{listed['id']}")
        assert report["status"] != "failed", report["reason"]
        return report if report["status"] == "finished" else None

    report = eventually(world.cloud, finished, within_s=60)
    assert report["progress"] == 100
    files = {one["format"]: httpx.get(one["url"]).content for one in report["files"]}
    assert {one["format"]: one["bytes"] for one in report["files"]} == {
        name: len(data) for name, data in files.items()
    }
    assert files["pdf"].startswith(b"%PDF-")
    assert b"0.37 EUR" in files["html"]
    rows = list(csv.reader(io.StringIO(files["csv"].decode("utf-8-sig"))))
    assert any(row[:2] == ["freepik", "1"] and str(PRICE) in row for row in rows)
    subjects = [one["Subject"] for one in world.cloud.messages(FINANCE)]
    assert len(set(subjects)) == len(subjects)  # yesterday may have been reported, too, but no day twice
