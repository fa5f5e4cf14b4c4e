"""Steps of reviews, what approvers are asked, and comments, in the table."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from onbrand.adapters.dynamodb import keys
from onbrand.adapters.dynamodb.approval_shapes import step_of
from onbrand.adapters.dynamodb.content_items import change_writes, early_writes
from onbrand.adapters.dynamodb.items import follows, from_item, to_item
from onbrand.adapters.dynamodb.ranges import due_items
from onbrand.adapters.dynamodb.table import Absent, ConditionFailed, Put, Table, Write
from onbrand.approval.comments import ReviewComment
from onbrand.approval.model import MAX_RECORDS, Approval, ApprovalStatus, Review, Step
from onbrand.approval.ports import Settlement
from onbrand.content.errors import RequestMovedError
from onbrand.kernel.pages import Page


class TableApprovals:
    """An ``approval.ports.ApprovalRepository``."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def review(self, organization_id: str, request_id: str, number: int | None = None) -> Review | None:
        """A step of the request with its records, by default the latest: read from the end, where they stand
        together."""
        partition = keys.content.request_partition(organization_id, request_id)
        prefix = keys.approval.STEPS if number is None else keys.approval.step_prefix(number)
        page = self._table.query(partition, sk_prefix=prefix, forward=False, limit=MAX_RECORDS + 1)
        approvals: list[Approval] = []
        for item in page.items:
            if item["type"] == "step":
                return Review(step_of(item), approvals[::-1])
            approvals.append(from_item(Approval, item))
        return None

    def save(self, settlement: Settlement) -> None:
        """Writes a settlement. Raises RequestMovedError."""
        writes: list[Write] = [_approval_put(one) for one in settlement.approvals]
        writes += [_comment_put(one) for one in settlement.comments]
        if settlement.step is not None:
            writes.append(_step_put(settlement.step))
        try:
            if settlement.change is not None:
                for early in early_writes(settlement.change):
                    self._table.write(*early)
                writes += change_writes(settlement.change)
            self._table.write(*writes)
        except ConditionFailed as failed:
            raise RequestMovedError("The request has changed since it was read.") from failed

    def comments(
        self, organization_id: str, request_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[ReviewComment]:
        """Comments on the request, oldest first."""
        partition = keys.content.request_partition(organization_id, request_id)
        page = self._table.query(partition, sk_prefix=keys.approval.COMMENTS, limit=limit, start=start)
        return Page([from_item(ReviewComment, item) for item in page.items], page.next)

    def waiting_for(
        self, organization_id: str, user_id: str, limit: int, start: dict[str, Any] | None
    ) -> Page[Approval]:
        """Open approvals of a person, the most urgent first."""
        partition = keys.approval.open_approvals_partition(organization_id, user_id)
        page = self._table.query(partition, index="gsi2", limit=limit, start=start)
        return Page([from_item(Approval, item) for item in page.items], page.next)

    def due(self, now: datetime) -> Iterator[Step]:
        """Steps whose ``wake_at`` has come, as the index knows them."""
        for item in due_items(self._table, keys.shape.due_shards(), keys.shape.due_until(now)):
            if item["type"] == "step":
                yield step_of(item)


def _step_put(step: Step) -> Put:
    key = keys.approval.step(step.organization_id, step.request_id, step.number)
    due = keys.shape.due(f"{step.request_id}.{step.number}", step.wake_at) if step.wake_at else None
    return Put(to_item(key, "step", step, step.version, gsi3=due), follows(step.version))


def _approval_put(approval: Approval) -> Put:
    organization_id, user_id = approval.organization_id, approval.approver_id
    key = keys.approval.approver(organization_id, approval.request_id, approval.step, user_id)
    waiting = keys.approval.open_approval(organization_id, user_id, approval.due_at, approval.request_id)
    is_open = approval.status is ApprovalStatus.OPEN
    item = to_item(key, "approval", approval, approval.version, gsi2=waiting if is_open else None)
    return Put(item, follows(approval.version))


def _comment_put(comment: ReviewComment) -> Put:
    key = keys.approval.comment(comment.organization_id, comment.request_id, comment.id)
    return Put(to_item(key, "comment", comment), Absent())
