"""What the API shows of records that have files: everything but where these lie."""

from datetime import datetime
from typing import Any, Self

from functions.api.waivers import WaivedView
from onbrand.brand import AssetKind, AssetStatus, BrandAsset, LogoVariant
from onbrand.compliance.cures import sentence
from onbrand.compliance.model import Cure, Outcome
from onbrand.content import (
    Brief,
    ContentRequest,
    DecisionRecord,
    EditKind,
    Pinned,
    RequestStatus,
    RequestStory,
    ReviewRecord,
)
from onbrand.content.assets import FoundGood
from onbrand.content.measured import Measured
from onbrand.content.remedies import Remedy
from onbrand.content.verdict_files import Judgement
from onbrand.kernel.calls import ApiCall
from onbrand.kernel.events import Event
from onbrand.kernel.values import Value
from onbrand.sourcing.estimate import Estimate


class RequestView(Value):
    """A request as it stands."""

    id: str
    organization_id: str
    brand_id: str
    template_id: str | None
    workflow_id: str | None
    brief: Brief
    placements: tuple[str, ...]
    priority: int
    status: RequestStatus
    attempt: int
    version: int
    content_version: int
    pinned: Pinned | None
    asset_id: str | None
    score: float | None
    outcome: Outcome | None
    reason: str | None
    estimate: Estimate | None
    decision: DecisionRecord | None
    publish_at: datetime | None
    edits: tuple[tuple[EditKind, ...], ...]
    created_at: datetime
    created_by: str
    updated_at: datetime

    @classmethod
    def of(cls, request: ContentRequest) -> Self:
        """The view of a request."""
        return cls(**{name: getattr(request, name) for name in cls.model_fields})


class RequestPage(Value):
    """Some requests."""

    items: tuple[RequestView, ...]
    next_cursor: str | None


class BrandAssetView(Value):
    """An uploaded logo, picture, font or visual; sizes in pixels and bytes. A variable font has every weight from ``weight`` to
    ``heaviest``."""

    id: str
    organization_id: str
    brand_id: str
    version: int
    kind: AssetKind
    variant: LogoVariant | None
    status: AssetStatus
    name: str
    content_type: str
    width: int | None
    height: int | None
    family: str | None
    weight: int | None
    heaviest: int | None
    bytes: int | None
    sha256: str | None
    reason: str | None
    created_at: datetime
    created_by: str

    @classmethod
    def of(cls, asset: BrandAsset) -> Self:
        """The view of a brand asset."""
        return cls(**{name: getattr(asset, name) for name in cls.model_fields})


class AssetView(Value):
    """What the request composed. ``source`` is the licence record of the picture."""

    id: str
    lead_placement: str | None
    alt_text: str | None
    caption: str | None
    credit: str | None
    source: dict[str, Any] | None


class VariantView(Value):
    """A finished file; ``file`` is the address to download it, ``thumbhash`` (base64) what to show until
    it is there. ``preview`` is the address of a small copy. ``found_good``: the file was taken over from that version,
    in which somebody found it good and sent others back."""

    placement: str
    width: int
    height: int
    format: str
    bytes: int
    sha256: str
    score: float | None
    outcome: Outcome
    alt_text: str
    thumbhash: str
    file: str
    preview: str | None
    found_good: FoundGood | None


class RequestStoryView(Value):
    """A request with everything that happened to it."""

    request: RequestView
    asset: AssetView | None
    variants: tuple[VariantView, ...]
    approvals: tuple[ReviewRecord, ...]
    calls: tuple[ApiCall, ...]
    events: tuple[Event, ...]
    package_url: str | None

    @classmethod
    def of(cls, story: RequestStory, package_url: str | None) -> Self:
        """The view of a story."""
        return cls(
            request=RequestView.of(story.request),
            asset=_asset(story),
            variants=tuple(_variant(story.request.id, one) for one in story.variants),
            approvals=tuple(story.approvals),
            calls=tuple(story.calls),
            events=tuple(story.events),
            package_url=package_url,
        )


class ChangeView(Value):
    """One thing that composition cured: the layer, how, the value it got, and that in a sentence."""

    layer: str
    cure: Cure
    wanted: str | float | tuple[int, int, int, int]
    message: str


class RemedyView(Value):
    """What composition cured by itself, and the verdict on the picture before that."""

    changes: tuple[ChangeView, ...]
    before: dict[str, Any]

    @classmethod
    def of(cls, remedy: Remedy | None, judgement: Judgement) -> Self | None:
        """The view of a remedy, with the whole verdict before it where that is kept."""
        if remedy is None:
            return None
        changes = tuple(
            ChangeView(layer=fix.layer, cure=fix.cure, wanted=fix.wanted, message=sentence(fix))
            for fix in remedy.fixes
        )
        return cls(changes=changes, before=judgement.before or remedy.before)


class VerdictView(Value):
    """The verdict on one picture, as it was measured; after a ``remedy``, where there was one. ``report`` is
    the address of the page that shows it."""

    placement: str
    verdict: dict[str, Any]
    remedy: RemedyView | None
    report: str | None


class ComplianceView(Value):
    """The request's score is that of its lowest variant. ``asset`` is the lead placement as it was judged first:
    its remedy holds for all variants, which may have others of their own. All of these are without waivers; what
    each picture comes to with those in force stands in ``waived``, null while there is none."""

    request_id: str
    score: float | None
    outcome: Outcome | None
    report: str | None
    asset: VerdictView | None
    variants: tuple[VerdictView, ...]
    waived: WaivedView | None

    @classmethod
    def of(cls, measured: Measured) -> Self:
        """What was measured on a request."""
        story, found = measured.story, measured.variants
        request = story.request
        page = f"/v1/requests/{request.id}/compliance/report"
        return cls(
            request_id=request.id,
            score=request.score,
            outcome=request.outcome,
            report=page if story.variants else None,
            asset=_lead_verdict(measured),
            variants=tuple(
                VerdictView(
                    placement=one.placement,
                    verdict=found[one.placement].verdict,
                    remedy=RemedyView.of(one.remedy, found[one.placement]),
                    report=f"{page}?placement={one.placement}",
                )
                for one in story.variants
            ),
            waived=WaivedView.of(measured.waived) if measured.waived.active else None,
        )


def _lead_verdict(measured: Measured) -> VerdictView | None:
    asset, lead = measured.story.asset, measured.lead
    if lead is None or asset is None or asset.lead_placement is None:
        return None
    return VerdictView(
        placement=asset.lead_placement,
        verdict=lead.verdict,
        remedy=RemedyView.of(asset.lead_remedy, lead),
        report=None,
    )


def _asset(story: RequestStory) -> AssetView | None:
    asset = story.asset
    if asset is None:
        return None
    source = asset.source.model_dump(mode="json", exclude={"key"}) if asset.source else None
    shown = {name: getattr(asset, name) for name in AssetView.model_fields if name != "source"}
    return AssetView(**shown, source=source)


def _variant(request_id: str, variant: Any) -> VariantView:
    links = ("file", "preview")
    shown = {name: getattr(variant, name) for name in VariantView.model_fields if name not in links}
    address = f"/v1/requests/{request_id}/variants/{variant.placement}"
    preview = f"{address}/preview" if variant.preview_key else None
    return VariantView(**shown, file=f"{address}/file", preview=preview)
