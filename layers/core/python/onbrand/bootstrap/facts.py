"""What mails tell, read from the records of the rooms at the time of sending."""

from collections.abc import Sequence

from onbrand.approval import ApprovalStatus
from onbrand.approval.ports import ApprovalRepository
from onbrand.brand import BrandLibrary
from onbrand.content.model import Asset, ContentRequest
from onbrand.content.ports import RequestRepository
from onbrand.identity.ports import IdentityRepository
from onbrand.kernel.errors import NotFound
from onbrand.kernel.events import Event
from onbrand.kernel.objects import ObjectStore
from onbrand.notify import BrandFace, InvitationFacts, Picture, Recipient, RequestFacts, ReviewAsked
from onbrand.placement import placement

PICTURE_WIDTH = 536
PICTURE_HEIGHT = 640
SYSTEM = "system:"


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
            decided_by=self._name(decision.decided_by) if decision else None,
            comment=decision.comment if decision else None,
            reason=request.reason,
        )

    def reviews(self, event: Event) -> Sequence[ReviewAsked]:
        """Who is still asked by the step that the event opened."""
        review = self._approvals.review(event.organization_id, event.aggregate_id, event.payload["step"])
        if review is None:
            return []
        return [
            ReviewAsked(
                approver=Recipient(address=one.approver_email, name=self._name(one.approver_id)),
                step=one.step,
                approver_id=one.approver_id,
                content_version=one.content_version,
                due_at=one.due_at,
            )
            for one in review.approvals
            if one.status is ApprovalStatus.OPEN
        ]

    def invitation(self, event: Event) -> InvitationFacts | None:
        """The invitation, unless it was taken back or used."""
        invitation = self._identity.invitation(event.organization_id, event.aggregate_id)
        organization = self._identity.organization(event.organization_id)
        if invitation is None or organization is None:
            return None
        return InvitationFacts(
            recipient=Recipient(address=invitation.email),
            organization_name=organization.name,
            role=invitation.role.value,
            invited_by=self._name(invitation.invited_by),
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

    def _name(self, user_id: str) -> str | None:
        if user_id.startswith(SYSTEM):
            return "OnBrand, automatically"
        user = self._identity.user(user_id)
        return user.name if user else None
