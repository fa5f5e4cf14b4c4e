"""A dry run of a template: what it looks like with some texts and whether they fit, at no cost; nothing is
stored."""

import base64
from typing import Literal

from pydantic import Field

from onbrand.brand.errors import AssetUnknownError
from onbrand.brand.template import ImageLayer, Template
from onbrand.brand.templates import Templates
from onbrand.content.briefs import SlotName, SlotText
from onbrand.content.fitting import check_fit
from onbrand.content.objects import MAX_PICTURE_BYTES
from onbrand.content.ports import BrandFiles, Studio
from onbrand.content.submission import check_placements, unknown
from onbrand.content.texts import check_texts
from onbrand.identity import Access, Permission
from onbrand.imaging.model import Artwork, LayerType, RenderedVariant
from onbrand.kernel.ids import Id
from onbrand.kernel.values import Value
from onbrand.placement import CORE_PLACEMENTS


class PreviewRequest(Value):
    """What to try: texts by slot, placements (``all`` means the core set), and as photo one of the brand's
    pictures; without one a backdrop in the palette's colours stands in."""

    texts: dict[SlotName, SlotText] = Field(default_factory=dict, max_length=12)
    placements: Literal["all"] | tuple[str, ...] = Field(default="all", min_length=1, max_length=100)
    photo: Id | None = None


class LayerFit(Value):
    """Where a layer came to stand: ``box`` is x, y, width, height, all in pixels of the canvas. Texts say
    their font, their size and their lines."""

    id: str
    type: LayerType
    box: tuple[int, int, int, int]
    font_family: str | None = None
    font_weight: int | None = None
    font_size: float | None = None
    lines: tuple[str, ...] = ()


class PlacementFit(Value):
    """One placement as it was laid out; ``smallest_size`` is its smallest letters', in pixels."""

    placement: str
    width: int
    height: int
    smallest_size: float | None
    layers: tuple[LayerFit, ...]


class PreviewPicture(Value):
    """The picture itself; ``data`` in base64."""

    content_type: Literal["image/jpeg"] = "image/jpeg"
    data: str


class TemplatePreview(Value):
    """How a version of a template takes the texts; ``picture`` when exactly one placement was asked for."""

    template_id: str
    template_version: int
    placements: tuple[PlacementFit, ...]
    picture: PreviewPicture | None


class TemplatePreviews:
    """Use case of members who write requests."""

    def __init__(self, templates: Templates, brands: BrandFiles, studio: Studio) -> None:
        self._templates = templates
        self._brands = brands
        self._studio = studio

    def preview(self, access: Access, template_id: str, wanted: PreviewRequest) -> TemplatePreview:
        """The template's newest version with the brand's profile of today.

        Raises TemplateUnknownError, TextsMismatchError, UnknownPlacementError, UnknownReferenceError,
        TextsDoNotFitError that lists every text on every placement, LogoDoesNotFitError where only logos have no
        room, and imaging's other errors.
        """
        access.require(Permission.CREATE_REQUEST)
        template = self._templates.template(access, template_id)
        placements = (
            CORE_PLACEMENTS if wanted.placements == "all" else tuple(dict.fromkeys(wanted.placements))
        )
        check_placements(placements)
        check_texts(template, wanted.texts, under="/texts")
        artwork = self._artwork(access, template, wanted)
        check_fit(self._studio, artwork, placements)
        rendered = list(self._studio.render(artwork, placements))
        return TemplatePreview(
            template_id=template.id,
            template_version=template.version,
            placements=tuple(_fit(one) for one in rendered),
            picture=self._picture(rendered[0]) if len(rendered) == 1 else None,
        )

    def _artwork(self, access: Access, template: Template, wanted: PreviewRequest) -> Artwork:
        organization_id, brand_id, design = access.organization_id, template.brand_id, template.design
        current = self._brands.profile(organization_id, brand_id)
        profile = current.design
        names = tuple(layer.image for layer in design.layers if isinstance(layer, ImageLayer))
        return Artwork(
            profile=profile,
            template=design,
            photo=self._photo(organization_id, brand_id, wanted.photo) or self._studio.backdrop(profile),
            texts=wanted.texts,
            logos=tuple(self._brands.logos(organization_id, brand_id)),
            images=self._brands.pictures(organization_id, brand_id, names) if names else {},
            fonts=tuple(self._brands.fonts(current)),
        )

    def _photo(self, organization_id: str, brand_id: str, asset_id: str | None) -> bytes | None:
        if asset_id is None:
            return None
        try:
            return self._brands.picture(organization_id, brand_id, asset_id)
        except AssetUnknownError as error:
            raise unknown("photo", "The brand has no such picture.") from error

    def _picture(self, rendered: RenderedVariant) -> PreviewPicture:
        data = rendered.data
        if rendered.format != "jpeg" or len(data) > MAX_PICTURE_BYTES:
            data = self._studio.preview(data, rendered.width)
        return PreviewPicture(data=base64.b64encode(data).decode())


def _fit(rendered: RenderedVariant) -> PlacementFit:
    layers = rendered.composition.layers
    sizes = [layer.font_size for layer in layers if layer.font_size is not None]
    return PlacementFit(
        placement=rendered.placement,
        width=rendered.width,
        height=rendered.height,
        smallest_size=min(sizes, default=None),
        layers=tuple(
            LayerFit(**{name: getattr(one, name) for name in LayerFit.model_fields}) for one in layers
        ),
    )
