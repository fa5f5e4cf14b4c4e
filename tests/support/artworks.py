"""Northbeam's artwork with a photograph of the picture tests."""

import json
from pathlib import Path

from infra.local.files import read_brand
from onbrand.brand.profile import LogoVariant, ProfileDesign
from onbrand.brand.template import TemplateDesign
from onbrand.imaging import Artwork, LogoFile

ROOT = Path(__file__).parents[2]
NORTHBEAM = ROOT / "infra/local/northbeam"
PHOTOS = ROOT / "tests/pictures/photos"


def profile() -> ProfileDesign:
    return read_brand(NORTHBEAM / "brand.json")[0]


def template() -> TemplateDesign:
    return TemplateDesign.model_validate_json((NORTHBEAM / "template.json").read_bytes())


def texts() -> dict[str, str]:
    return json.loads((NORTHBEAM / "brief.json").read_bytes())["texts"]


def logos() -> tuple[LogoFile, ...]:
    return tuple(
        LogoFile(variant, (NORTHBEAM / f"logos/{variant.value}.svg").read_bytes(), "image/svg+xml")
        for variant in LogoVariant
    )


def artwork(photo: str = "barista-at-counter", **changes) -> Artwork:
    given = {
        "profile": profile(),
        "template": template(),
        "photo": (PHOTOS / f"{photo}.jpg").read_bytes(),
        "texts": texts(),
        "logos": logos(),
    }
    return Artwork(**{**given, **changes})
