"""Provides approval workflows, approvals and their links."""

from onbrand.approval import ApprovalLinks, ApprovalService, Workflows
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.identity import identity_repository
from onbrand.bootstrap.members import CurrentMembers
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import approvals, workflows


def approval_service() -> ApprovalService:
    """Opening, deciding, resuming."""
    own = parts()
    members = CurrentMembers(identity_repository())
    return ApprovalService(
        approvals(), workflows(), requests(), members, lambda: own.pipeline, own.clock, own.ids
    )


def workflow_service() -> Workflows:
    """Use cases of approval workflows."""
    own = parts()
    return Workflows(workflows(), CurrentMembers(identity_repository()), own.clock, own.ids)


def approval_links() -> ApprovalLinks:
    """Makes and reads links."""
    return ApprovalLinks(parts().signing_keys, parts().clock)
