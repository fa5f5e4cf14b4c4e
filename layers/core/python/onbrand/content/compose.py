"""ComposeAsset: lays out every placement, so that what does not fit fails here, and renders the lead one."""

from dataclasses import replace

from onbrand.brand.layers import TextLayer, TextRole
from onbrand.content.assets import Asset
from onbrand.content.files import put_layers, put_picture
from onbrand.content.model import Change, ContentRequest, Job, RequestStatus
from onbrand.content.objects import JPEG, LEAD, LEAD_LAYERS, PREVIEW, object_key
from onbrand.content.pinned import artwork_of, asset_of, picture_of
from onbrand.content.ports import BrandFiles, Objects, RequestRepository, Studio
from onbrand.content.transitions import Steps, change_request, has_turn
from onbrand.imaging.model import Artwork
from onbrand.kernel.clock import Clock
from onbrand.kernel.ids import Ids

PREVIEW_WIDTH = 600
"""Pixels; the width of the mail."""


class ComposeAsset:
    """The third state. The lead placement is the first that was requested and is not taken over."""

    def __init__(
        self,
        repository: RequestRepository,
        brands: BrandFiles,
        studio: Studio,
        objects: Objects,
        clock: Clock,
        ids: Ids,
    ) -> None:
        self._repository = repository
        self._brands = brands
        self._studio = studio
        self._objects = objects
        self._steps = Steps(clock, ids)

    def compose(self, job: Job) -> None:
        """Raises imaging's errors when a text does not fit, StaleAttemptError, RequestClosedError."""
        request = self._repository.request(job.organization_id, job.request_id)
        if not has_turn(request, job, RequestStatus.COMPOSING):
            return
        asset = self._compose(request, job)

        def decide(current: ContentRequest) -> Change | None:
            if not has_turn(current, job, RequestStatus.COMPOSING):
                return None
            payload = {"asset_id": asset.id, "lead_placement": asset.lead_placement}
            change = self._steps.step(current, "AssetComposed", payload, status=RequestStatus.SCORING)
            return replace(change, asset=asset)

        change_request(self._repository, self._repository.save, job.organization_id, job.request_id, decide)

    def _compose(self, request: ContentRequest, job: Job) -> Asset:
        asset = asset_of(self._repository, request)
        artwork = artwork_of(self._brands, self._objects, request, asset)
        self._studio.layout(artwork, request.to_compose)
        lead = request.to_compose[0]
        (rendered,) = self._studio.render(artwork, (lead,))
        key, layers_key = object_key(job, LEAD), object_key(job, LEAD_LAYERS)
        preview_key = object_key(job, PREVIEW)
        put_picture(self._objects, rendered, key)
        put_layers(self._objects, layers_key, [rendered.composition])
        self._objects.put(preview_key, self._studio.preview(rendered.data, PREVIEW_WIDTH), JPEG)
        picture = picture_of(asset)
        return asset.model_copy(
            update={
                "lead_placement": lead,
                "lead_key": key,
                "lead_layers_key": layers_key,
                "lead_remedy": None,
                "preview_key": preview_key,
                "alt_text": request.brief.alt_text or _alternative(artwork, picture.title),
                "caption": request.brief.caption,
                "credit": picture.credit,
            }
        )


def _alternative(artwork: Artwork, title: str) -> str:
    """What the picture shows, and what its headings say: who cannot see it has to learn both."""
    layers = (one for one in artwork.template.layers if isinstance(one, TextLayer))
    headings = (one for one in layers if one.role is TextRole.HEADING)
    said = (artwork.texts.get(one.slot, "") if one.slot else one.text or "" for one in headings)
    return ". ".join(filter(None, (title.strip(), *(one.strip() for one in said))))
