"""Every starter template with every photograph of the local library and both brands of the picture tests."""

import io
import json
from functools import cache
from pathlib import Path
from typing import NamedTuple

from PIL import Image

from infra.local.files import read_brand
from onbrand.brand.profile import ProfileDesign
from onbrand.brand.starters import starter_templates
from onbrand.imaging import Artwork, LogoFile
from onbrand.imaging.focal import attention
from onbrand.imaging.layout import Content, Placed, layout
from onbrand.imaging.logo import ratio
from onbrand.imaging.saliency import subject_of
from onbrand.imaging.text import PillowMeasurer
from onbrand.placement import Placement

ROOT = Path(__file__).parents[2]
PHOTOS = {path.stem: path for path in sorted((ROOT / "infra/local/freepik/photos").glob("*.jpg"))}
BRANDS = {
    "northbeam": ROOT / "infra/local/northbeam/brand.json",
    "kobalt": ROOT / "tests/pictures/second_brand/brand.json",
}
TEXTS = json.loads((ROOT / "tests/pictures/second_brand/texts.json").read_bytes())
LOOKED_AT = (480, 480)


class Marks(NamedTuple):
    """Boxes drawn by hand on a photograph: left, top, right, bottom in fractions."""

    focal: tuple[float, float, float, float]
    faces: list[tuple[float, float, float, float]]


@cache
def marks() -> dict[str, Marks]:
    found = json.loads((ROOT / "tests/pictures/focal_boxes.json").read_bytes())
    return {name: Marks(one["focal"], one["faces"]) for name, one in found.items()}


@cache
def brand(name: str) -> tuple[ProfileDesign, tuple[LogoFile, ...]]:
    return read_brand(BRANDS[name])


@cache
def _seen(photo: str):
    with Image.open(PHOTOS[photo]) as image:
        size = image.size
        image.draft("RGB", LOOKED_AT)
        pixels = image.convert("RGB")
    return size, attention(pixels), subject_of(pixels)


def content(photo: str, template: str, brand_name: str = "northbeam", texts=None) -> Content:
    """What a layout needs to know, with what the code itself sees in the photograph."""
    profile, logos = brand(brand_name)
    size, (focal, interest), subject = _seen(photo)
    words = TEXTS[brand_name][template] if texts is None else texts
    return Content(profile, words, {"logo": ratio(logos[0])}, size, focal, interest, subject)


def laid_out(template: str, target: Placement, given: Content) -> list[Placed]:
    return layout(starter_templates()[template], target, given, PillowMeasurer())


def starter_artwork(photo: str, template: str, brand_name: str = "northbeam", texts=None) -> Artwork:
    profile, logos = brand(brand_name)
    words = TEXTS[brand_name][template] if texts is None else texts
    data = io.BytesIO(PHOTOS[photo].read_bytes()).getvalue()
    return Artwork(profile, starter_templates()[template], data, words, logos)
