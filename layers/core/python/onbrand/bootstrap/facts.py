"""What mails tell, read from the records of the rooms at the time of sending."""

from urllib.parse import urlsplit

from onbrand.approval.ports import ApprovalRepository
from onbrand.bootstrap.addressees import asked_of, member
from onbrand.brand import BrandLibrary
from onbrand.content.assets import Asset
from onbrand.content.model import ContentRequest
from onbrand.content.ports import RequestRepository
from onbrand.identity.errors import OrganizationUnknownError
from onbrand.identity.ports import IdentityRepository
from onbrand.kernel.errors import NotFound
from onbrand.kernel.objects import ObjectStore
from onbrand.notify import (
    BrandFace,
    FileAttached,
    InvitationFacts,
    OrganizationFacts,
    Picture,
    Recipient,
    ReportMail,
    RequestFacts,
    ReviewAsked,
    WebhookFacts,
)
from onbrand.notify.webhooks.ports import EndpointRepository
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
        endpoints: EndpointRepository,
        objects: ObjectStore,
    ) -> None:
        self._requests = requests
        self._approvals = approvals
        self._identity = identity
        self._library = library
        self._endpoints = endpoints
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
        asked = asked_of(self._approvals, self._identity, organization_id, request_id, step)
        return next((one for one in asked if one.approver_id == approver_id), None)

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
            organization_name=organization.name,
            role=invitation.role.value,
            invited_by=self.name(invitation.invited_by),
        )

    def brand_name(self, organization_id: str, brand_id: str) -> str | None:
        """A brand's name, unless it is gone."""
        try:
            return self._library.profile(organization_id, brand_id, None).design.name
        except NotFound:
            return None

    def webhook(self, organization_id: str, endpoint_id: str) -> WebhookFacts | None:
        """A webhook, unless it is gone."""
        found = self._endpoints.endpoint(organization_id, endpoint_id)
        if found is None:
            return None
        host = urlsplit(found.url).hostname or found.url
        return WebhookFacts(host=host, description=found.description, enabled=found.enabled)

    def report(self, organization_id: str, report_id: str) -> ReportMail | None:
        """What a report tells and its files, unless it is gone."""
        from onbrand.analytics.digest import ReportDigest, digest_key

        try:
            data = self._objects.get(digest_key(organization_id, report_id))
            digest = ReportDigest.model_validate_json(data)
            files = [
                FileAttached(one.name, one.media_type, self._objects.get(one.key)) for one in digest.files
            ]
        except NotFound:
            return None
        return ReportMail(digest, tuple(files))

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
        user = member(self._identity, organization_id, user_id)
        return Recipient(address=user.email, name=user.name) if user else None
