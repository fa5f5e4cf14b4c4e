"""Text as pixels: shaping by raqm, letters that a font lacks from the fallback family, never a box in their
place."""

import unicodedata
from functools import lru_cache

from PIL import Image, ImageDraw

from onbrand.imaging.errors import GlyphMissingError
from onbrand.imaging.fonts import FALLBACK, covers, loaded
from onbrand.imaging.lines import Extent, Font

MEASURING_SIZE = 256
"""Advances are linear in the size, so one size in pixels is measured for all."""

ORDINARY_LETTERS = "Hdlkgpqy"


class PillowMeasurer:
    """Measures with the fonts that will draw."""

    def width(self, text: str, font: Font) -> float:
        """The advance of the text in ems. Raises GlyphMissingError."""
        return _advance(text, font)

    def extent(self, text: str, font: Font) -> Extent:
        """The reach of the letters in ems."""
        return _extent(text, font)


@lru_cache(maxsize=4096)
def _advance(text: str, font: Font) -> float:
    return sum(loaded(one, MEASURING_SIZE).getlength(run) for run, one in runs(text, font)) / MEASURING_SIZE


@lru_cache(maxsize=1024)
def _extent(text: str, font: Font) -> Extent:
    tops, bottoms, left, right, pen = [], [], 0.0, 0.0, 0.0
    for run, one in [*runs(text, font), (ORDINARY_LETTERS, font)]:
        face = loaded(one, MEASURING_SIZE)
        box = face.getbbox(run, anchor="ls")
        tops.append(box[1])
        bottoms.append(box[3])
        if run is not ORDINARY_LETTERS:
            left, right = min(left, pen + box[0]), max(right, pen + box[2])
            pen += face.getlength(run)
    ends = max(-left, 0.0), max(right - pen, 0.0)
    return Extent(*(reach / MEASURING_SIZE for reach in (-min(tops), max(bottoms), *ends)))


def runs(text: str, font: Font) -> list[tuple[str, Font]]:
    """The text in pieces that one font can set. Raises GlyphMissingError when no font has a letter."""
    pieces: list[tuple[str, Font]] = []
    for character in text:
        chosen = _font_for(character, font)
        if pieces and pieces[-1][1] == chosen:
            pieces[-1] = (pieces[-1][0] + character, chosen)
        else:
            pieces.append((character, chosen))
    return pieces


FALLBACK_WEIGHTS = (400, 500, 600, 700)


def _font_for(character: str, font: Font) -> Font:
    if covers(font.family, character) or character == "\n":
        return font
    if covers(FALLBACK, character):
        return Font(FALLBACK, min(FALLBACK_WEIGHTS, key=lambda weight: abs(weight - font.weight)))
    name = unicodedata.name(character, "unnamed").lower()
    raise GlyphMissingError(f"No font has the character {character!r} (U+{ord(character):04X}, {name}).")


def draw_line(
    canvas: Image.Image,
    left: float,
    baseline: float,
    text: str,
    font: Font,
    size: int,
    colour: tuple[int, ...],
) -> None:
    """Sets one line with its first letter at ``left`` on ``baseline``, in pixels."""
    draw = ImageDraw.Draw(canvas)
    for run, one in runs(text, font):
        face = loaded(one, size)
        draw.text((left, baseline), run, font=face, fill=colour, anchor="ls")
        left += face.getlength(run)
