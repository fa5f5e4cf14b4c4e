"""Logos: their size, their pixels, and which variant reads on the ground that it lands on."""

import io
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.brand.profile import LogoVariant
from onbrand.imaging.model import LogoFile
from onbrand.imaging.svg import check_svg, rasterised

GOOD_CONTRAST = 3.0
"""WCAG 2.2, success criterion 1.4.11: graphics need 3:1."""

SVG_TYPE = "image/svg+xml"
SAMPLE_WIDTH = 120
GROUND_SIDE = 48
"""Rows and columns of the ground that are looked at."""


def ratio(logo: LogoFile) -> float:
    """Width over height."""
    if logo.content_type == SVG_TYPE:
        width, height = check_svg(logo.data)
        return width / height
    with Image.open(io.BytesIO(logo.data), formats=("PNG",)) as image:
        return image.width / image.height


@lru_cache(maxsize=64)
def drawn(logo: LogoFile, width: int, height: int) -> Image.Image:
    """The logo in RGBA at this size; not to be drawn upon."""
    if logo.content_type == SVG_TYPE:
        return rasterised(logo.data, width, height)
    with Image.open(io.BytesIO(logo.data), formats=("PNG",)) as image:
        # premultiplied, so that the colour of clear pixels does not bleed into the edges
        return (
            image.convert("RGBA")
            .convert("RGBa")
            .resize((width, height), Image.Resampling.LANCZOS)
            .convert("RGBA")
        )


def readable_variant(logos: Sequence[LogoFile], ground: Image.Image) -> LogoFile:
    """The full-colour logo where it reads on ``ground``, else the variant that reads best."""
    levels = _levels(ground)
    scores = {logo.variant: _contrast(_own_inks(logo), levels) for logo in logos}
    if scores.get(LogoVariant.FULL, 0) >= GOOD_CONTRAST:
        return next(logo for logo in logos if logo.variant is LogoVariant.FULL)
    return max(logos, key=lambda logo: scores[logo.variant])


@lru_cache(maxsize=32)
def _own_inks(logo: LogoFile) -> NDArray[np.float32]:
    """Of a small picture of the logo, large enough to know its colours."""
    return _inks(drawn(logo, SAMPLE_WIDTH, max(1, round(SAMPLE_WIDTH / ratio(logo)))))


def _inks(logo: Image.Image) -> NDArray[np.float32]:
    """Luminance of the logo's own pixels."""
    pixels = np.asarray(logo, dtype=np.float32)
    return _luminance(pixels[pixels[..., 3] > 200][:, :3])


def _levels(ground: Image.Image) -> NDArray[np.floating[Any]]:
    """Luminance of the ground's darker and lighter parts."""
    seen = np.asarray(ground.convert("RGB"))
    rows, columns = (max(side // GROUND_SIDE, 1) for side in seen.shape[:2])
    return np.asarray(
        np.percentile(_luminance(seen[::rows, ::columns].reshape(-1, 3).astype(np.float32)), (10, 90))
    )


def _contrast(inks: NDArray[np.float32], levels: NDArray[np.floating[Any]]) -> float:
    """The contrast that nine tenths of the logo's own pixels have at least, with the ground's lighter and
    darker parts."""
    if not len(inks):
        return 1.0
    lighter, darker = np.maximum(inks, levels[:, None]), np.minimum(inks, levels[:, None])
    return float(np.percentile((lighter + 0.05) / (darker + 0.05), 10, axis=1).min())


def _luminance(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), dtype=np.float32)
