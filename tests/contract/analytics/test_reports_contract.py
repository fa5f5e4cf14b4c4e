"""Reports, definitions and plans in both tables: each period once ever, whatever gets lost on the way."""

from datetime import UTC, date, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.reports import TableReports
from onbrand.adapters.dynamodb.table import Table
from onbrand.adapters.memory.ids import SequentialIds
from onbrand.analytics import Report, ReportDefinition, ReportKind, ReportPeriod, ReportStatus
from onbrand.analytics.errors import (
    DefinitionMovedError,
    DefinitionNotFoundError,
    ReportMovedError,
    ReportNotFoundError,
)
from onbrand.analytics.events import definition_event, ended_event, ordered_event
from onbrand.analytics.model import ReportPlan
from onbrand.kernel.events import SCHEDULE, Event
from tests.support.faults import Fault, Faults, insist
from tests.support.table import dynamo_table, table

__all__ = ["table"]
NOW = datetime(2026, 1, 6, 7, tzinfo=UTC)
DAY = ReportPeriod(first=date(2026, 1, 5), last=date(2026, 1, 5))
NEXT_DAY = ReportPeriod(first=date(2026, 1, 6), last=date(2026, 1, 6))
IDS = SequentialIds()


def definition(number: int = 1, version: int = 1) -> ReportDefinition:
    return ReportDefinition(
        id=f"definition-{number}", organization_id="org", kind=ReportKind.DAILY_USAGE, version=version,
        recipients=("finance@northbeam.example",), created_at=NOW - timedelta(days=1), created_by="maya",
    )  # fmt: skip


def plan(number: int = 1, period: ReportPeriod = DAY, due_at: datetime | None = NOW) -> ReportPlan:
    return ReportPlan(
        definition_id=f"definition-{number}", organization_id="org", period=period, due_at=due_at
    )


def report(name: str, period: ReportPeriod = DAY) -> Report:
    return Report(
        id=name, organization_id="org", kind=ReportKind.DAILY_USAGE, period=period, created_at=NOW,
        definition_id="definition-1", created_by=SCHEDULE,
    )  # fmt: skip


def told(name: str, one: ReportDefinition) -> Event:
    return definition_event(name, one, "maya", NOW, IDS)


def defined(reports: TableReports, number: int = 1, due_at: datetime | None = NOW) -> ReportDefinition:
    one = definition(number)
    reports.put_definition(one, plan(number, due_at=due_at), told("ReportDefined", one))
    return one


def order(
    reports: TableReports, name: str, of: ReportDefinition | None = None, period: ReportPeriod = DAY
) -> int:
    ordered = report(name, period)
    after = plan(period=NEXT_DAY, due_at=NOW + timedelta(days=1))
    return reports.order(of or definition(), [(ordered, ordered_event(ordered, IDS))], after)


def test_a_definition_is_written_once_a_version_and_removed_with_its_plan(table: Table) -> None:
    reports = TableReports(table)
    first = defined(reports)
    with pytest.raises(DefinitionMovedError):
        defined(reports)
    second = definition(version=2)
    reports.put_definition(second, plan(due_at=None), told("ReportChanged", second))
    assert reports.definition("org", first.id) == second
    with pytest.raises(DefinitionMovedError):
        reports.remove_definition(first, told("ReportRemoved", first))
    reports.remove_definition(second, told("ReportRemoved", definition(version=3)))
    assert list(reports.definitions("org")) == []
    assert table.get(keys.reports.plan("org", first.id)) is None
    with pytest.raises(DefinitionNotFoundError):
        reports.definition("org", first.id)


def test_due_is_whose_time_has_come_in_whatever_shard_it_stands(table: Table) -> None:
    reports = TableReports(table)
    for number in range(1, 6):
        defined(reports, number)
    defined(reports, 6, due_at=NOW + timedelta(seconds=1))
    defined(reports, 7, due_at=None)
    assert sorted(one.definition_id for one in reports.due(NOW)) == [
        f"definition-{number}" for number in range(1, 6)
    ]
    assert len(list(reports.due(NOW + timedelta(seconds=1)))) == 6
    assert [one.id for one in reports.definitions("org")] == [
        f"definition-{number}" for number in range(1, 8)
    ]


def test_a_period_is_ordered_once_ever(table: Table) -> None:
    reports = TableReports(table)
    defined(reports)
    assert order(reports, "report-1") == 1
    assert order(reports, "report-2") == 0
    with pytest.raises(ReportNotFoundError):
        reports.report("org", "report-2")
    assert list(reports.due(NOW)) == []
    assert [one.period for one in reports.due(NOW + timedelta(days=1))] == [NEXT_DAY]
    assert order(reports, "report-3", period=NEXT_DAY) == 1


def test_nothing_is_ordered_for_a_definition_that_changed_meanwhile(table: Table) -> None:
    reports = TableReports(table)
    seen = defined(reports)
    second = definition(version=2)
    reports.put_definition(second, plan(), told("ReportChanged", second))
    with pytest.raises(DefinitionMovedError):
        order(reports, "report-1", seen)
    assert list(reports.reports("org", 10, None).items) == []


def test_of_two_workers_one_writes(table: Table) -> None:
    reports = TableReports(table)
    seen = report("report-1")
    reports.add(seen, ordered_event(seen, IDS))
    running = reports.save(seen, seen.model_copy(update={"status": ReportStatus.RUNNING}))
    with pytest.raises(ReportMovedError):
        reports.save(seen, seen.model_copy(update={"status": ReportStatus.FAILED}))
    done = running.model_copy(update={"status": ReportStatus.FINISHED})
    reports.save(running, done, ended_event(done, NOW, IDS))
    found = reports.report("org", "report-1")
    assert (found.status, found.version) == (ReportStatus.FINISHED, 3)
    partition = keys.shape.aggregate_partition("org", "report", "report-1")
    assert [item["data"]["type"] for item in table.query(partition).items] == [
        "ReportOrdered",
        "ReportFinished",
    ]


def test_reports_are_listed_the_latest_first_page_by_page(table: Table) -> None:
    reports = TableReports(table)
    for number in range(5):
        one = report(f"report-{number}")
        reports.add(one, ordered_event(one, IDS))
    page = reports.reports("org", 3, None)
    rest = reports.reports("org", 3, page.next)
    assert [one.id for one in (*page.items, *rest.items)] == [f"report-{n}" for n in (4, 3, 2, 1, 0)]
    assert rest.next is None


@pytest.mark.parametrize("fault", Fault)
def test_a_fault_on_the_way_orders_nothing_twice_and_loses_nothing(fault: Fault) -> None:
    with dynamo_table() as (table, client):
        reports = TableReports(table)
        defined(reports)
        faults = Faults(client)
        faults.plan(fault)
        names = iter(("report-1", "report-2", "report-3"))
        insist(lambda: order(reports, next(names)))
        assert faults.sent
        found = reports.reports("org", 10, None).items
        assert len(found) == 1
        assert table.get(keys.reports.claim("org", "definition-1", "daily_usage", DAY.first)) is not None
