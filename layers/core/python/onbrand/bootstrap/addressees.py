"""Whom messages go to, read from the records of the rooms at the time when something is told."""

from collections.abc import Sequence

from onbrand.analytics.ports import ReportRepository
from onbrand.approval import ApprovalStatus
from onbrand.approval.ports import ApprovalRepository
from onbrand.content.ports import RequestRepository
from onbrand.identity import PERMISSIONS, Permission, User
from onbrand.identity.ports import IdentityRepository
from onbrand.kernel.errors import NotFound
from onbrand.kernel.pages import every
from onbrand.notify import Recipient, ReviewAsked, Target

MOST_MEMBERS = 100


class RecordedAddressees:
    """A ``notify.ports.Addressees``."""

    def __init__(
        self,
        requests: RequestRepository,
        approvals: ApprovalRepository,
        identity: IdentityRepository,
        reports: ReportRepository,
    ) -> None:
        self._requests = requests
        self._approvals = approvals
        self._identity = identity
        self._reports = reports

    def asked(self, organization_id: str, request_id: str, step: int) -> Sequence[ReviewAsked]:
        """Who is still asked by a step."""
        return asked_of(self._approvals, self._identity, organization_id, request_id, step)

    def requester(self, organization_id: str, request_id: str) -> Target | None:
        """Who asked for the content, unless they have left. Raises a NotFound."""
        user_id = self._requests.request(organization_id, request_id).created_by
        user = member(self._identity, organization_id, user_id)
        return _target(user) if user else None

    def invited(self, organization_id: str, invitation_id: str) -> Target | None:
        """Who is invited, unless the invitation was taken back or used."""
        invitation = self._identity.invitation(organization_id, invitation_id)
        return Target(address=invitation.email) if invitation else None

    def allowed(self, organization_id: str, permission: Permission) -> Sequence[Target]:
        """Members whose role has this permission."""
        members = every(lambda start: self._identity.members(organization_id, MOST_MEMBERS, start))
        able = (one.user_id for one in members if permission in PERMISSIONS[one.role])
        return [_target(user) for user in map(self._identity.user, able) if user]

    def readers(self, organization_id: str, report_id: str) -> Sequence[Target]:
        """Who gets a report: members among them with their own wishes."""
        try:
            report = self._reports.report(organization_id, report_id)
        except NotFound:
            return []
        return [self._reader(organization_id, address) for address in report.recipients]

    def _reader(self, organization_id: str, address: str) -> Target:
        user_id = self._identity.user_id_of(address)
        user = member(self._identity, organization_id, user_id) if user_id else None
        return _target(user) if user else Target(address=address)


def member(identity: IdentityRepository, organization_id: str, user_id: str) -> User | None:
    """A person, unless they have left: who has left gets no mail about the organization's content."""
    if identity.membership(organization_id, user_id) is None:
        return None
    return identity.user(user_id)


def asked_of(
    approvals: ApprovalRepository,
    identity: IdentityRepository,
    organization_id: str,
    request_id: str,
    step: int,
) -> Sequence[ReviewAsked]:
    """Who is still asked by a step."""
    review = approvals.review(organization_id, request_id, step)
    if review is None or review.step.status is not ApprovalStatus.OPEN:
        return []
    return [
        ReviewAsked(
            approver=Recipient(address=one.approver_email, name=_name(identity, one.approver_id)),
            step=one.step,
            approver_id=one.approver_id,
            content_version=one.content_version,
            due_at=one.due_at,
            step_name=review.step.design.name if review.step.of > 1 else None,
        )
        for one in review.open
    ]


def _name(identity: IdentityRepository, user_id: str) -> str | None:
    user = identity.user(user_id)
    return user.name if user else None


def _target(user: User) -> Target:
    return Target(address=user.email, name=user.name, user_id=user.id)
