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
from onbrand.compliance.boxes import covered
from onbrand.compliance.cielab import Floats, lab
from onbrand.compliance.flats import Flats, flats
from onbrand.compliance.logo_ink import Recolouring, nearest
from onbrand.compliance.logo_search import LogoPlace, anywhere, listed_at, second
from onbrand.compliance.logo_shapes import LogoShape, distinct, rasterise
from onbrand.compliance.model import Box, FileFacts, Post, ReadText
from onbrand.compliance.redrawn import compared
from onbrand.compliance.seen_lines import CROSSED, seen_lines
from onbrand.compliance.text_ground import Region, regions
from onbrand.compliance.text_ink import Ink, measure
from onbrand.compliance.text_lines import LOWEST, as_layer
from onbrand.compliance.told import Told, read_at
from onbrand.imaging.lines import FontFile
from onbrand.imaging.model import Composition, LayerType, LogoFile, PlacedLayer
from onbrand.imaging.text import PillowMeasurer
from onbrand.placement import Placement

_OVERVIEW = 256  # longer side of the copy that whole-picture colours are read from, at most


@dataclass(frozen=True)
class Standing:
    """Something that has to keep its distance: what it is called, where it was found, and its layer, where
    it has one."""

    what: str
    box: Box
    layer: str | None


@dataclass(frozen=True)
class Subject:
    """A picture (RGB), the profile it is judged by and, where they are known, its layers, placement, the
    brand's logos, its file and the words that go with it; ``read`` are the lines of text that a reader found
    (``read_by`` is its name), None when none looked; ``former_logos`` are those that the brand has replaced; ``fonts``
    are the uploaded ones.

    ``sha256`` is that of the file; without it the pixels' own is used.
    """

    picture: Image.Image
    design: ProfileDesign
    composition: Composition | None = None
    placement: Placement | None = None
    logos: tuple[LogoFile, ...] = ()
    sha256: str | None = None
    file: FileFacts | None = None
    post: Post | None = None
    read: tuple[ReadText, ...] | None = None
    read_by: str | None = None
    former_logos: tuple[LogoFile, ...] = ()
    fonts: tuple[FontFile, ...] = ()

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
    def opaque(self) -> Image.Image:
        """The picture in RGB."""
        return self.picture.convert("RGB") if self.picture.mode != "RGB" else self.picture

    @cached_property
    def pixels(self) -> NDArray[np.uint8]:
        """Height, width, 3: a copy of the whole picture; parts of it are cheaper cut out of ``opaque``."""
        return np.asarray(self.opaque)

    @cached_property
    def overview(self) -> Image.Image:
        """The whole picture, small: means of square blocks."""
        return self.opaque.reduce(max(1, -(-max(self.picture.size) // _OVERVIEW)))

    @cached_property
    def flats(self) -> Flats:
        """The even colours of the picture: what was painted, not photographed."""
        return flats(self.overview)

    @cached_property
    def palette(self) -> Floats:
        """L*a*b* of the profile's palette."""
        return lab(np.array([rgb(colour.hex) for colour in self.design.palette]).reshape(-1, 3))

    @property
    def layers(self) -> tuple[PlacedLayer, ...]:
        """All layers, bottom first; empty when there is no list."""
        return self.composition.layers if self.composition else ()

    @property
    def is_listed(self) -> bool:
        """Whether it is known what the picture is made of."""
        return self.composition is not None

    @property
    def want_of_list(self) -> str:
        """What to add to a sentence about something that only a layer list tells; empty when there is
        one."""
        return "" if self.is_listed else " There is no list of the picture's layers to tell."

    @property
    def unseen(self) -> str | None:
        """What may be on the picture and was not found; None when its texts are listed or were read."""
        if self.is_listed or self.read is not None:
            return None
        return (
            "Texts that look like a part of a photograph were not judged: without a list of the picture's layers "
            "they cannot be told from it."
        )

    @cached_property
    def words(self) -> str | None:
        """All texts of the picture: the listed ones that it does not contradict, and what was read. None when they are
        not known."""
        if not self.is_listed and self.read is None:
            return None
        read = [one.words for one in self.read or ()]
        return " ".join([*(one.words for one in self.told if not one.is_contradicted), *read])

    @cached_property
    def text_layers(self) -> tuple[PlacedLayer, ...]:
        """The listed texts; without a list the lines that were read, or else seen."""
        if self.is_listed:
            return self.of_type(LayerType.TEXT)
        if self.read is not None:
            return tuple(
                as_layer(f"line {at}", one.words, one.box) for at, one in enumerate(self.read, start=1)
            )
        lines = seen_lines(self.opaque, self.flats, self.logo.box if self.logo else None)
        return tuple(as_layer(f"line {at}", "", *line) for at, line in enumerate(lines, start=1))

    def of_type(self, *types: LayerType) -> tuple[PlacedLayer, ...]:
        """The layers of these types that can be seen."""
        return tuple(layer for layer in self.layers if layer.type in types and layer.opacity > 0)

    @cached_property
    def texts(self) -> tuple[tuple[PlacedLayer, Ink | None], ...]:
        """Each text with the strokes found in its box."""
        likely = [colour.hex for colour in self.design.palette]
        found = ((layer, measure(self.opaque, layer, likely)) for layer in self.text_layers)
        # a list or a reader may speak of a text that is not there; what was seen is no text where no letters are measured
        return tuple(
            (layer, ink)
            for layer, ink in found
            if self.is_listed or layer.lines or (ink is not None and ink.box[3] >= LOWEST)
        )

    @cached_property
    def crossed(self) -> tuple[PlacedLayer, ...]:
        """Listed texts that share a good part of their box with another text or the logo: whatever is measured there
        may be the other's, so they are judged for that alone."""
        if not self.is_listed:
            return ()
        boxes = {layer.id: layer.box for layer in self.text_layers}
        others = [*boxes.items(), *([("", self.logo.box)] if self.logo else [])]
        return tuple(
            layer
            for layer in self.text_layers
            if any(name != layer.id and covered(layer.box, box) >= CROSSED for name, box in others)
        )

    @cached_property
    def clear_texts(self) -> tuple[tuple[PlacedLayer, Ink | None], ...]:
        """``texts`` without those that are crossed."""
        crossed = {layer.id for layer in self.crossed}
        return tuple((layer, ink) for layer, ink in self.texts if layer.id not in crossed)

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """Each listed text, held against the picture."""
        if self.composition is None:
            return ()
        same = self.picture.size == (self.composition.width, self.composition.height)
        measurer, read = PillowMeasurer(self.fonts), self.read or ()
        crossed = {layer.id for layer in self.crossed}
        return tuple(
            Told(
                layer,
                compared(layer, ink, measurer, self._beside(layer))
                if same and ink and ink.is_whole and layer.id not in crossed
                else (),
                read_at(layer.box, read),
            )
            for layer, ink in self.texts
        )

    def _beside(self, layer: PlacedLayer) -> tuple[Box, ...]:
        """The boxes of other layers whose strokes could be taken for a text's."""
        drawn = self.of_type(LayerType.TEXT, LayerType.LOGO, LayerType.IMAGE, LayerType.QR)
        return tuple(one.box for one in drawn if one is not layer)

    @cached_property
    def grounds(self) -> tuple[tuple[PlacedLayer, Ink, tuple[Region, ...]], ...]:
        """Each clear text that was found, with the regions of its ground."""
        logo = self.logo.box if self.logo else None
        return tuple(
            (layer, ink, regions(layer, ink, logo)) for layer, ink in self.clear_texts if ink is not None
        )

    @cached_property
    def shapes(self) -> tuple[LogoShape, ...]:
        """Every current logo file, rasterised."""
        return tuple(rasterise(logo) for logo in self.logos)

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
        if self.logo is None:
            return None
        boxes = [layer.box for layer in self.of_type(LayerType.LOGO)]
        return second(self.opaque, self.overview, distinct(self.logos), self.logo, boxes)

    @cached_property
    def elements(self) -> tuple[Standing, ...]:
        """Texts and logo where they were found, and the listed boxes of pictures and codes."""
        texts = [
            Standing(f"text {layer.id!r}", ink.box, layer.id) for layer, ink in self.texts if ink is not None
        ]
        named = next((layer.id for layer in self.of_type(LayerType.LOGO)), None)
        logo = [Standing("logo", self.logo.box, named)] if self.logo else []
        others = [
            Standing(f"{one.type} {one.id!r}", one.box, one.id)
            for one in self.of_type(LayerType.IMAGE, LayerType.QR)
        ]
        return (*texts, *logo, *others)

    @property
    def standing(self) -> tuple[tuple[str, Box], ...]:
        """The elements' names and boxes."""
        return tuple((one.what, one.box) for one in self.elements)
