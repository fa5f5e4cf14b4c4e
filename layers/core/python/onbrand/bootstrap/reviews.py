"""Provides what content asks of approval."""

from onbrand.adapters.dynamodb.absence import TableAbsence
from onbrand.adapters.dynamodb.approval import TableApprovals
from onbrand.adapters.dynamodb.content import TableRequests
from onbrand.adapters.dynamodb.workflows import TableWorkflows
from onbrand.approval.choosing import Choosing
from onbrand.approval.reviews import RequestReviews
from onbrand.bootstrap.brand import library
from onbrand.bootstrap.identity import identity_repository
from onbrand.bootstrap.members import CurrentMembers
from onbrand.bootstrap.parts import parts


def approvals() -> TableApprovals:
    """The records of steps and approvals."""
    return TableApprovals(parts().table)


def workflows() -> TableWorkflows:
    """The records of approval workflows."""
    return TableWorkflows(parts().table)


def absence() -> TableAbsence:
    """The records of substitutions, groups and the working time."""
    return TableAbsence(parts().table)


def request_reviews() -> RequestReviews:
    """Whether a person must decide, and how a review ends from outside."""
    own = parts()
    choosing = Choosing(workflows(), CurrentMembers(identity_repository()), library())
    return RequestReviews(approvals(), choosing, TableRequests(own.table), own.clock, own.ids)
