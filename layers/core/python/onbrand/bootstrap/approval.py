"""Provides approval workflows, approvals and their links."""

from onbrand.approval import ApprovalLinks, ApprovalService, Arrangements, Workflows
from onbrand.bootstrap.brand import library
from onbrand.bootstrap.content import requests
from onbrand.bootstrap.identity import identity_repository
from onbrand.bootstrap.members import CurrentMembers
from onbrand.bootstrap.parts import parts
from onbrand.bootstrap.reviews import absence, approvals, workflows


def approval_service() -> ApprovalService:
    """Opening, deciding, resuming, looking after what is due."""
    own = parts()
    members = CurrentMembers(identity_repository())
    return ApprovalService(
        approvals(),
        workflows(),
        absence(),
        requests(),
        members,
        library(),
        lambda: own.pipeline,
        own.clock,
        own.ids,
    )


def workflow_service() -> Workflows:
    """Use cases of approval workflows."""
    own = parts()
    return Workflows(workflows(), absence(), CurrentMembers(identity_repository()), own.clock, own.ids)


def arrangements() -> Arrangements:
    """Substitutes, groups of approvers, the working time."""
    own = parts()
    return Arrangements(absence(), CurrentMembers(identity_repository()), own.clock, own.ids)


def approval_links() -> ApprovalLinks:
    """Makes and reads links."""
    return ApprovalLinks(parts().signing_keys, parts().clock)
