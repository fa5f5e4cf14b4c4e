"""Compliant renders to doctor: every template of a set on every core placement, photographs and brands in turns."""

import io
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cache, cached_property

from PIL import Image

from onbrand.brand.layers import LogoLayer, TextLayer
from onbrand.brand.profile import ProfileDesign, WordingRules
from onbrand.compliance import Verdict
from onbrand.compliance.judge import judge
from onbrand.compliance.subject import Subject
from onbrand.imaging import Artwork, Composition, LogoFile
from onbrand.imaging.canvas import Canvas
from onbrand.imaging.layout import Placed
from onbrand.imaging.resize import Pyramid
from onbrand.placement import CORE_PLACEMENTS, Placement, placement
from tests.bench.compliance import materials
from tests.bench.compliance.former import former_logo
from tests.bench.compliance.materials import Part
from tests.support.starters import PHOTOS

FORBIDDEN = ("guaranteed",)
QUALITY = 90  # with halved chroma, as platforms store what they are given

Layers = tuple[Placed, ...]
Doctored = tuple[Image.Image, Composition]


@dataclass(frozen=True)
class Base:
    """A compliant render; ``number`` varies what is done to it."""

    part: Part
    number: int
    template: str
    target: Placement
    photo: str
    brand: str

    @cached_property
    def artwork(self) -> Artwork:
        """What it is made of. The brand forbids a word that it does not use."""
        artwork = materials.artwork(self.photo, self.template, self.brand)
        return replace(
            artwork, profile=artwork.profile.model_copy(update={"wording": WordingRules(forbidden=FORBIDDEN)})
        )

    @property
    def profile(self) -> ProfileDesign:
        """What it is judged by."""
        return self.artwork.profile

    @cached_property
    def former(self) -> LogoFile:
        """A logo that the brand has replaced."""
        return former_logo(self.brand, self.artwork.logos[0])

    @cached_property
    def placed(self) -> Layers:
        """Its layers, bottom first."""
        return tuple(materials.laid_out(self.photo, self.template, self.brand, self.target))

    @cached_property
    def whole(self) -> Doctored:
        """The compliant picture and its layers."""
        return self.drawn(self.placed)

    @cached_property
    def without_logo(self) -> Doctored:
        """The picture and its layers but for the logo."""
        return self.drawn(tuple(one for one in self.placed if not isinstance(one.layer, LogoLayer)))

    @property
    def texts(self) -> Layers:
        """The texts with letters that stand on no ground of their own."""
        return tuple(
            one
            for one in self.placed
            if isinstance(one.layer, TextLayer) and one.layer.slot is not None and one.layer.box is None
        )

    def drawn(
        self, layers: Layers, before: str | None = None, paint: Callable[[Image.Image], None] | None = None
    ) -> Doctored:
        """The layers as a picture; ``paint`` changes the pixels just before one of them is drawn."""
        canvas = Canvas(self.artwork, self.target, _pyramid(self.photo))
        for one in layers:
            if paint is not None and one.layer.id == before:
                paint(canvas.image)
            canvas.draw(one)
        return canvas.image, canvas.composition()

    def changed(self, new: Placed) -> Layers:
        """The layers with one in the place of that of its name."""
        return tuple(new if one.layer.id == new.layer.id else one for one in self.placed)

    def judged(self, picture: Image.Image, composition: Composition | None) -> Verdict:
        """The verdict on a picture as it is stored."""
        return judge(
            Subject(
                picture,
                self.profile,
                composition,
                self.target,
                self.artwork.logos,
                former_logos=(self.former,),
            )
        )


def bases(part: Part = Part.TUNED, turns: int = 1) -> list[Base]:
    """Every template of a set on every placement, each turn with other photographs."""
    photos, brands = materials.photographs(part), materials.brands(part)
    found = []
    for turn in range(turns):
        for row, template in enumerate(materials.templates(part)):
            for column, name in enumerate(CORE_PLACEMENTS):
                number = len(found)
                photo = photos[(column * 5 + row * 2 + turn * 3) % len(photos)]
                found.append(
                    Base(
                        part,
                        number,
                        template,
                        placement(name),
                        photo,
                        brands[(column + row + turn) % len(brands)],
                    )
                )
    return found


def stored(picture: Image.Image) -> Image.Image:
    """After JPEG."""
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=QUALITY)
    return Image.open(buffer).convert("RGB")


@cache
def _pyramid(photo: str) -> Pyramid:
    with Image.open(PHOTOS[photo]) as opened:
        return Pyramid(opened.convert("RGB"), opened.size)
