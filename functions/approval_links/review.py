"""What an approver sees behind a link: the request as it stands, under the membership the approver has
now."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from onbrand.approval import LinkClaims
from onbrand.bootstrap.approval import approval_links
from onbrand.bootstrap.brand import brands
from onbrand.bootstrap.content import assets, content_service
from onbrand.bootstrap.identity import access_of, person_name
from onbrand.compliance.model import Component
from onbrand.content import RequestStatus, RequestStory
from onbrand.content.model import ReviewRecord
from onbrand.identity import Access
from onbrand.kernel.errors import Gone, NotFound

OPEN = "open"
ENDED = {
    "expired": "The time for this decision is over.",
    "superseded": "This request has moved on since the mail was sent.",
}


class ReviewWithdrawnError(Gone):
    """What the link was made for is no longer asked."""


class PictureMissingError(NotFound):
    """There is no picture to show."""


@dataclass(frozen=True)
class Review:
    """One approver's view of one request."""

    claims: LinkClaims
    access: Access
    story: RequestStory
    record: ReviewRecord

    @property
    def is_open(self) -> bool:
        """Whether this approver can still decide."""
        return self.record.status == OPEN

    @cached_property
    def brand_name(self) -> str:
        """The name of the brand, in the version that the request is made by."""
        request = self.story.request
        version = request.pinned.profile_version if request.pinned else None
        return brands().profile(self.access, request.brand_id, version).design.name

    @property
    def title(self) -> str:
        """What the content is called: its first text, else its first keyword."""
        brief = self.story.request.brief
        return next((text for text in brief.texts.values() if text.strip()), brief.keywords[0])

    @property
    def decided_by(self) -> str:
        """Who decided, as this approver may know it."""
        decision = self.story.request.decision
        if decision is None or decision.decided_by == self.claims.approver_id:
            return "you"
        return person_name(decision.decided_by)

    @property
    def components(self) -> list[tuple[str, float | None, float | None]]:
        """Each component with its lowest and its average score over all variants; None where
        nothing was judged."""
        rows: list[tuple[str, float | None, float | None]] = []
        for name in Component:
            found = [variant.verdict["components"][name.value] for variant in self.story.variants]
            scores = [score for score in found if score is not None]
            rows.append(
                (name.value, min(scores, default=None), sum(scores) / len(scores) if scores else None)
            )
        return rows

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What was found wrong, the worst first, each once with the placements it was found in."""
        order = ["blocker", "major", "minor"]
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for variant in self.story.variants:
            for finding in variant.verdict.get("findings", ()):
                if finding["severity"] in order:
                    key = finding["check"], finding["message"]
                    found.setdefault(key, {**finding, "placements": []})["placements"].append(
                        variant.placement
                    )
        return sorted(found.values(), key=lambda finding: order.index(finding["severity"]))

    def picture(self) -> bytes:
        """The preview as JPEG. Raises PictureMissingError."""
        asset = self.story.asset
        if asset is None or asset.preview_key is None:
            raise PictureMissingError("There is no picture for this request.")
        return assets().get(asset.preview_key)


def open_review(link: str) -> Review:
    """The review behind a link. Raises LinkUnknownError, LinkExpiredError, ReviewWithdrawnError, and
    what membership asks."""
    claims = approval_links().read(link)
    access = access_of(claims.approver_id, claims.organization_id)
    story = content_service().story(access, claims.request_id)
    mine = [
        one for one in story.approvals if one.step == claims.step and one.approver_id == claims.approver_id
    ]
    if not mine or mine[0].content_version != claims.content_version:
        raise ReviewWithdrawnError(
            "This request has moved on since the mail was sent; there is nothing to decide here."
        )
    record, request = mine[0], story.request
    if record.status == OPEN and request.status is not RequestStatus.IN_REVIEW:
        raise ReviewWithdrawnError("This request is no longer in review.")
    if record.status in ENDED and request.decision is None:
        raise ReviewWithdrawnError(ENDED[record.status])
    return Review(claims, access, story, record)
