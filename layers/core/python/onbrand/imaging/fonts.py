"""Vendored and uploaded fonts as Pillow knows them, and which letters each has."""

import io
import json
from bisect import bisect_right
from functools import cache, lru_cache
from importlib.resources import as_file, files
from typing import NamedTuple

from PIL import ImageFont

from onbrand.brand.fonts import OPEN_FONTS
from onbrand.imaging.lines import WEIGHT_AXIS, Font, FontFile

FALLBACKS = ("Inter", "Noto Sans Hebrew", "Noto Sans Arabic")
"""Families that lend their letters to the others, the one with the most first."""


@lru_cache(maxsize=256)
def chain(font: Font) -> tuple[Font, ...]:
    """The font itself, then the fallback families in the weight that is nearest to it."""
    borrowed = (family for family in FALLBACKS if font.file or family != font.family)
    return font, *(_nearest(family, font) for family in borrowed)


def _nearest(family: str, font: Font) -> Font:
    weight = min(OPEN_FONTS[family].weights, key=lambda weight: abs(weight - font.weight))
    return font._replace(family=family, weight=weight, file=None)


def is_vendored(font: Font) -> bool:
    """Whether the font's family and weight are among those that OnBrand brings along."""
    return font.family in OPEN_FONTS and font.weight in OPEN_FONTS[font.family].weights


@lru_cache(maxsize=256)
def loaded(font: Font, size: int) -> ImageFont.FreeTypeFont:
    """The font at ``size`` pixels, with complex shaping."""
    if font.file is not None:
        face = ImageFont.truetype(io.BytesIO(font.file.data), size, layout_engine=ImageFont.Layout.RAQM)
        axes = _read(font.file).axes
        if axes:
            face.set_variation_by_axes(
                [font.weight if tag == WEIGHT_AXIS else default for tag, default in axes]
            )
        return face
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


class _Contents(NamedTuple):
    """What an uploaded font has: code points, and the axes that it varies in with their defaults."""

    letters: frozenset[int]
    axes: tuple[tuple[str, float], ...]


@lru_cache(maxsize=32)
def _read(file: FontFile) -> _Contents:
    from fontTools.ttLib import TTFont  # 50 ms that only uploaded fonts cost

    font = TTFont(io.BytesIO(file.data), lazy=True)
    letters = frozenset(code for code, name in font.getBestCmap().items() if name != ".notdef")
    axes = font["fvar"].axes if "fvar" in font else ()
    return _Contents(letters, tuple((axis.axisTag, axis.defaultValue) for axis in axes))


def covers(font: Font, character: str) -> bool:
    """Whether the font has a letter for the character."""
    if font.file is not None:
        return ord(character) in _read(font.file).letters
    starts, ends = _coverage()[font.family]
    index = bisect_right(starts, ord(character)) - 1
    return index >= 0 and ord(character) <= ends[index]
