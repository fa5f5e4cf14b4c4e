"""Doctored pictures with an unchanged layer list.

Each lowers its own component by 0.3 or more, and no other by more than 0.05.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from onbrand.brand.template import TemplateDesign
from onbrand.compliance import Outcome, Verdict
from onbrand.compliance.judge import judge
from onbrand.compliance.subject import Subject
from onbrand.imaging import Composition, LayerType, PlacedLayer
from onbrand.imaging.render import compose
from onbrand.placement import placement
from onbrand_fonts import __file__ as fonts
from tests.support import artworks

TINY = ImageFont.truetype(str(Path(fonts).parent / "inter/inter-400.ttf"), 7)

FULL_BLEED = TemplateDesign.model_validate(
    {
        "name": "Full bleed",
        "layers": [
            {"id": "photo", "type": "photo"},
            {"id": "scrim", "type": "scrim", "colour": "forest", "strength": 0.95, "edge": "bottom"},
            {"id": "logo", "type": "logo", "anchor": "top_left", "size": 0.3},
            {
                "id": "headline",
                "type": "text",
                "slot": "headline",
                "role": "heading",
                "colour": "milk",
                "anchor": "bottom_left",
                "min_size": 0.045,
                "max_size": 0.085,
            },
            {
                "id": "cta",
                "type": "text",
                "slot": "cta",
                "role": "cta",
                "colour": "ink",
                "anchor": "bottom_left",
                "min_size": 0.026,
                "max_size": 0.032,
                "box": {"colour": "copper"},
            },
        ],
    }
)

BASES = [
    (name, template, photo)
    for template in ("panel", "full bleed")
    for name in ("instagram_square", "instagram_story", "x_header")
    for photo in ("barista-at-counter", "croissant-on-tray")
]


@dataclass(frozen=True)
class Base:
    """A compliant render as it is stored: after JPEG."""

    picture: Image.Image
    composition: Composition
    placement_id: str

    def judged(self, picture: Image.Image) -> Verdict:
        return judge(
            Subject(
                as_stored(picture),
                artworks.profile(),
                self.composition,
                placement(self.placement_id),
                artworks.logos(),
            )
        )

    @property
    def logo(self) -> PlacedLayer:
        return next(layer for layer in self.composition.layers if layer.type is LayerType.LOGO)

    @property
    def texts(self) -> list[PlacedLayer]:
        return [layer for layer in self.composition.layers if layer.type is LayerType.TEXT]


def as_stored(picture: Image.Image) -> Image.Image:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=88)
    return Image.open(buffer).convert("RGB")


@cache
def base(name: str, template: str, photo: str) -> Base:
    changes = {"template": FULL_BLEED} if template == "full bleed" else {}
    picture, composition = compose(artworks.artwork(photo, **changes), placement(name))
    return Base(picture, composition, name)


@cache
def verdict(name: str, template: str, photo: str) -> Verdict:
    one = base(name, template, photo)
    return one.judged(one.picture)


def painted_out(picture: Image.Image, box: tuple[int, int, int, int], margin: int) -> Image.Image:
    """The box and its surroundings in the median colour around them."""
    x, y, width, height = box
    left, top = max(0, x - margin), max(0, y - margin)
    right, bottom = min(picture.width, x + width + margin), min(picture.height, y + height + margin)
    pixels = np.asarray(picture)
    ring = [
        pixels[top, left:right],
        pixels[bottom - 1, left:right],
        pixels[top:bottom, left],
        pixels[top:bottom, right - 1],
    ]
    painted = picture.copy()
    painted.paste(
        tuple(int(value) for value in np.median(np.concatenate(ring), axis=0)), (left, top, right, bottom)
    )
    return painted


def channels_rotated(one: Base) -> Image.Image:
    return Image.fromarray(np.ascontiguousarray(np.asarray(one.picture)[..., [1, 2, 0]]))


def hues_turned(one: Base) -> Image.Image:
    hue, saturation, value = one.picture.convert("HSV").split()
    return Image.merge("HSV", (hue.point(lambda h: (h + 110) % 256), saturation, value)).convert("RGB")


def logo_painted_out(one: Base) -> Image.Image:
    return painted_out(one.picture, one.logo.box, round(0.2 * one.logo.box[3]))


def text_in_seven_pixels(one: Base) -> Image.Image:
    picture = one.picture
    for layer in one.texts:
        picture = painted_out(picture, layer.box, 1)
        for index, line in enumerate(layer.lines):
            at = (layer.box[0], layer.box[1] + 9 * index)
            ImageDraw.Draw(picture).text(at, line, fill=layer.colours[0], font=TINY)
    return picture


def moved_to(x: int, y: int) -> Callable[[Base], Image.Image]:
    """The logo cut out and pasted at the edge; negative numbers count from the right and the bottom."""

    def move(one: Base) -> Image.Image:
        left, top, width, height = one.logo.box
        cut = one.picture.crop((left, top, left + width, top + height))
        picture = logo_painted_out(one)
        picture.paste(
            cut,
            (
                x if x >= 0 else picture.width - width + x + 1,
                y if y >= 0 else picture.height - height + y + 1,
            ),
        )
        return picture

    return move


DOCTORED = [
    ("colour", channels_rotated),
    ("colour", hues_turned),
    ("logo", logo_painted_out),
    ("typography", text_in_seven_pixels),
    ("layout", moved_to(0, 0)),
    ("layout", moved_to(-1, -1)),
]


@pytest.mark.parametrize(("name", "template", "photo"), BASES)
def test_good_render_passes(name, template, photo):
    good = verdict(name, template, photo)
    assert good.outcome is Outcome.PASS
    assert good.score >= 0.9


@pytest.mark.parametrize(("component", "doctor"), DOCTORED)
@pytest.mark.parametrize(("name", "template", "photo"), BASES)
def test_doctoring_lowers_its_own_component_only(name, template, photo, component, doctor):
    before = verdict(name, template, photo).components.model_dump()
    one = base(name, template, photo)
    after = one.judged(doctor(one)).components.model_dump()
    drops = {part: before[part] - after[part] for part in before}
    assert drops.pop(component) >= 0.3
    if component == "colour":  # the logo was recoloured with everything else
        assert drops.pop("logo") >= 0.1
    assert max(drops.values()) <= 0.05, drops


@pytest.mark.parametrize("name", ["instagram_square", "x_header"])
def test_logo_is_found_without_a_layer_list(name):
    one = base(name, "panel", "barista-at-counter")
    subject = Subject(as_stored(one.picture), artworks.profile(), logos=artworks.logos())
    assert subject.logo.box == pytest.approx(one.logo.box, abs=8)
    alone = judge(subject)
    assert alone.components.logo >= 0.95
    assert alone.components.typography is None


def test_missing_logo_is_missed_without_a_layer_list():
    one = base("instagram_square", "panel", "croissant-on-tray")
    subject = Subject(as_stored(logo_painted_out(one)), artworks.profile(), logos=artworks.logos())
    assert judge(subject).components.logo == 0.0


def test_same_picture_gives_the_same_document():
    one = base("instagram_square", "panel", "barista-at-counter")
    assert one.judged(one.picture).to_document() == one.judged(one.picture).to_document()
