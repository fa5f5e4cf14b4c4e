"""What compliant renders are made of, in two sets. The checks may be tuned on the first; of the second nothing may be looked
at while they are: neither its photographs, nor its template, nor its brand."""

import json
from dataclasses import replace
from enum import StrEnum
from functools import cache
from pathlib import Path

from infra.local.files import read_brand
from onbrand.brand.profile import ProfileDesign
from onbrand.brand.starters import starter_templates
from onbrand.brand.template import TemplateDesign
from onbrand.imaging import Artwork, LogoFile
from onbrand.imaging.layout import Content, Placed, layout
from onbrand.imaging.logo import ratio
from onbrand.imaging.text import PillowMeasurer
from onbrand.placement import Placement
from tests.support.starters import BRANDS, PHOTOS, TEXTS, content

HELD_OUT = Path(__file__).parent / "held_out"
_UNSEEN = ("coffee-shop-interior", "map-camera-flatlay", "strawberries-on-turquoise", "woman-with-phone")


class Part(StrEnum):
    """Which of the two sets."""

    TUNED = "tuned"
    HELD_OUT = "held out"


def photographs(part: Part) -> list[str]:
    """The names of a set's photographs."""
    return [name for name in PHOTOS if (name in _UNSEEN) is (part is Part.HELD_OUT)]


def templates(part: Part) -> list[str]:
    """The names of a set's templates."""
    return list(starter_templates()) if part is Part.TUNED else ["season"]


def brands(part: Part) -> list[str]:
    """The names of a set's brands."""
    return list(BRANDS) if part is Part.TUNED else ["halden"]


@cache
def template(name: str) -> TemplateDesign:
    """A template of either set."""
    starters = starter_templates()
    if name in starters:
        return starters[name]
    return TemplateDesign.model_validate_json((HELD_OUT / "template.json").read_bytes())


@cache
def brand(name: str) -> tuple[ProfileDesign, tuple[LogoFile, ...]]:
    """The profile and logos of a brand of either set."""
    return read_brand(BRANDS[name] if name in BRANDS else HELD_OUT / "brand.json")


def artwork(photo: str, template_name: str, brand_name: str) -> Artwork:
    """What a render is made of."""
    profile, logos = brand(brand_name)
    return Artwork(
        profile, template(template_name), PHOTOS[photo].read_bytes(), _texts(template_name, brand_name), logos
    )


def laid_out(photo: str, template_name: str, brand_name: str, target: Placement) -> list[Placed]:
    """Its layers, bottom first."""
    profile, logos = brand(brand_name)
    given: Content = replace(
        content(photo, "offer"),
        profile=profile,
        texts=_texts(template_name, brand_name),
        ratios={"logo": ratio(logos[0])},
    )
    return layout(template(template_name), target, given, PillowMeasurer())


def _texts(template_name: str, brand_name: str) -> dict[str, str]:
    if brand_name in TEXTS:
        found: dict[str, str] = TEXTS[brand_name][template_name]
        return found
    return dict(json.loads((HELD_OUT / "texts.json").read_bytes()))
