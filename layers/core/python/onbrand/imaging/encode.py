"""Files for placements: exact pixels, sRGB and saying so, nothing else in them, as good as the byte limit
allows."""

import io
import os
from functools import cache
from typing import Any

from PIL import Image, ImageCms

from onbrand.imaging.errors import FileTooLargeError

BEST_QUALITY = 92
LOWEST_QUALITY = 60
"""Below this, JPEG and WebP show blocks around letters."""

ICC_DATE = slice(24, 36)
"""Where an ICC profile keeps its creation time (ICC.1:2022, 7.2.8); zeroed, so that files do not differ by
the clock."""


@cache
def srgb_profile() -> bytes:
    """A small ICC profile of sRGB, the same bytes at every call."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[ICC_DATE] = bytes(12)
    return bytes(profile)


def encode(image: Image.Image, image_format: str, max_bytes: int) -> bytes:
    """The picture as ``jpeg``, ``png`` or ``webp`` in the highest quality up to 92 that keeps to
    ``max_bytes``. Raises FileTooLargeError when even quality 60 does not."""
    if image_format == "png":
        data = _saved(image, "PNG", compress_level=6)
        if len(data) > max_bytes:
            raise FileTooLargeError(f"As PNG the picture has {len(data)} bytes; {max_bytes} are allowed.")
        return data
    best = _at(image, image_format, BEST_QUALITY)
    if len(best) <= max_bytes:
        return best
    low, high = LOWEST_QUALITY, BEST_QUALITY - 1
    found = _at(image, image_format, low)
    if len(found) > max_bytes:
        raise FileTooLargeError(
            f"Even at the lowest quality the picture has {len(found)} bytes; {max_bytes} are allowed."
        )
    while low < high:
        middle = (low + high + 1) // 2
        data = _at(image, image_format, middle)
        if len(data) <= max_bytes:
            low, found = middle, data
        else:
            high = middle - 1
    return found


def _at(image: Image.Image, image_format: str, quality: int) -> bytes:
    if image_format == "webp":
        return _saved(image, "WEBP", quality=quality, method=4)
    # full chroma resolution: coloured letters would get soft edges otherwise
    return _saved(image, "JPEG", quality=quality, subsampling=0)


def _saved(image: Image.Image, name: str, **options: Any) -> bytes:
    if name == "JPEG" and hasattr(os, "memfd_create"):
        # into a file descriptor the encoder works without the interpreter's lock, so that two threads help
        with os.fdopen(os.memfd_create("variant"), "w+b") as file:
            image.save(file, name, icc_profile=srgb_profile(), **options)
            file.seek(0)
            return file.read()
    buffer = io.BytesIO()
    image.save(buffer, name, icc_profile=srgb_profile(), **options)
    return buffer.getvalue()
