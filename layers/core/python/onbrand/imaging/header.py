"""What the first bytes of a foreign file say, read before anything is decoded: format, size, memory it would
take."""

import io
import re
import warnings
from typing import NamedTuple

from PIL import Image

from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, PictureTooLargeError

MAX_FILE_BYTES = 60_000_000
MAX_PIXELS = {
    "JPEG": 110_000_000,
    "PNG": 50_000_000,
    "WEBP": 50_000_000,
    "GIF": 50_000_000,
    "AVIF": 50_000_000,
}
"""By format. JPEG can be decoded at a fraction of its size."""

MAX_PROGRESSIVE_PIXELS = 60_000_000
"""A progressive JPEG is held whole, at full size, before its first pixel is known."""

KEPT_PIXELS = 27_500_000
"""Larger pictures are kept at half their sides (or a quarter): the largest canvas has four megapixels."""

DECODING_BUDGET = 500_000_000
"""Bytes that decoding one picture may take."""

BYTES_PER_PIXEL = {"JPEG": 9, "PNG": 10, "GIF": 10, "AVIF": 16, "WEBP": 17}
"""At the peak, with the conversion to our own picture; measured. WebP's decoder holds two canvases of its own."""

COEFFICIENT_BYTES = 2
SHRINKS = (1, 2, 4, 8)
"""Scales (1 to n) at which JPEG can be decoded."""

AVIF_BRANDS = (b"avif", b"avis")
MARKER = re.compile(rb"\xff+([\x01-\xfe])")
START_OF_FRAME = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
STANDALONE = frozenset({0x01, *range(0xD0, 0xD9)})
PROGRESSIVE_FRAMES = frozenset({0xC2, 0xC6, 0xCA, 0xCE})


class Header(NamedTuple):
    """Sizes in pixels; ``shrink`` says to decode at one of ``shrink``; ``cost`` in bytes of memory."""

    format: str
    width: int
    height: int
    mode: str
    shrink: int
    cost: int


class Frame(NamedTuple):
    """A JPEG's start of frame: whether it is progressive, and how many samples it has per pixel."""

    progressive: bool
    samples: float


def sniffed(data: bytes) -> str | None:
    """The format that the first bytes stand for; None for what we do not decode."""
    if data.startswith(b"\xff\xd8\xff"):
        return "JPEG"
    if data.startswith(b"\x89PNG\r\n\x1a\n"):
        return "PNG"
    if data.startswith((b"GIF87a", b"GIF89a")):
        return "GIF"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "WEBP"
    if data[4:8] == b"ftyp":
        size = min(int.from_bytes(data[:4], "big"), 256)
        brands = [data[8:12], *(data[at : at + 4] for at in range(16, size, 4))]
        return "AVIF" if any(brand in AVIF_BRANDS for brand in brands) else None
    return None


def read_header(data: bytes) -> Header:
    """The header of a JPEG, PNG, WebP, GIF or AVIF within the budgets. Raises NotAPictureError,
    DamagedPictureError, PictureTooLargeError."""
    if len(data) > MAX_FILE_BYTES:
        raise PictureTooLargeError(
            f"The file has {len(data) // 1_000_000} MB; at most {MAX_FILE_BYTES // 1_000_000} are allowed."
        )
    found = sniffed(data)
    if found is None:
        raise NotAPictureError("The file is not a JPEG, PNG, WebP, GIF or AVIF picture.")
    try:
        image = open_quietly(data, (found,))
    except Image.DecompressionBombError as error:
        raise PictureTooLargeError("The picture has too many pixels.") from error
    except Exception as error:  # decoders raise half a dozen kinds of exceptions
        raise DamagedPictureError("The picture is damaged: it cannot be read.") from error
    width, height = image.size
    if width * height > MAX_PIXELS[found]:
        raise PictureTooLargeError(
            f"The picture has {width} x {height} pixels; "
            f"at most {MAX_PIXELS[found] // 1_000_000} megapixels are allowed."
        )
    return _budgeted(found, width, height, image.mode, data)


def open_quietly(data: bytes, formats: tuple[str, ...]) -> Image.Image:
    """The picture before it is decoded. Pillow's warnings of many pixels and odd metadata are left out:
    ``read_header`` counts."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return Image.open(io.BytesIO(data), formats=formats)


def _budgeted(name: str, width: int, height: int, mode: str, data: bytes) -> Header:
    pixels, shrink, held = width * height, 1, 0
    if name == "JPEG":
        frame = jpeg_frame(data)
        if frame.progressive:
            if pixels > MAX_PROGRESSIVE_PIXELS:
                raise PictureTooLargeError(
                    f"A progressive JPEG may have {MAX_PROGRESSIVE_PIXELS // 1_000_000} megapixels; this one "
                    f"has {width} x {height} pixels. Save it as a baseline (standard) JPEG."
                )
            held = int(pixels * frame.samples * COEFFICIENT_BYTES)
        shrink = next((one for one in SHRINKS if pixels / one**2 <= KEPT_PIXELS), SHRINKS[-1])
    cost = held + pixels // shrink**2 * BYTES_PER_PIXEL[name]
    if cost > DECODING_BUDGET:
        raise PictureTooLargeError(f"Decoding {width} x {height} pixels would take too much memory.")
    return Header(name, width, height, mode, shrink, cost)


def jpeg_frame(data: bytes) -> Frame:
    """The first start of frame (ITU-T T.81, B.2.2). Raises DamagedPictureError when there is none."""
    at = 0
    while (found := MARKER.search(data, at)) is not None:
        marker, at = found[1][0], found.end()
        if marker in START_OF_FRAME:
            return _frame(marker, data[at + 2 : at + 2 + 6 + 3 * 4])
        if marker not in STANDALONE:
            at += int.from_bytes(data[at : at + 2], "big")
    raise DamagedPictureError("The picture is damaged: it cannot be read.")


def _frame(marker: int, body: bytes) -> Frame:
    count = body[5] if len(body) > 5 else 0
    factors = [(body[at] >> 4, body[at] & 15) for at in range(7, min(len(body), 6 + 3 * count), 3)]
    if not factors or min(map(min, factors)) < 1:
        raise DamagedPictureError("The picture is damaged: it cannot be read.")
    widest, highest = max(x for x, _ in factors), max(y for _, y in factors)
    samples = sum(x * y for x, y in factors) / (widest * highest)
    return Frame(marker in PROGRESSIVE_FRAMES, samples)
