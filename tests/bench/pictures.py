"""Rendering and scoring of the Northbeam example, against what plain Pillow needs for the bare resizing and encoding."""

import io
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from infra.local import northbeam
from onbrand.compliance.judge import judge
from onbrand.compliance.subject import Subject
from onbrand.imaging.render import compose, render
from onbrand.placement import CORE_PLACEMENTS, placement
from tests.bench.timing import compare, cpu_ms

PHOTO = Path("infra/local/freepik/photos/roasted-coffee-beans.jpg")


def _plain_pillow(photo: bytes) -> None:
    with Image.open(io.BytesIO(photo)) as image:
        picture = image.convert("RGB")
    for name in CORE_PLACEMENTS:
        size = (placement(name).width, placement(name).height)
        ImageOps.fit(picture, size, Image.Resampling.LANCZOS).save(io.BytesIO(), "JPEG", quality=85)


def _plain_palette(picture: Image.Image) -> None:
    picture.quantize(16, kmeans=1).getcolors()


def measure(rounds: int) -> list[dict[str, Any]]:
    """Two rows: the whole set of twelve variants; the verdict on one of them."""
    artwork = northbeam.artwork(PHOTO.read_bytes())
    targets = [placement(name) for name in CORE_PLACEMENTS]
    picture, composition = compose(artwork, targets[1])

    def score() -> None:
        judge(Subject(picture, artwork.profile, composition, targets[1], artwork.logos))

    return [
        compare(
            "render twelve variants",
            "plain Pillow: open once, fit and save each (no text, no logo)",
            lambda: cpu_ms(lambda: render(artwork, targets)),
            lambda: cpu_ms(lambda: _plain_pillow(artwork.photo)),
            rounds,
        ),
        compare(
            "score one variant",
            "plain Pillow: quantize it to 16 colours",
            lambda: cpu_ms(score),
            lambda: cpu_ms(lambda: _plain_palette(picture)),
            rounds,
        ),
    ]
