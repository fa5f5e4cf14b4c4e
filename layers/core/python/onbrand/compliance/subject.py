"""The picture under judgement and what is known about it. Whatever is measured from its pixels is measured
once."""

import hashlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.brand.colour import rgb
from onbrand.brand.profile import ProfileDesign
from onbrand.compliance.cielab import Floats, lab
from onbrand.compliance.logo_ink import Recolouring, nearest
from onbrand.compliance.logo_search import LogoPlace, anywhere, listed_at, second
from onbrand.compliance.logo_shapes import LogoShape, distinct, rasterise
from onbrand.compliance.model import Box
from onbrand.compliance.text_ink import Ink, measure
from onbrand.imaging.model import Composition, LayerType, LogoFile, PlacedLayer
from onbrand.placement import Placement

_OVERVIEW = 256  # longer side of the copy that whole-picture colours are read from


@dataclass(frozen=True)
class Subject:
    """A picture (RGB), the profile it is judged by and, where they are known, its layers, placement and the
    brand's logos. ``former_logos`` are those that it has replaced.

    ``sha256`` is that of the file; without it the pixels' own is used.
    """

    picture: Image.Image
    design: ProfileDesign
    composition: Composition | None = None
    placement: Placement | None = None
    logos: tuple[LogoFile, ...] = ()
    sha256: str | None = None
    former_logos: tuple[LogoFile, ...] = ()

    @property
    def width(self) -> int:
        """Of the picture, in pixels."""
        return self.picture.width

    @property
    def height(self) -> int:
        """Of the picture, in pixels."""
        return self.picture.height

    @property
    def shorter(self) -> int:
        """The shorter side in pixels, which sizes are fractions of."""
        return min(self.picture.size)

    @cached_property
    def fingerprint(self) -> str:
        """SHA-256 in hexadecimal."""
        return self.sha256 or hashlib.sha256(self.pixels.tobytes()).hexdigest()

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """Height, width, 3."""
        return np.asarray(self.picture.convert("RGB"))

    @cached_property
    def overview(self) -> Image.Image:
        """The whole picture, small."""
        small = self.picture.convert("RGB")
        small.thumbnail((_OVERVIEW, _OVERVIEW), Image.Resampling.BOX)
        return small

    @cached_property
    def palette(self) -> Floats:
        """L*a*b* of the profile's palette."""
        return lab(np.array([rgb(colour.hex) for colour in self.design.palette]))

    @property
    def layers(self) -> tuple[PlacedLayer, ...]:
        """All layers, bottom first; empty when there is no list."""
        return self.composition.layers if self.composition else ()

    def of_type(self, *types: LayerType) -> tuple[PlacedLayer, ...]:
        """The layers of these types that can be seen."""
        return tuple(layer for layer in self.layers if layer.type in types and layer.opacity > 0)

    @cached_property
    def texts(self) -> tuple[tuple[PlacedLayer, Ink | None], ...]:
        """Each text layer with the strokes found in its box."""
        return tuple((layer, measure(self.pixels, layer)) for layer in self.of_type(LayerType.TEXT))

    @cached_property
    def shapes(self) -> tuple[LogoShape, ...]:
        """Every current logo file, rasterised."""
        return tuple(rasterise(logo) for logo in self.logos)

    @cached_property
    def opaque(self) -> Image.Image:
        """The picture in RGB."""
        return self.picture.convert("RGB") if self.picture.mode != "RGB" else self.picture

    @cached_property
    def logo(self) -> LogoPlace | None:
        """Where the brand's logo, or one that it has replaced, really stands; None when it is nowhere or the
        brand has none."""
        current = distinct(self.logos)
        if not current:
            return None
        former = distinct(self.former_logos, self.logos)
        boxes = [layer.box for layer in self.of_type(LayerType.LOGO)]
        return listed_at(self.opaque, current, former, boxes) or anywhere(self.opaque, current, former, boxes)

    @cached_property
    def logo_variant(self) -> tuple[LogoShape, Recolouring] | None:
        """Which of the brand's current files ``logo`` is, and how far its colours are from that file's."""
        if self.logo is None or self.logo.former:
            return None
        return nearest(self.logo.fit, self.shapes)

    @cached_property
    def second_logo(self) -> LogoPlace | None:
        """A logo of the brand besides ``logo``."""
        return second(self.opaque, distinct(self.logos), self.logo) if self.logo else None

    @cached_property
    def standing(self) -> tuple[tuple[str, Box], ...]:
        """What has to keep its distance, where it was found: texts, logo, and the listed boxes of pictures
        and codes."""
        texts = [(f"text {layer.id!r}", ink.box) for layer, ink in self.texts if ink is not None]
        logo = [("logo", self.logo.box)] if self.logo else []
        others = [(f"{one.type} {one.id!r}", one.box) for one in self.of_type(LayerType.IMAGE, LayerType.QR)]
        return (*texts, *logo, *others)
