"""What composition gives back: boxes of layers, pixels on the side. No Pillow here."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from pydantic import Field

from onbrand.brand.profile import LogoVariant, ProfileDesign
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.calm import Bounds
from onbrand.imaging.lines import FontFile
from onbrand.imaging.metadata import Rights
from onbrand.kernel.values import Value


class LayerType(StrEnum):
    """Types of layers, as they are written to ``<placement>.layers.json``."""

    PHOTO = "photo"
    COLOUR = "colour"
    GRADIENT = "gradient"
    SHAPE = "shape"
    SCRIM = "scrim"
    TEXT = "text"
    LOGO = "logo"
    IMAGE = "image"
    QR = "qr"


class PlacedLayer(Value):
    """One layer as it was drawn. ``box`` is x, y, width, height in pixels of the canvas.

    Only the fields of its type are set: ``colours`` (``#RRGGBB``) of colour, gradient, shape, scrim,
    text and qr; the text fields with ``font_size`` and ``line_height`` in pixels and ``letter_spacing`` in font
    sizes; ``variant`` of logos;
    ``focal`` (pixels of the canvas) and ``scale`` (output pixels per source pixel; above 1 is enlarged)
    of photos, and ``faces``, boxes that a detector is sure of, as far as they show.
    """

    id: str
    type: LayerType
    box: tuple[int, int, int, int]
    opacity: float = 1.0
    colours: tuple[str, ...] = ()
    text: str | None = None
    lines: tuple[str, ...] = ()
    role: str | None = None
    font_family: str | None = None
    font_weight: int | None = None
    font_size: float | None = None
    line_height: float | None = None
    letter_spacing: float = 0.0
    letter_case: str | None = None
    variant: LogoVariant | None = None
    asset_id: str | None = None
    focal: tuple[int, int] | None = None
    scale: float | None = None
    faces: tuple[tuple[int, int, int, int], ...] = ()


class Composition(Value):
    """All layers of one placement, bottom first: the content of ``<placement>.layers.json``."""

    placement: str
    width: int = Field(gt=0)
    height: int = Field(gt=0)
    layers: tuple[PlacedLayer, ...]

    @property
    def smallest_text(self) -> float | None:
        """The smallest font size that was used, in pixels; None without texts."""
        return min((layer.font_size for layer in self.layers if layer.font_size is not None), default=None)


@dataclass(frozen=True, slots=True)
class LogoFile:
    """A logo as it was uploaded: SVG or PNG bytes."""

    variant: LogoVariant
    data: bytes
    content_type: str
    asset_id: str | None = None


@dataclass(frozen=True, slots=True)
class Artwork:
    """Everything a composition is made of. ``photo`` is our own normalised picture (sRGB, upright) as
    encoded bytes; ``focal`` its focal point in fractions of width and height, when somebody set one;
    ``texts`` by slot; ``rights`` are written into every file; ``faces`` are those that a detector is sure of;
    ``fonts`` are the uploaded ones that the profile names."""

    profile: ProfileDesign
    template: TemplateDesign
    photo: bytes
    texts: Mapping[str, str]
    logos: tuple[LogoFile, ...]
    images: Mapping[str, bytes] = field(default_factory=dict)
    focal: tuple[float, float] | None = None
    rights: Rights = field(default_factory=Rights)
    faces: tuple[Bounds, ...] = ()
    fonts: tuple[FontFile, ...] = ()


@dataclass(frozen=True, slots=True)
class RenderedVariant:
    """A finished file for one placement, with the layers it was drawn from. ``thumbhash`` in base64."""

    placement: str
    width: int
    height: int
    format: str
    data: bytes
    sha256: str
    thumbhash: str
    composition: Composition
