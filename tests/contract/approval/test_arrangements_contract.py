"""Substitutions, groups, the working time and the choice of workflows in both tables."""

from datetime import UTC, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.absence import TableAbsence
from onbrand.adapters.dynamodb.approval import TableApprovals
from onbrand.adapters.dynamodb.items import to_item
from onbrand.adapters.dynamodb.table import Absent, Put, Table
from onbrand.adapters.dynamodb.workflows import TableWorkflows
from onbrand.approval import (
    ApprovalWorkflow,
    ApproverGroup,
    CalendarMovedError,
    GroupMovedError,
    ReviewComment,
    Substitute,
    SubstituteNotFoundError,
    UnknownApproverError,
    WorkCalendar,
    WorkflowMovedError,
    WorkflowStep,
    WorkflowTakenError,
)
from onbrand.approval.ports import Settlement
from onbrand.identity import Organization
from onbrand.kernel.events import Event
from tests.support.table import table

__all__ = ["table"]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
BRAND, TEMPLATE = "01JZ000000000000000000000B", "01JZ000000000000000000000T"


def event(aggregate: str, aggregate_id: str, sequence: int) -> Event:
    return Event(
        id=f"{aggregate_id}-{sequence}",
        type="Changed",
        organization_id="org",
        aggregate=aggregate,
        aggregate_id=aggregate_id,
        sequence=sequence,
        occurred_at=NOW,
        actor="anna",
    )


def workflow(name: str, version: int = 1, **place: object) -> ApprovalWorkflow:
    fields = {
        "name": name,
        "steps": (WorkflowStep(approvers=("anna",)),),
        "id": name,
        "organization_id": "org",
        "version": version,
        "created_at": NOW,
        "created_by": "anna",
    }
    return ApprovalWorkflow.model_validate({**fields, **place})


def write(repository: TableWorkflows, new: ApprovalWorkflow, before: ApprovalWorkflow | None = None) -> None:
    repository.put_workflow(new, before, event("workflow", new.id, new.version))


def test_substitutions_are_kept_until_they_are_ended(table: Table) -> None:
    repository = TableAbsence(table)
    made = [
        Substitute(
            id=f"s{number:03d}",
            organization_id="org",
            user_id="anna",
            substitute_id="ben",
            starts_at=NOW,
            ends_at=NOW + timedelta(days=1),
            created_at=NOW,
            created_by="anna",
        )
        for number in range(105)
    ]
    for one in made:
        repository.put_substitute(one, event("substitute", one.id, 1))
    assert list(repository.substitutes("org")) == made
    repository.end_substitute(made[0], event("substitute", "s000", 2))
    with pytest.raises(SubstituteNotFoundError):
        repository.end_substitute(made[0], event("substitute", "s000", 3))
    assert list(repository.substitutes("org")) == made[1:]


def test_a_group_moves_by_versions(table: Table) -> None:
    repository = TableAbsence(table)
    first = ApproverGroup(
        name="Law",
        members=("anna",),
        id="g",
        organization_id="org",
        version=1,
        created_at=NOW,
        created_by="anna",
    )
    second = first.model_copy(update={"version": 2, "members": ("ben",)})
    for one in (first, second):
        repository.put_group(one, event("approver_group", "g", one.version))
    for one in (first, second):
        with pytest.raises(GroupMovedError):
            repository.put_group(one, event("approver_group", "g", 9))
    assert repository.group("org", "g") == second
    assert list(repository.groups("org", 5, None).items) == [second]


def test_the_working_time_is_in_the_zone_that_the_organization_has_now(table: Table) -> None:
    repository = TableAbsence(table)
    assert repository.calendar("org") == WorkCalendar()
    organization = Organization(
        name="Northbeam", slug="northbeam", id="org", created_at=NOW, time_zone="Europe/Oslo"
    )
    table.write(Put(to_item(keys.identity.organization("org"), "organization", organization, 1), Absent()))
    calendar = WorkCalendar(start=8, version=1, time_zone="UTC")
    repository.put_calendar("org", calendar, event("calendar", "org", 1))
    assert repository.calendar("org") == calendar.model_copy(update={"time_zone": "Europe/Oslo"})
    with pytest.raises(CalendarMovedError):
        repository.put_calendar("org", calendar, event("calendar", "org", 2))


def test_a_template_goes_before_its_brand_and_that_before_the_default(table: Table) -> None:
    for key in (keys.brand.brand("org", BRAND), keys.brand.template("org", TEMPLATE)):
        table.write(Put({"pk": key.pk, "sk": key.sk, "type": "there"}, Absent()))
    repository = TableWorkflows(table)
    made = {
        "named": workflow("named", named=True),
        "default": workflow("default"),
        "brand": workflow("brand", brand_id=BRAND),
        "template": workflow("template", template_id=TEMPLATE),
    }
    for one in made.values():
        write(repository, one)
    assert repository.workflow_for("org", BRAND, TEMPLATE) == made["template"]
    assert repository.workflow_for("org", BRAND, None) == made["brand"]
    assert repository.workflow_for("org", "another", "another") == made["default"]
    with pytest.raises(WorkflowTakenError, match="The template already has"):
        write(repository, workflow("second", template_id=TEMPLATE))
    with pytest.raises(UnknownApproverError, match="no such template"):
        write(repository, workflow("third", template_id="01JZ000000000000000000000X"))

    write(repository, moved := workflow("template", 2, named=True), made["template"])
    assert repository.workflow_for("org", BRAND, TEMPLATE) == made["brand"]
    repository.remove_workflow(made["brand"], event("workflow", "brand", 2))
    assert repository.workflow_for("org", BRAND, TEMPLATE) == made["default"]
    assert repository.workflow("org", "brand", 1) == made["brand"]
    for gone in (made["brand"], made["template"]):
        with pytest.raises(WorkflowMovedError):
            repository.remove_workflow(gone, event("workflow", gone.id, 3))
    repository.remove_workflow(moved, event("workflow", "template", 3))


def test_comments_come_in_the_order_in_which_they_were_made(table: Table) -> None:
    repository = TableApprovals(table)
    said = [
        ReviewComment(
            id=f"c{number}",
            organization_id="org",
            request_id="request",
            author_id="anna",
            content_version=1,
            created_at=NOW,
            text="Here",
        )
        for number in range(3)
    ]
    repository.save(Settlement(None, (), None, said))
    first = repository.comments("org", "request", 2, None)
    second = repository.comments("org", "request", 2, first.next)
    assert [*first.items, *second.items] == said
