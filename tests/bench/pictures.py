"""Rendering the Northbeam example against what plain Pillow needs for the bare resizing and encoding; scoring it
against rendering it."""

import io
import statistics
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from infra.local import northbeam
from onbrand.compliance.judge import judge
from onbrand.compliance.subject import Subject
from onbrand.imaging.render import render, render_each
from onbrand.placement import CORE_PLACEMENTS, Placement, placement
from tests.bench.timing import compare, cpu_ms

PHOTO = Path("infra/local/freepik/photos/roasted-coffee-beans.jpg")
VARIANT, SET = 0.5, 0.6
"""Most CPU that scoring may take of what rendering takes."""


def _plain_pillow(photo: bytes) -> None:
    with Image.open(io.BytesIO(photo)) as image:
        picture = image.convert("RGB")
    for name in CORE_PLACEMENTS:
        size = (placement(name).width, placement(name).height)
        ImageOps.fit(picture, size, Image.Resampling.LANCZOS).save(io.BytesIO(), "JPEG", quality=85)


def measure(rounds: int) -> list[dict[str, Any]]:
    """The set of twelve rendered; each of them scored; all of them scored."""
    artwork = northbeam.artwork(PHOTO.read_bytes())
    targets = [placement(name) for name in CORE_PLACEMENTS]
    rendered = [(target, *one) for target, one in zip(targets, render_each(artwork, targets), strict=True)]

    def score(target: Placement) -> None:
        variant, picture = next((variant, picture) for one, variant, picture in rendered if one is target)
        judge(Subject(picture, artwork.profile, variant.composition, target, artwork.logos, variant.sha256))

    def score_all() -> None:
        for target in targets:
            score(target)

    each = [
        compare(
            "",
            "",
            lambda one=target: cpu_ms(lambda: score(one)),  # type: ignore[misc]
            lambda one=target: cpu_ms(lambda: render(artwork, [one])),  # type: ignore[misc]
            rounds,
        )
        for target in targets
    ]
    ratio = round(statistics.median(row["ratio"] for row in each), 3)
    worst = max(each, key=lambda row: row["ratio"])
    together = compare(
        "score twelve variants",
        "render twelve variants",
        lambda: cpu_ms(score_all),
        lambda: cpu_ms(lambda: render(artwork, targets)),
        rounds,
    )
    return [
        compare(
            "render twelve variants",
            "plain Pillow: open once, fit and save each (no text, no logo)",
            lambda: cpu_ms(lambda: render(artwork, targets)),
            lambda: cpu_ms(lambda: _plain_pillow(artwork.photo)),
            rounds,
        ),
        {
            "name": f"score one variant (median of twelve; the worst is {worst['ratio']:.2f})",
            "ms": statistics.median(row["ms"] for row in each),
            "baseline": "render it alone",
            "baseline_ms": statistics.median(row["baseline_ms"] for row in each),
            "ratio": ratio,
            "target": VARIANT,
            "met": ratio <= VARIANT,
        },
        together | {"target": SET, "met": together["ratio"] <= SET},
    ]
