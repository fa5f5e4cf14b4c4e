"""Northbeam, an invented coffee brand: the example to copy. Profile, logos, template and a brief as plain files."""

import json
from pathlib import Path
from typing import Any

from infra.local.files import read_brand, read_template
from onbrand.imaging.model import Artwork

HERE = Path(__file__).parent


def brief() -> dict[str, Any]:
    """Keywords, texts, alt text and caption of the example request."""
    return json.loads((HERE / "brief.json").read_text(encoding="utf-8"))


def artwork(photo: bytes) -> Artwork:
    """The example's design around a photograph."""
    profile, logos = read_brand(HERE / "brand.json")
    return Artwork(
        profile=profile,
        template=read_template(HERE / "template.json"),
        photo=photo,
        texts=brief()["texts"],
        logos=logos,
    )
