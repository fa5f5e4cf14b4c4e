"""The vendored fonts as Pillow knows them, and which letters each family has."""

import json
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import as_file, files

from PIL import ImageFont

from onbrand.brand.fonts import OPEN_FONTS
from onbrand.imaging.lines import Font

FALLBACKS = ("Inter", "Noto Sans Hebrew", "Noto Sans Arabic")
"""Families that lend their letters to the others, the one with the most first."""


def nearest(family: str, font: Font) -> Font:
    """The font itself, or the family's weight that is nearest to it."""
    if family == font.family:
        return font
    return font._replace(
        family=family, weight=min(OPEN_FONTS[family].weights, key=lambda weight: abs(weight - font.weight))
    )


@lru_cache(maxsize=256)
def loaded(font: Font, size: int) -> ImageFont.FreeTypeFont:
    """The font at ``size`` pixels, with complex shaping."""
    resource = files("onbrand_fonts").joinpath(_folder(font), f"{_folder(font)}-{font.weight}.ttf")
    with as_file(resource) as path:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.RAQM)


def _folder(font: Font) -> str:
    return font.family.lower().replace(" ", "_")


@cache
def _coverage() -> dict[str, tuple[list[int], list[int]]]:
    ranges = json.loads(files("onbrand_fonts").joinpath("coverage.json").read_text(encoding="utf-8"))
    return {
        family: ([first for first, _ in pairs], [last for _, last in pairs])
        for family, pairs in ranges.items()
    }


def covers(family: str, character: str) -> bool:
    """Whether the family has a letter for the character."""
    starts, ends = _coverage()[family]
    index = bisect_right(starts, ord(character)) - 1
    return index >= 0 and ord(character) <= ends[index]
