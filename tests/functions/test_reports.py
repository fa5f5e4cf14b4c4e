"""Reports from the order to the mail: by schedule and by the API."""

import csv
import io
import json
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from functions.aggregate_shard.handler import handler as close_shard
from functions.api.handler import handler as api
from functions.make_report.handler import handler as make
from functions.send_reports.handler import handler as schedule
from onbrand.analytics import ReportDesign, ReportKind
from onbrand.bootstrap.analytics import report_desk, report_maker
from onbrand.bootstrap.parts import Parts
from onbrand.kernel.calls import RateLimitState
from onbrand.kernel.events import Event
from onbrand.kernel.money import Money
from tests.support.accounting import Accounting, call
from tests.support.http import Context, answer_of, claims, http_event
from tests.support.scenes import Scene, events_of, in_review
from tests.support.sending import tell

PRICES = ("0.10", "0.25", "0.07", "1.00")
TWO = ("finance@northbeam.example", "boss@northbeam.example")


def ask(scene: Scene, method: str, path: str, body: Any = None, **headers: str) -> Any:
    event = http_event(method, path, body=body, headers=headers, token=claims(scene.owner.id))
    return answer_of(api(event, Context()))


def spent(own: Parts, scene: Scene, days: int = 1) -> Accounting:
    """Calls on every day at noon; each day is closed but the last."""
    books = Accounting(own.table, own.clock)  # type: ignore[arg-type]
    for day in range(days):
        at = datetime(2026, 1, 5, 12, tzinfo=UTC) + timedelta(days=day)
        for number, price in enumerate(PRICES):
            cost = Money(amount=Decimal(price))
            books.record(
                call(
                    scene.organization.id,
                    day * 10 + number,
                    brand_id=scene.brand.id,
                    requested_at=at + timedelta(minutes=number),
                    cost=cost,
                )
            )
    return books


def fired(own: Parts, at: datetime) -> dict[str, Any]:
    """Time passes until the schedule fires."""
    own.clock.advance(seconds=max(0.0, (at - own.clock.now()).total_seconds()))  # type: ignore[attr-defined]
    return schedule({"time": at.isoformat()}, Context())


def worked(own: Parts, done: set[str]) -> list[Event]:
    """Hands the events of ordered reports to the worker, as the bus does."""
    events = [one for one in events_of(own) if one.type == "ReportOrdered" and one.id not in done]
    for event in events:
        done.add(event.id)
        body = json.dumps(
            {"source": "onbrand", "detail-type": event.type, "detail": event.model_dump(mode="json")}
        )
        record = {"messageId": event.id, "body": body, "eventSource": "aws:sqs"}
        assert make({"Records": [record]}, Context()) == {"batchItemFailures": []}
    return events


def test_a_day_is_reported_once_to_everybody_whatever_the_schedule_does(own: Parts) -> None:
    scene = in_review(own)
    books = spent(own, scene)
    report_desk().define(scene.access, ReportDesign(kind=ReportKind.DAILY_USAGE, recipients=TWO))
    done: set[str] = set()
    assert fired(own, datetime(2026, 1, 5, 23, tzinfo=UTC))["ordered"] == 0
    assert fired(own, datetime(2026, 1, 6, 7, tzinfo=UTC))["ordered"] == 0  # not summed yet
    books.close(scene.organization.id)
    for _ in range(3):
        fired(own, datetime(2026, 1, 6, 8, tzinfo=UTC))
        worked(own, done)
    (event,) = (one for one in events_of(own) if one.type == "ReportOrdered")
    report_maker().make(scene.organization.id, event.aggregate_id)
    ends = [one for one in events_of(own) if one.type == "ReportFinished"]
    for _ in range(2):
        tell(own, ends)
    sent = own.mailer.sent  # type: ignore[attr-defined]
    assert sorted(mail.recipients[0] for mail in sent) == sorted(TWO)
    message = sent[0].message
    assert message["subject"] == "Daily usage, Monday, 5 January 2026"
    html = message.get_body(("html",)).get_content()
    assert "1.42 EUR" in html and "Northbeam Coffee" in html
    names = [part.get_filename() for part in message.iter_attachments()]
    assert names == ["daily-usage-2026-01-05.pdf", "daily-usage-2026-01-05.csv"]
    report = ask(scene, "GET", f"/v1/reports/{event.aggregate_id}").json
    assert report["mails"] == dict.fromkeys(TWO, "sent")


def test_the_report_is_the_sum_of_the_ledger(own: Parts) -> None:
    scene = in_review(own)
    books = spent(own, scene, days=9)
    books.close(scene.organization.id, datetime(2026, 1, 12, 2, tzinfo=UTC))  # the last days are still open
    answer = ask(scene, "POST", "/v1/reports", {"kind": "monthly_costs", "day": "2026-01-20"})
    assert answer.status == 202
    worked(own, set())
    report = ask(scene, "GET", answer.headers["location"]).json
    assert (report["status"], report["progress"], report["reason"]) == ("finished", 100, None)
    assert [file["format"] for file in report["files"]] == ["html", "pdf", "csv"]
    assert all(file["url"] for file in report["files"])
    key = f"{scene.organization.id}/reports/{report['id']}"
    rows = list(csv.reader(io.StringIO(own.objects.get(f"{key}.csv").decode("utf-8-sig"))))
    brand = next(row for row in rows if row[:1] == ["Northbeam"])
    ledger = sum(
        (
            one.cost.amount
            for one in books.rows.calls(
                scene.organization.id, datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
            )
            if one.provider == "freepik"
        ),
        Decimal(0),
    )
    assert Decimal(brand[2]) == ledger == Decimal("12.78")
    assert (brand[1], brand[3]) == ("36", "EUR")
    days = [row for row in rows if row and row[0].startswith("2026-01-")]
    assert len(days) == 9
    assert sum(Decimal(row[2]) for row in days if row[3] == "EUR") == ledger
    assert own.objects.get(f"{key}.pdf").startswith(b"%PDF-")
    page = own.objects.get(f"{key}.html").decode()
    assert "the figures still grow" in page
    assert "<script" not in page and "http://" not in page.replace("http://www.w3.org/", "")
    tell(own, [one for one in events_of(own) if one.type == "ReportFinished"])
    assert own.mailer.sent == []  # type: ignore[attr-defined]


def test_after_an_outage_the_missed_days_follow(own: Parts) -> None:
    scene = in_review(own)
    books = spent(own, scene)
    report_desk().define(scene.access, ReportDesign(kind=ReportKind.DAILY_USAGE, recipients=TWO[:1]))
    books.close(scene.organization.id, datetime(2026, 1, 9, 2, tzinfo=UTC))
    assert fired(own, datetime(2026, 1, 9, 8, tzinfo=UTC))["ordered"] == 4
    assert fired(own, datetime(2026, 1, 9, 9, tzinfo=UTC))["ordered"] == 0
    days = [one.payload["first"] for one in events_of(own) if one.type == "ReportOrdered"]
    assert days == [f"2026-01-0{day}" for day in (5, 6, 7, 8)]


def test_definitions_are_kept_by_version_and_removed(own: Parts) -> None:
    scene = in_review(own)
    path = "/v1/report-definitions"
    design = {"kind": "weekly_compliance", "recipients": [TWO[0]], "time_zone": "Europe/Oslo"}
    made = ask(scene, "POST", path, design)
    assert (made.status, made.headers["etag"]) == (201, '"1"')
    one = made.headers["location"]
    changed = ask(scene, "PUT", one, {**design, "enabled": False}, **{"if-match": '"1"'})
    assert (changed.status, changed.json["enabled"], changed.json["version"]) == (200, False, 2)
    assert ask(scene, "PUT", one, design, **{"if-match": '"1"'}).status == 409
    assert [found["id"] for found in ask(scene, "GET", path).json["items"]] == [made.json["id"]]
    own.clock.advance(seconds=30 * 86_400)  # type: ignore[attr-defined]
    assert fired(own, own.clock.now())["looked_at"] == 0
    assert ask(scene, "DELETE", one, **{"if-match": '"2"'}).status == 204
    assert ask(scene, "GET", one).status == 404


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("POST", "/v1/reports", {"kind": "daily_usage", "day": "2027-01-01"}, 422),
        ("POST", "/v1/reports", {"kind": "yearly"}, 422),
        ("GET", "/v1/reports/01K9W0M3S4T5V6W7X8Y9ZABCDE", None, 404),
        ("POST", "/v1/report-definitions", {"kind": "daily_usage", "recipients": []}, 422),
        ("POST", "/v1/report-definitions", {"kind": "daily_usage", "recipients": ["no address"]}, 422),
    ],
)
def test_what_makes_no_sense_is_refused(own: Parts, method: str, path: str, body: Any, status: int) -> None:
    assert ask(in_review(own), method, path, body).status == status


def test_a_day_without_anything_is_reported_as_such(own: Parts) -> None:
    scene = in_review(own)
    for kind in ReportKind:
        body = {"kind": kind.value, "day": date(2025, 11, 3).isoformat()}
        where = ask(scene, "POST", "/v1/reports", body).headers["location"]
        worked(own, set())
        report = ask(scene, "GET", where).json
        assert report["status"] == "finished", report
        page = own.objects.get(f"{scene.organization.id}/reports/{report['id']}.html").decode()
        assert "Nothing is out of the ordinary." in page and 'class="empty"' in page


@pytest.mark.parametrize(("counted", "says"), [(9, "5 more"), (2, "2 fewer"), (4, None)])
def test_what_the_provider_counted_otherwise_stands_in_the_days_report(
    own: Parts, counted: int, says: str | None
) -> None:
    scene = in_review(own)
    books = Accounting(own.table, own.clock)  # type: ignore[arg-type]
    midnight = datetime(2026, 1, 6, tzinfo=UTC)
    for number in range(4):
        told = RateLimitState(limit=50, remaining=50 - counted, resets_at=midnight, told=True)
        at = datetime(2026, 1, 5, 12, number, tzinfo=UTC)
        books.record(call(scene.organization.id, number, requested_at=at, rate_limit=told))
    books.close(scene.organization.id, datetime(2026, 1, 6, 16, tzinfo=UTC))
    job = {
        "messageId": "0",
        "eventSource": "aws:sqs",
        "body": json.dumps({"shard": 0, "now": "2026-01-06T16:00:00Z"}),
    }
    assert close_shard({"Records": [job]}, Context()) == {"batchItemFailures": []}
    where = ask(scene, "POST", "/v1/reports", {"kind": "daily_usage", "day": "2026-01-06"}).headers[
        "location"
    ]
    worked(own, set())
    key = f"{scene.organization.id}/reports/{ask(scene, 'GET', where).json['id']}"
    page, table = (own.objects.get(f"{key}.{form}").decode() for form in ("html", "csv"))
    finding = f"Freepik counted {counted} calls on 5 January 2026 (UTC), {says} than all ledgers"
    assert (finding in page) is (finding in table) is (says is not None)
    assert ("Nothing is out of the ordinary." in page) is (says is None)
