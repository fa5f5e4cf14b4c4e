"""What an approver sees behind a link: the request as it stands, under the membership the approver has
now."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from typing import Any

from onbrand.approval import LinkClaims
from onbrand.bootstrap.approval import approval_links
from onbrand.bootstrap.brand import brands
from onbrand.bootstrap.content import assets, content_service
from onbrand.bootstrap.identity import access_of, person_name
from onbrand.compliance.model import Component
from onbrand.compliance.pins import pin_places
from onbrand.content import RequestStatus, RequestStory
from onbrand.content.model import DecisionRecord, ReviewRecord, Variant
from onbrand.identity import Access
from onbrand.kernel.errors import Gone, NotFound

OPEN = "open"
SEVERITIES = ("blocker", "major", "minor")
PIN_RADIUS = 0.024
"""Of a number on the picture, as a share of the picture's longer side."""
MAX_PICTURE_BYTES = 4_000_000
"""An answer of a function ends at 6 MB, and a picture in it is written as base64."""
ENDED = {
    "expired": "The time for this decision is over.",
    "superseded": "This request has moved on since the mail was sent.",
    "delegated": "This decision was handed on; somebody else is asked now.",
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
        """What the content is called."""
        return self.story.request.brief.name

    @property
    def requested_by(self) -> str | None:
        """Who asked for the content, by name."""
        creator = self.story.request.created_by
        return None if creator == self.claims.approver_id else person_name(creator)

    @cached_property
    def decision(self) -> DecisionRecord | None:
        """What was decided: the approver's own answer, else the last one of this step, else the request's."""
        answers = [one for one in self.story.approvals if one.step == self.claims.step and one.decided_at]
        own = self.record if self.record.decided_at else None
        settled = own or max(answers, key=lambda one: one.decided_at or one.opened_at, default=None)
        if settled is None or settled.decision is None or settled.decided_at is None:
            return self.story.request.decision
        return DecisionRecord(
            decision=settled.decision,
            decided_by=settled.decided_by or settled.approver_id,
            decided_at=settled.decided_at,
            comment=settled.comment,
            sent_back=settled.sent_back,
        )

    @property
    def decided_by(self) -> str:
        """Who decided, as this approver may know it."""
        if self.decision is None or self.decision.decided_by == self.claims.approver_id:
            return "you"
        return person_name(self.decision.decided_by)

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

    @cached_property
    def lead(self) -> Variant | None:
        """The format that the page leads with: the one the content was composed in, else the first."""
        asset = self.story.asset
        wanted = asset.lead_placement if asset else None
        shown = [variant for variant in self.story.variants if variant.bytes <= MAX_PICTURE_BYTES]
        return next((one for one in shown if one.placement == wanted), shown[0] if shown else None)

    @cached_property
    def findings(self) -> list[dict[str, Any]]:
        """What was found wrong, the worst first, numbered. Each check stands once, with every sentence it
        gave (``says``) and the placements that the sentence is about, the leading one first."""
        leading = sorted(self.story.variants, key=lambda one: one is not self.lead)
        flaws = [(one.placement, flaw) for one in leading for flaw in _flaws(one)]
        flaws.sort(key=lambda pair: _kind(pair[1]))
        rows = []
        for number, (kind, group) in enumerate(groupby(flaws, key=lambda pair: _kind(pair[1])), start=1):
            says: dict[str, list[str]] = {}
            for placement, flaw in group:
                says.setdefault(flaw["message"], []).append(placement)
            rows.append(
                {
                    "number": number,
                    "severity": SEVERITIES[kind[0]],
                    "component": kind[1],
                    "check": kind[2],
                    "says": list(says.items()),
                }
            )
        return rows

    @cached_property
    def marks(self) -> list[dict[str, Any]]:
        """The boxes on the leading picture, in its pixels, with the numbers of their findings and where these
        stand."""
        if self.lead is None:
            return []
        numbers = {(row["severity"], row["check"]): row["number"] for row in self.findings}
        flaws = sorted((flaw for flaw in _flaws(self.lead) if flaw.get("box")), key=_kind)
        size = self.lead.width, self.lead.height
        places = pin_places([flaw["box"] for flaw in flaws], size, PIN_RADIUS * max(size))
        return [
            {
                "number": numbers[flaw["severity"], flaw["check"]],
                "severity": flaw["severity"],
                "box": flaw["box"],
                "at": at,
            }
            for flaw, at in zip(flaws, places, strict=True)
        ]

    def picture(self, placement: str | None = None, *, small: bool = False) -> tuple[bytes, str]:
        """A picture and its media type: the variant of a placement, ``small`` where there is such a copy, else the
        preview. Raises PictureMissingError."""
        if placement is not None:
            variant = next((one for one in self.story.variants if one.placement == placement), None)
            if variant is None:
                raise PictureMissingError("This request has no picture in that format.")
            if small and variant.preview_key is not None:
                return assets().get(variant.preview_key), "image/jpeg"
            if variant.bytes > MAX_PICTURE_BYTES:
                raise PictureMissingError("This picture is too large to be shown here.")
            return assets().get(variant.key), f"image/{variant.format.replace('jpg', 'jpeg')}"
        asset = self.story.asset
        if asset is None or asset.preview_key is None:
            raise PictureMissingError("There is no picture for this request.")
        return assets().get(asset.preview_key), "image/jpeg"


def _flaws(variant: Variant) -> list[dict[str, Any]]:
    """The findings of a variant that say something is wrong."""
    return [flaw for flaw in variant.verdict.get("findings", ()) if flaw["severity"] in SEVERITIES]


def _kind(flaw: dict[str, Any]) -> tuple[int, str, str]:
    """What findings are told apart and ordered by: how bad, component, check."""
    return SEVERITIES.index(flaw["severity"]), flaw["component"], flaw["check"]


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
    review = Review(claims, access, story, record)
    if record.status in ENDED and (record.status == "delegated" or review.decision is None):
        raise ReviewWithdrawnError(ENDED[record.status])
    return review
