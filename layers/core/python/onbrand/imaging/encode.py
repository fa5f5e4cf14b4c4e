"""Files for placements: exact pixels, sRGB and saying so, as good as the byte limit allows, and nothing in
them of the sources' metadata but what is given here."""

import io
import os
from functools import cache
from typing import Any, NamedTuple

from PIL import Image, ImageCms, PngImagePlugin

from onbrand.imaging.errors import FileTooLargeError
from onbrand.imaging.metadata import Notes

ICC_DATE = slice(24, 36)
"""Where an ICC profile keeps its creation time (ICC.1:2022, 7.2.8); zeroed, so that files do not differ by
the clock."""

XMP_KEYWORD = "XML:com.adobe.xmp"
"""Of the iTXt chunk that holds XMP in a PNG (XMP Specification Part 3, 1.1.5)."""

PNG_LEVEL, SMALLEST_PNG_LEVEL = 4, 9
AVIF_SPEED = 8
"""Slower ones cost up to nine times as much for 15 % of the bytes."""

NOTHING = Notes()


class Range(NamedTuple):
    """The best quality that is worth its bytes, and the lowest that is worth showing: below, letters get
    visible edges. Scales differ by encoder."""

    best: int
    lowest: int


QUALITIES = {"jpeg": Range(92, 60), "webp": Range(92, 60), "avif": Range(80, 45)}


@cache
def srgb_profile() -> bytes:
    """A small ICC profile of sRGB, the same bytes at every call."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    profile[ICC_DATE] = bytes(12)
    return bytes(profile)


def encode(image: Image.Image, image_format: str, max_bytes: int, notes: Notes = NOTHING) -> bytes:
    """The picture as ``jpeg``, ``png``, ``webp`` or ``avif`` in the highest worthwhile quality that keeps to
    ``max_bytes``; ``notes`` are put into it. Raises FileTooLargeError when even the lowest quality does not."""
    if image_format == "png":
        return _png(image, max_bytes, notes)
    best = _at(image, image_format, QUALITIES[image_format].best, notes)
    return best if len(best) <= max_bytes else _fitting(image, image_format, max_bytes, notes)


def _fitting(image: Image.Image, image_format: str, max_bytes: int, notes: Notes) -> bytes:
    """The highest quality that fits, by halving the range; JPEG is progressive here, a few per cent
    smaller."""
    high, low = QUALITIES[image_format]
    found = _at(image, image_format, low, notes, small=True)
    if len(found) > max_bytes:
        raise FileTooLargeError(
            f"Even at the lowest quality the picture has {len(found)} bytes; {max_bytes} are allowed."
        )
    while low < high:
        middle = (low + high + 1) // 2
        data = _at(image, image_format, middle, notes, small=True)
        if len(data) <= max_bytes:
            low, found = middle, data
        else:
            high = middle - 1
    return found


def _png(image: Image.Image, max_bytes: int, notes: Notes) -> bytes:
    texts = PngImagePlugin.PngInfo()
    if notes.xmp:
        texts.add_itxt(XMP_KEYWORD, notes.xmp.decode())
    for level in (PNG_LEVEL, SMALLEST_PNG_LEVEL):
        data = _saved(image, "PNG", compress_level=level, pnginfo=texts)
        if len(data) <= max_bytes:
            return data
    raise FileTooLargeError(f"As PNG the picture has {len(data)} bytes; {max_bytes} are allowed.")


def _at(image: Image.Image, image_format: str, quality: int, notes: Notes, small: bool = False) -> bytes:
    match image_format:
        case "webp":
            return _saved(image, "WEBP", quality=quality, method=4, xmp=notes.xmp)
        case "avif":
            # one thread: variants are encoded side by side already
            options: dict[str, Any] = {"speed": AVIF_SPEED, "codec": "aom", "max_threads": 1}
            return _saved(image, "AVIF", quality=quality, subsampling="4:4:4", xmp=notes.xmp, **options)
        case _:
            # full chroma resolution: coloured letters would get soft edges otherwise
            options = {
                "quality": quality,
                "subsampling": 0,
                "comment": b"",
                "xmp": notes.xmp,
                "extra": notes.iptc,
            }
            try:
                return _saved(image, "JPEG", progressive=small, optimize=small, **options)
            except OSError:  # Pillow's buffer holds a byte a pixel of a progressive file, which noise exceeds
                return _saved(image, "JPEG", **options)


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
