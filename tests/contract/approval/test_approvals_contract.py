"""Steps and approvals in both tables."""

from datetime import UTC, datetime, timedelta

import pytest

from onbrand.adapters.dynamodb.approval import TableApprovals
from onbrand.adapters.dynamodb.table import Table
from onbrand.approval import Approval, ApprovalStatus, Step, WorkflowStep
from onbrand.approval.moves import closed, next_step
from onbrand.approval.ports import Settlement
from onbrand.content import RequestMovedError
from tests.support.table import table

__all__ = ["table"]
NOW = datetime(2026, 1, 5, 9, tzinfo=UTC)
HOUR = timedelta(hours=1)


def step(number: int = 1, request_id: str = "request", due_at: datetime = NOW + HOUR) -> Step:
    return Step(
        organization_id="org",
        request_id=request_id,
        number=number,
        attempt=number,
        workflow_id=None,
        workflow_version=None,
        design=WorkflowStep(approvers=("a", "b")),
        content_version=1,
        task_token="token",
        opened_at=NOW,
        due_at=due_at,
        wake_at=due_at,
    )


def asked(of: Step) -> list[Approval]:
    return [
        Approval(
            id=f"{of.request_id}.{of.number}.{who}",
            organization_id="org",
            request_id=of.request_id,
            step=of.number,
            approver_id=who,
            approver_email=f"{who}@x.example",
            content_version=1,
            due_at=of.due_at,
            opened_at=NOW,
        )
        for who in of.design.approvers
    ]


def test_the_latest_step_is_the_review_with_its_own_approvals(table: Table) -> None:
    repository = TableApprovals(table)
    assert repository.review("org", "request") is None
    for number in (1, 2):
        repository.save(Settlement(step(number), asked(step(number))))
    review = repository.review("org", "request")
    assert review is not None
    assert (review.step, list(review.approvals)) == (step(2), asked(step(2)))
    first = repository.review("org", "request", 1)
    assert first is not None
    assert (first.step, list(first.approvals)) == (step(1), asked(step(1)))


def test_a_settlement_of_what_has_moved_is_refused_whole(table: Table) -> None:
    repository = TableApprovals(table)
    first = step()
    repository.save(Settlement(first, asked(first)))
    decided = next_step(first, status=ApprovalStatus.DECIDED)
    repository.save(Settlement(decided, closed(asked(first)[:1], ApprovalStatus.DECIDED)))
    for late in (first, decided, next_step(first)):
        with pytest.raises(RequestMovedError):
            repository.save(Settlement(late, closed(asked(first)[1:], ApprovalStatus.EXPIRED)))
    review = repository.review("org", "request")
    assert review is not None
    assert [one.status for one in review.approvals] == ["decided", "open"]


def test_what_waits_for_a_person_is_open_and_comes_by_urgency(table: Table) -> None:
    repository = TableApprovals(table)
    for hours, name in [(3, "later"), (1, "sooner"), (2, "closed")]:
        one = step(request_id=name, due_at=NOW + hours * HOUR)
        repository.save(Settlement(one, asked(one)))
        if name == "closed":
            repository.save(Settlement(next_step(one), closed(asked(one), ApprovalStatus.SUPERSEDED)))
    first = repository.waiting_for("org", "a", 1, None)
    second = repository.waiting_for("org", "a", 1, first.next)
    assert [one.request_id for one in (*first.items, *second.items)] == ["sooner", "later"]
    assert second.next is None
    assert repository.waiting_for("org", "c", 10, None).items == []


def test_what_is_due_is_found_until_nobody_has_to_look_any_more(table: Table) -> None:
    repository = TableApprovals(table)
    for number in range(30):
        repository.save(Settlement(step(request_id=f"r{number:02d}", due_at=NOW + number * HOUR)))
    due = sorted(one.request_id for one in repository.due(NOW + 9 * HOUR))
    assert due == [f"r{number:02d}" for number in range(10)]
    settled = next_step(step(request_id="r03", due_at=NOW + 3 * HOUR), wake_at=None)
    repository.save(Settlement(settled))
    assert "r03" not in {one.request_id for one in repository.due(NOW + 100 * HOUR)}
