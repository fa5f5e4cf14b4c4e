"""Provides what content asks of approval."""

from onbrand.adapters.dynamodb.approval import TableApprovals
from onbrand.adapters.dynamodb.content import TableRequests
from onbrand.adapters.dynamodb.workflows import TableWorkflows
from onbrand.approval.reviews import RequestReviews
from onbrand.bootstrap.parts import parts


def approvals() -> TableApprovals:
    """The records of steps and approvals."""
    return TableApprovals(parts().table)


def workflows() -> TableWorkflows:
    """The records of approval workflows."""
    return TableWorkflows(parts().table)


def request_reviews() -> RequestReviews:
    """Whether a person must decide, and how a review ends from outside."""
    own = parts()
    return RequestReviews(approvals(), workflows(), TableRequests(own.table), own.clock, own.ids)
