"""Files of the photographs in the sizes that are asked for, and the colours they are found by."""

from colorsys import rgb_to_hsv
from functools import lru_cache
from io import BytesIO
from pathlib import Path

from PIL import Image

PREVIEW_SIDE = 626
LARGE_SHARE = 0.15
"""A photograph is found by a colour that covers at least this share of it."""


@lru_cache(maxsize=64)
def resized(path: Path, long_side: int | None) -> bytes:
    """The file itself, or a JPEG of it that is not larger than ``long_side`` pixels; never enlarged."""
    with Image.open(path) as picture:
        if long_side is None or max(picture.size) <= long_side:
            return path.read_bytes()
        picture.thumbnail((long_side, long_side))
        file = BytesIO()
        picture.convert("RGB").save(file, "JPEG", quality=88)
    return file.getvalue()


def preview_size(width: int, height: int) -> tuple[int, int]:
    """Width and height of the preview of a picture of this size."""
    scale = min(1.0, PREVIEW_SIDE / max(width, height))
    return round(width * scale), round(height * scale)


@lru_cache(maxsize=64)
def colours_of(path: Path) -> frozenset[str]:
    """The names of the colours that cover much of the photograph."""
    with Image.open(path) as picture:
        pixels = list(picture.convert("RGB").resize((24, 24)).get_flattened_data())
    names = [_name(*pixel) for pixel in pixels]
    return frozenset(name for name in set(names) if names.count(name) >= LARGE_SHARE * len(names))


def _name(red: int, green: int, blue: int) -> str:
    hue, saturation, value = rgb_to_hsv(red / 255, green / 255, blue / 255)
    if value < 0.2:
        return "black"
    if saturation < 0.15:
        return "white" if value > 0.8 else "gray"
    limits = (
        (15, "red"),
        (45, "orange"),
        (70, "yellow"),
        (165, "green"),
        (200, "cyan"),
        (260, "blue"),
        (290, "purple"),
    )
    return next((name for limit, name in limits if hue * 360 < limit), "pink" if hue * 360 < 345 else "red")
