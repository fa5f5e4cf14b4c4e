"""What mails tell, read from the records of the rooms at the time of sending."""

from collections.abc import Iterator, Sequence
from typing import Any

from onbrand.approval import Approval, ApprovalStatus, Step
from onbrand.approval.ports import ApprovalRepository
from onbrand.brand import BrandLibrary
from onbrand.content.assets import Asset
from onbrand.content.model import ContentRequest
from onbrand.content.ports import RequestRepository
from onbrand.identity import Role
from onbrand.identity.errors import OrganizationUnknownError
from onbrand.identity.ports import IdentityRepository
from onbrand.kernel.errors import NotFound
from onbrand.kernel.objects import ObjectStore
from onbrand.notify import (
    BrandFace,
    InvitationFacts,
    OrganizationFacts,
    Picture,
    Recipient,
    RequestFacts,
    ReviewAsked,
    Target,
)
from onbrand.placement import placement

PICTURE_WIDTH = 536
PICTURE_HEIGHT = 640
SYSTEM = "system:"
MOST_MEMBERS = 100


class RecordedFacts:
    """A ``notify.ports.Facts``."""

    def __init__(
        self,
        requests: RequestRepository,
        approvals: ApprovalRepository,
        identity: IdentityRepository,
        library: BrandLibrary,
        objects: ObjectStore,
    ) -> None:
        self._requests = requests
        self._approvals = approvals
        self._identity = identity
        self._library = library
        self._objects = objects

    def request(self, organization_id: str, request_id: str) -> RequestFacts:
        """The request as it is now. Raises a NotFound."""
        request = self._requests.request(organization_id, request_id)
        asset = self._requests.asset(request)
        decision = request.decision
        return RequestFacts(
            request_id=request.id,
            brand_id=request.brand_id,
            brand=self._brand(request),
            title=request.brief.name,
            status=request.status,
            score=request.score,
            outcome=request.outcome.value if request.outcome else None,
            placements=len(request.placements),
            requester=self._recipient(organization_id, request.created_by),
            picture=self._picture(asset),
            decision=decision.decision if decision else None,
            decided_by=self.name(decision.decided_by) if decision else None,
            comment=decision.comment if decision else None,
            reason=request.reason,
        )

    def question(
        self, organization_id: str, request_id: str, step: int, approver_id: str
    ) -> ReviewAsked | None:
        """What a person is asked, unless it is over."""
        asked = self.asked(organization_id, request_id, step)
        return next((one for one in asked if one.approver_id == approver_id), None)

    def asked(self, organization_id: str, request_id: str, step: int) -> Sequence[ReviewAsked]:
        """Who is still asked by a step."""
        review = self._approvals.review(organization_id, request_id, step)
        if review is None or review.step.status is not ApprovalStatus.OPEN:
            return []
        return [self._asked(review.step, one) for one in review.open]

    def requester(self, organization_id: str, request_id: str) -> Target | None:
        """Who asked for the content, unless they have left. Raises a NotFound."""
        user_id = self._requests.request(organization_id, request_id).created_by
        recipient = self._recipient(organization_id, user_id)
        if recipient is None:
            return None
        return Target(address=recipient.address, name=recipient.name, user_id=user_id)

    def organization(self, organization_id: str) -> OrganizationFacts:
        """The organization. Raises OrganizationUnknownError."""
        found = self._identity.organization(organization_id)
        if found is None:
            raise OrganizationUnknownError("There is no such organization.")
        return OrganizationFacts(name=found.name, time_zone=found.time_zone)

    def name(self, user_id: str) -> str | None:
        """A person's name."""
        if user_id.startswith(SYSTEM):
            return "OnBrand, automatically"
        user = self._identity.user(user_id)
        return user.name if user else None

    def invitation(self, organization_id: str, invitation_id: str) -> InvitationFacts | None:
        """The invitation, unless it was taken back or used."""
        invitation = self._identity.invitation(organization_id, invitation_id)
        organization = self._identity.organization(organization_id)
        if invitation is None or organization is None:
            return None
        return InvitationFacts(
            recipient=Recipient(address=invitation.email),
            organization_name=organization.name,
            role=invitation.role.value,
            invited_by=self.name(invitation.invited_by),
        )

    def caretakers(self, organization_id: str) -> Sequence[Target]:
        """Owners and administrators."""
        users = (self._identity.user(user_id) for user_id in self._leading(organization_id))
        return [Target(address=user.email, name=user.name, user_id=user.id) for user in users if user]

    def _leading(self, organization_id: str) -> Iterator[str]:
        start: dict[str, Any] | None = None
        while True:
            page = self._identity.members(organization_id, MOST_MEMBERS, start)
            yield from (one.user_id for one in page.items if one.role in (Role.OWNER, Role.ADMIN))
            if (start := page.next) is None:
                return

    def _asked(self, step: Step, approval: Approval) -> ReviewAsked:
        return ReviewAsked(
            approver=Recipient(address=approval.approver_email, name=self.name(approval.approver_id)),
            step=approval.step,
            approver_id=approval.approver_id,
            content_version=approval.content_version,
            due_at=approval.due_at,
            step_name=step.design.name if step.of > 1 else None,
        )

    def _brand(self, request: ContentRequest) -> BrandFace:
        version = request.pinned.profile_version if request.pinned else None
        try:
            design = self._library.profile(request.organization_id, request.brand_id, version).design
        except NotFound:
            return BrandFace(name="OnBrand")
        colour = design.colour("primary")
        return BrandFace(name=design.name, colour=colour) if colour else BrandFace(name=design.name)

    def _picture(self, asset: Asset | None) -> Picture | None:
        if asset is None or asset.preview_key is None or asset.lead_placement is None:
            return None
        shape = placement(asset.lead_placement)
        scale = min(PICTURE_WIDTH / shape.width, PICTURE_HEIGHT / shape.height)
        return Picture(
            data=self._objects.get(asset.preview_key),
            width=max(1, round(shape.width * scale)),
            height=max(1, round(shape.height * scale)),
            alt_text=asset.alt_text or "Preview of the content",
        )

    def _recipient(self, organization_id: str, user_id: str) -> Recipient | None:
        """Members only: who has left gets no mail about the organization's content."""
        if self._identity.membership(organization_id, user_id) is None:
            return None
        user = self._identity.user(user_id)
        return Recipient(address=user.email, name=user.name) if user else None
