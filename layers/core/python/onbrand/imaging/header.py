"""What the first bytes of a foreign file say, read before anything is decoded: format, size, memory it
would take."""

import io
import warnings
from typing import NamedTuple

from PIL import Image

from onbrand.imaging.errors import DamagedPictureError, NotAPictureError, PictureTooLargeError

FORMATS = ("JPEG", "PNG", "WEBP")
MAX_PIXELS = 50_000_000
MAX_FILE_BYTES = 60_000_000
DECODING_BUDGET = 400_000_000
"""Bytes that decoding one picture may take."""

BYTES_PER_PIXEL = {
    "1": 1,
    "L": 1,
    "P": 1,
    "LA": 4,
    "PA": 4,
    "I;16": 2,
    "I": 4,
    "F": 4,
    "CMYK": 4,
    "RGBA": 4,
    "RGB": 4,
}
"""Of Pillow's image memory; RGB is padded to four."""

WEBP_COPIES, PLAIN_COPIES = 4, 2
"""Images of the full size that exist at once: the decoder's frames, then the conversion. Measured by peak
memory."""


class Header(NamedTuple):
    """Sizes in pixels; ``cost`` in bytes of memory."""

    format: str
    width: int
    height: int
    mode: str
    cost: int


def read_header(data: bytes, max_pixels: int = MAX_PIXELS) -> Header:
    """The header of a still JPEG, PNG or WebP within the budgets. Raises NotAPictureError,
    DamagedPictureError, PictureTooLargeError."""
    if len(data) > MAX_FILE_BYTES:
        raise PictureTooLargeError(
            f"The file has {len(data) // 1_000_000} MB; at most {MAX_FILE_BYTES // 1_000_000} are allowed."
        )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            image = Image.open(io.BytesIO(data), formats=FORMATS)
        except Image.DecompressionBombError as error:
            raise PictureTooLargeError("The picture has too many pixels.") from error
        except Exception as error:  # decoders raise half a dozen kinds of exceptions
            if _looks_known(data):
                raise DamagedPictureError("The picture is damaged: it cannot be read.") from error
            raise NotAPictureError("The file is not a JPEG, PNG or WebP picture.") from error
    width, height = image.size
    if width * height > max_pixels:
        raise PictureTooLargeError(
            f"The picture has {width} x {height} pixels; "
            f"at most {max_pixels // 1_000_000} megapixels are allowed."
        )
    if getattr(image, "n_frames", 1) > 1:
        raise NotAPictureError("The file is an animation. Use a still picture.")
    copies = WEBP_COPIES if image.format == "WEBP" else PLAIN_COPIES
    cost = width * height * BYTES_PER_PIXEL.get(image.mode, 4) * copies
    if cost > DECODING_BUDGET:
        raise PictureTooLargeError(f"Decoding {width} x {height} pixels would take too much memory.")
    return Header(str(image.format), width, height, image.mode, cost)


def _looks_known(data: bytes) -> bool:
    return data.startswith((b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")) or (
        data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    )
