"""Logos: their size, their pixels, and which variant reads on the ground that it lands on."""

import io
from collections.abc import Sequence
from functools import lru_cache

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


def inspect_logo(data: bytes, content_type: str) -> tuple[int, int]:
    """Width and height of an uploaded logo (of an SVG: its view box), after it was read to its end in a
    limited child process. Raises NotAPictureError, UnsafeLogoError, DamagedPictureError,
    PictureTooLargeError."""
    from onbrand.imaging.child import own_logo_in_child

    own = own_logo_in_child(data, content_type)
    return own.width, own.height


def ratio(logo: LogoFile) -> float:
    """Width over height."""
    if logo.content_type == SVG_TYPE:
        width, height = check_svg(logo.data)
        return width / height
    with Image.open(io.BytesIO(logo.data), formats=("PNG",)) as image:
        return image.width / image.height


def drawn(logo: LogoFile, width: int, height: int) -> Image.Image:
    """The logo in RGBA at this size."""
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
    scores = {logo.variant: legibility(_sample(logo), ground) for logo in logos}
    if scores.get(LogoVariant.FULL, 0) >= GOOD_CONTRAST:
        return next(logo for logo in logos if logo.variant is LogoVariant.FULL)
    return max(logos, key=lambda logo: scores[logo.variant])


@lru_cache(maxsize=32)
def _sample(logo: LogoFile) -> Image.Image:
    """A small picture of the logo, large enough to know its colours."""
    return drawn(logo, SAMPLE_WIDTH, max(1, round(SAMPLE_WIDTH / ratio(logo))))


def legibility(logo: Image.Image, ground: Image.Image) -> float:
    """The contrast that nine tenths of the logo's own pixels have at least, with the ground's lighter and
    darker parts."""
    pixels = np.asarray(logo, dtype=np.float32)
    solid = pixels[pixels[..., 3] > 200][:, :3]
    if not len(solid):
        return 1.0
    own = _luminance(solid)
    below = _luminance(np.asarray(ground.convert("RGB"), dtype=np.float32).reshape(-1, 3))
    contrasts = []
    for level in np.percentile(below, (10, 90)):
        lighter, darker = np.maximum(own, level), np.minimum(own, level)
        contrasts.append(float(np.percentile((lighter + 0.05) / (darker + 0.05), 10)))
    return min(contrasts)


def _luminance(pixels: NDArray[np.float32]) -> NDArray[np.float32]:
    share = pixels / 255
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return np.asarray(linear @ np.array([0.2126, 0.7152, 0.0722]), dtype=np.float32)
