"""Text as pixels: shaping by raqm, letters that a font lacks from the fallback family, never a box in their
place."""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from math import ceil, floor

from PIL import Image, ImageDraw

from onbrand.imaging.errors import FontMissingError, GlyphMissingError
from onbrand.imaging.fonts import chain, covers, is_vendored, loaded
from onbrand.imaging.lines import Extent, Font, FontFile

MEASURING_SIZE = 256
"""Advances are linear in the size, so one size in pixels is measured for all."""

ORDINARY_LETTERS = "Hdlkgpqy"

STAMPS = 128
"""Drawn lines that are kept: those of a set of twelve pictures and more, some three megabytes."""

MASK_SLACK = 3
"""Pixels around letters that hinting, smoothing and a broken position may touch."""


class PillowMeasurer:
    """Measures with the fonts that will draw: ``files`` where they have the family and weight, else the vendored
    ones."""

    def __init__(self, files: Sequence[FontFile] = ()) -> None:
        self._files = {(file.family, file.weight): file for file in files}
        self._found: dict[Font, Font] = {}

    def width(self, text: str, font: Font) -> float:
        """The advance of the text in ems. Raises FontMissingError, GlyphMissingError."""
        return _advance(text, self.found(font))

    def extent(self, text: str, font: Font) -> Extent:
        """The reach of the letters in ems. Raises what ``width`` raises."""
        return _extent(text, self.found(font))

    def found(self, font: Font) -> Font:
        """The font with its file, where it is an uploaded one. Raises FontMissingError."""
        known = self._found.get(font)
        if known is None:
            file = self._files.get((font.family, font.weight))
            if file is None and not is_vendored(font):
                raise FontMissingError(f"The file of the font {font.family} {font.weight} is not there.")
            known = self._found[font] = font._replace(file=file)
        return known


@lru_cache(maxsize=4096)
def _advance(text: str, font: Font) -> float:
    shaped = sum(loaded(one, MEASURING_SIZE).getlength(run) for run, one in runs(text, font))
    return shaped / MEASURING_SIZE + font.spacing * _gaps(text, font)


def _gaps(text: str, font: Font) -> int:
    """How many letters have space added after them; letters that join or change sides have none."""
    return len(clusters(text)) if font.spacing and not reads_leftwards(text) else 0


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


def reads_leftwards(text: str) -> bool:
    """Whether the text has letters of a script that is written from right to left."""
    return any(unicodedata.bidirectional(character) in ("R", "AL") for character in text)


def clusters(text: str) -> list[str]:
    """Letters with their combining marks."""
    pieces: list[str] = []
    for character in text:
        if pieces and unicodedata.combining(character):
            pieces[-1] += character
        else:
            pieces.append(character)
    return pieces


def runs(text: str, font: Font) -> list[tuple[str, Font]]:
    """The text in pieces that one font can set. Raises GlyphMissingError when no font has a letter."""
    return list(_runs(text, font))


@lru_cache(maxsize=256)
def _runs(text: str, font: Font) -> tuple[tuple[str, Font], ...]:
    if reads_leftwards(text):
        return ((text, _font_for_all(text, font)),)
    pieces: list[tuple[str, Font]] = []
    for letter in clusters(text):
        chosen = _font_for(letter, font)
        if pieces and pieces[-1][1] == chosen:
            pieces[-1] = (pieces[-1][0] + letter, chosen)
        else:
            pieces.append((letter, chosen))
    return tuple(pieces)


def _font_for_all(text: str, font: Font) -> Font:
    """One font for the whole text: only within one can raqm put words of both directions in their order."""
    for one in chain(font):
        if all(covers(one, character) for character in text):
            return one
    for letter in clusters(text):
        _font_for(letter, font)
    raise GlyphMissingError(
        f"No single font has all letters of {text[:40]!r}. Use one script besides Latin in it."
    )


def _font_for(letter: str, font: Font) -> Font:
    fonts = chain(font)
    for one in fonts:
        if letter == "\n" or all(covers(one, character) for character in letter):
            return one
    alone = next((sign for sign in letter if not any(covers(one, sign) for one in fonts)), letter[-1])
    name = unicodedata.name(alone, "unnamed").lower()
    raise GlyphMissingError(f"No font has the character {alone!r} (U+{ord(alone):04X}, {name}).")


def draw_line(
    canvas: Image.Image,
    left: float,
    baseline: float,
    text: str,
    font: Font,
    size: int,
    colour: tuple[int, ...] | int,
    stroke: float = 0.0,
) -> None:
    """Sets one line with its first letter at ``left`` on ``baseline``, in pixels; ``stroke`` thickens the letters by
    so many pixels on each side."""
    for mask, (x, y) in masks(left, baseline, text, font, size, stroke):
        canvas.paste(colour, (x, y, x + mask.width, y + mask.height), mask)


def masks(
    left: float, baseline: float, text: str, font: Font, size: int, stroke: float = 0.0
) -> Iterator[tuple[Image.Image, tuple[int, int]]]:
    """The letters of a line as ``draw_line`` sets them, and where each mask's upper left corner lies. The masks are
    kept: none may be changed."""
    pieces = _runs(text, font)
    for at, (run, one) in enumerate(pieces, start=1):
        x, y = floor(left), floor(baseline)
        mask, across, down = _stamp(run, one, size, left - x, baseline - y, stroke)
        yield mask, (x + across, y + down)
        if at < len(pieces):
            left += _advance(run, one) * size if _gaps(run, font) else loaded(one, size).getlength(run)


@lru_cache(maxsize=STAMPS)
def _stamp(
    run: str, font: Font, size: int, across: float, down: float, stroke: float
) -> tuple[Image.Image, int, int]:
    """A run's letters as a mask, and how far its corner lies from the pixel that the run begins in, ``across`` and
    ``down`` that pixel's corner. Drawing letters costs more than all else that is done with them, and those that were
    drawn last are those that are compared with the picture next."""
    extent, room = _extent(run, font), ceil(stroke) + MASK_SLACK
    before, above = ceil(extent.left * size) + room, ceil(extent.ascent * size) + room
    after = ceil((_advance(run, font) + extent.right) * size) + room
    mask = Image.new("L", (before + after, above + ceil(extent.descent * size) + room))
    draw, face = ImageDraw.Draw(mask), loaded(font, size)
    left, baseline = before + across, above + down
    if not _gaps(run, font):
        draw.text((left, baseline), run, font=face, fill=255, anchor="ls", stroke_width=stroke)
        return mask, -before, -above
    done = ""
    for letter in clusters(run):
        # from the length of what stands before, so that pairs keep their kerning; as it was measured, once for
        # all sizes, since shaping costs as much as drawing
        place = left + _advance(done, font) * size
        draw.text((place, baseline), letter, font=face, fill=255, anchor="ls", stroke_width=stroke)
        done += letter
    return mask, -before, -above
