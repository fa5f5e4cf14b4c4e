"""Small copies of our own pictures: for galleries, and for those who only have to see what is there."""

import io

from PIL import Image

from onbrand.imaging.decode import opened
from onbrand.imaging.resize import resized

QUALITY = 82
FITTED_SIDE, FITTED_QUALITY = 4096, 90
"""Of a copy that is looked at closely: letters of a three-hundredth of its height are still twelve pixels high."""


def small_jpeg(image: Image.Image, side: int, quality: int = QUALITY) -> bytes:
    """A JPEG of an RGB picture, its longer side at most ``side`` pixels."""
    shrink = side / max(*image.size, side)
    if shrink < 1:
        size = max(1, round(image.width * shrink)), max(1, round(image.height * shrink))
        # halves first: the filter then has a quarter of the pixels to weigh
        halves = 2 if shrink <= 0.5 else 1
        box = (0.0, 0.0, image.width / halves, image.height / halves)
        image = resized(image.reduce(halves) if halves > 1 else image, size, box)
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()


def fitted_jpeg(image: Image.Image, most: int) -> bytes:
    """A JPEG of an RGB picture of at most ``most`` bytes, about as large as these allow."""
    side = min(FITTED_SIDE, max(image.size))
    while len(data := small_jpeg(image, side, FITTED_QUALITY)) > most and side > 1:
        side = int(side * min(0.9, (most / len(data)) ** 0.5))
    return data


def reduced(data: bytes, side: int) -> bytes:
    """A picture of ours as such a JPEG. Raises what ``decode.opened`` raises."""
    image = opened(data)
    image.draft("RGB", (side, side))
    return small_jpeg(image.convert("RGB"), side)
