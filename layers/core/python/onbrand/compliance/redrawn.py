"""Does a picture show what its layer list says of a text? The listed lines are drawn again, alone, and laid on the
strokes that were found: other words and other families put their strokes elsewhere.

It takes no reading, so it tells that something else is there, not what.
"""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.brand.layers import Align
from onbrand.compliance.masks import Mask, dilated
from onbrand.compliance.model import Box
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.errors import FontMissingError, GlyphMissingError
from onbrand.imaging.geometry import Rect
from onbrand.imaging.lines import Font, TextBlock, first_baseline
from onbrand.imaging.model import PlacedLayer
from onbrand.imaging.setting import set_lines
from onbrand.imaging.text import PillowMeasurer, masks

SAME, OTHER = 0.88, 0.58
"""Likeness from which on strokes are the listed ones, and up to which they are surely others. Compliant renders of the
benchmark have 0.9 and more, other families and other words 0.74 and less."""

_SURE = 0.92  # likeness that nothing better is looked for at
_SMALLEST = 10  # pixels: smaller letters have no shape
_PART = 2.0  # font sizes: so long a part may not be unlike, however long the line is,
_FINE = 20  # unless its letters have fewer pixels: letters are set to whole ones, and one beside is another letter then
_INKED = 0.3  # strokes a column that a part needs, on average
_FREE = 0.5  # of a line's strokes that no other layer may lie on
_COVERED, _ALONE = (
    0.8,
    0.9,
)  # strokes that are there; strokes that belong to letters: the others are the ground's
_LEVELS = (
    128,
    64,
    192,
)  # of 255: so much of a pixel makes it a stroke; other colours make thicker and thinner ones
_ASTRAY = 0.35  # font sizes that a line may stand above or below its listed place
_PHASES = tuple((eighth / 8, 0) for eighth in range(-4, 5))

_Place = tuple[int, int]
_Way = tuple[float, int, str]
_Drawn = tuple[Mask, _Place]


class Likeness(NamedTuple):
    """How like the strokes at a line's place are to the line where they are least so, 1 for the same and about 0 for
    others; where that is."""

    share: float
    line: str
    box: Box


class _Overlap(NamedTuple):
    """The pixels that were compared: strokes of the drawn line, strokes of the picture; ``share`` is their
    likeness."""

    share: float
    at: _Place
    drawn: Mask
    seen: Mask

    @property
    def is_restless(self) -> bool:
        """Whether the line may well be there, on a ground that has strokes of its own."""
        foreign = np.count_nonzero(self.seen & ~dilated(self.drawn, 3))
        if foreign <= (1 - _ALONE) * np.count_nonzero(self.seen):
            return False
        return bool(np.count_nonzero(self.seen & self.drawn) >= _COVERED * np.count_nonzero(self.drawn))


def compared(
    layer: PlacedLayer, ink: Ink, measurer: PillowMeasurer, others: Sequence[Box]
) -> tuple[Likeness, ...]:
    """The lines of a text that can be compared: not those whose font is not at hand, that ``others`` lie on, or whose
    ground is too restless to tell strokes from it."""
    if not layer.font_family or not layer.font_size or layer.font_size < _SMALLEST or not layer.lines:
        return ()
    try:
        font = measurer.found(Font(layer.font_family, layer.font_weight or 400, layer.letter_spacing))
        size = round(layer.font_size)
        first = first_baseline(measurer.extent(layer.lines[0], font), size)
        block = TextBlock(layer.lines, size, first, layer.line_height or 1.2 * size, 0.0, 0.0)

        def set_to(align: Align) -> list[_Way]:
            return set_lines(Rect(*layer.box), block, font, align, measurer)

        sheet, plain = _Sheet(font, size, ink, _free(ink, others)), set_to(Align.LEFT)
        found = [sheet.beside(sheet.drawn(way)) for way in plain]
        if any(one is None or one.share < _SURE for one in found):
            ways = zip(plain, set_to(Align.CENTRE), set_to(Align.RIGHT), strict=True)
            found = [sheet.sought(way) for way in ways]
        return tuple(
            Likeness(one.share, way[2], sheet.on_picture(one))
            for way, one in zip(plain, found, strict=True)
            if one is not None and (one.share >= SAME or not one.is_restless)
        )
    except (FontMissingError, GlyphMissingError):
        return ()


def _free(ink: Ink, others: Sequence[Box]) -> Mask | None:
    """Where no other layer lies; None when that is everywhere."""
    height, width = ink.mask.shape
    free: Mask | None = None
    for x, y, across, down in others:
        left, top = max(0, (x - ink.origin[0]) // ink.factor), max(0, (y - ink.origin[1]) // ink.factor)
        right = min(width, -((ink.origin[0] - x - across) // ink.factor))
        bottom = min(height, -((ink.origin[1] - y - down) // ink.factor))
        if right > left and bottom > top:
            free = np.ones(ink.mask.shape, dtype=bool) if free is None else free
            free[top:bottom, left:right] = False
    return free


@dataclass(frozen=True)
class _Sheet:
    """The strokes of a text's box, on which lines in its font are laid."""

    font: Font
    size: int
    ink: Ink
    free: Mask | None

    def drawn(self, way: _Way, shift: tuple[float, int] = (0.0, 0), level: int = _LEVELS[0]) -> _Drawn:
        """A line's strokes, reduced as the ink is, and where in the ink's mask they belong."""
        factor, (x, y) = self.ink.factor, self.ink.origin
        left, baseline = way[0] + shift[0] - x, way[1] + shift[1] - y
        parts = list(masks(left, baseline, way[2], self.font, self.size))
        across, down = (min(at[axis] for _, at in parts) // factor for axis in (0, 1))
        whole = parts[0][0]
        if factor > 1 or len(parts) > 1:
            right = max(at[0] + mask.width for mask, at in parts) - across * factor
            bottom = max(at[1] + mask.height for mask, at in parts) - down * factor
            whole = Image.new("L", (right, bottom))
            for mask, at in parts:
                whole.paste(255, (at[0] - across * factor, at[1] - down * factor), mask)
            whole = whole.reduce(factor)
        strokes: Mask = np.asarray(whole) >= level
        return strokes, (across, down)

    def beside(self, drawn: _Drawn, best: _Overlap | None = None) -> _Overlap | None:
        """The best of a place and those beside it, and of what was best before: the first that will do."""
        strokes, (x, y) = drawn
        for at in ((x + across, y + down) for down in (0, -1, 1) for across in (0, -1, 1)):
            best = _better(best, self._overlap(strokes, at))
            if best is not None and best.share >= _SURE:
                break
        return best

    def sought(self, ways: Sequence[_Way]) -> _Overlap | None:
        """A line where each alignment has it; when it is at none of them, where its strokes lie best."""
        best: _Overlap | None = None
        for way in dict.fromkeys(ways):
            drawn = self.drawn(way)
            best = self.beside(drawn, best)
            if best is not None and best.share >= _SURE:
                return best
        strokes, place = drawn
        best = self.beside((strokes, self._astray(strokes, place)), best)
        return best if best is None or best.share < OTHER else self._phased(way, place, best)

    def _phased(self, way: _Way, place: _Place, best: _Overlap) -> _Overlap:
        """Where pixels, or the blocks that they are reduced to, begin on the letters decides how they look; and what is
        half way between the ground and a colour that is not the text's own."""
        x, y = best.at[0] - place[0], best.at[1] - place[1]
        shift = (0.0, 0)
        for one in _PHASES if self.ink.factor == 1 else _steps(self.ink.factor // 2):
            strokes, at = self.drawn(way, one)
            found = self._overlap(strokes, (x + at[0], y + at[1]))
            if found is not None and found.share > best.share:
                best, shift = found, one
        for level in _LEVELS[1:] if best.share < _SURE else ():
            strokes, at = self.drawn(way, shift, level)
            best = _better(best, self._overlap(strokes, (x + at[0], y + at[1]))) or best
        return best

    def _overlap(self, drawn: Mask, at: _Place) -> _Overlap | None:
        """None where too few of the line's strokes lie in its box and free of other layers."""
        (height, width), (left, top) = self.ink.mask.shape, at
        rows = slice(max(0, top), min(height, top + drawn.shape[0]))
        columns = slice(max(0, left), min(width, left + drawn.shape[1]))
        if rows.stop <= rows.start or columns.stop <= columns.start:
            return None
        seen = self.ink.mask[rows, columns]
        mine = drawn[rows.start - top : rows.stop - top, columns.start - left : columns.stop - left]
        pixels = mine.size
        if self.free is not None:
            free = self.free[rows, columns]
            seen, mine, pixels = seen & free, mine & free, int(np.count_nonzero(free))
        strokes, found = int(np.count_nonzero(mine)), int(np.count_nonzero(seen))
        if strokes < max(1.0, _FREE * np.count_nonzero(drawn)):
            return None
        both = seen & mine
        share = _correlation(pixels, strokes, found, int(np.count_nonzero(both)))
        if share >= OTHER and self.size >= _FINE:
            part = max(8, round(_PART * self.size / self.ink.factor))
            share = min(share, _weakest(mine, seen, both, part))
        return _Overlap(share, at, mine, seen)

    def _astray(self, drawn: Mask, place: _Place) -> _Place:
        """Where the profiles of the line and of the strokes agree best: its rows near its place, then its columns."""
        mask, reach = self.ink.mask, round(_ASTRAY * self.size / self.ink.factor)
        top = _slid(drawn.sum(axis=1), mask.sum(axis=1), place[1], reach)
        rows = mask[max(0, top) : max(0, top + drawn.shape[0])]
        return _slid(drawn.sum(axis=0), rows.sum(axis=0), place[0], mask.shape[1]), top

    def on_picture(self, one: _Overlap) -> Box:
        """The box of what was compared, in pixels of the picture."""
        (height, width), factor = one.drawn.shape, self.ink.factor
        x, y = (max(0, at) * factor + start for at, start in zip(one.at, self.ink.origin, strict=True))
        return (x, y, width * factor, height * factor)


def _better(best: _Overlap | None, other: _Overlap | None) -> _Overlap | None:
    if best is None or (other is not None and other.share > best.share):
        return other
    return best


def _steps(half: int) -> Iterator[tuple[float, int]]:
    reach = range(-half, half + 1)
    return itertools.product(map(float, reach), reach)


def _correlation(pixels: int, drawn: int, seen: int, both: int) -> float:
    """Of two masks, from how many pixels are set in each and in both."""
    spread = sqrt(drawn * (pixels - drawn)) * sqrt(seen * (pixels - seen))
    return (both * pixels - drawn * seen) / spread if spread > 0 else 0.0


def _weakest(drawn: Mask, seen: Mask, both: Mask, width: int) -> float:
    """The least correlation of a part that is so many pixels wide."""
    height, length = drawn.shape
    width = min(width, length)
    starts = np.arange(0, length - width + 1, max(1, width // 4))
    sums = np.zeros((3, length + 1), dtype=np.int32)
    for sum_of, mask in zip(sums, (drawn, seen, both), strict=True):
        np.cumsum(mask.view(np.uint8).sum(axis=0, dtype=np.int32), out=sum_of[1:])
    counts = (sums[:, starts + width] - sums[:, starts]).T.tolist()
    parts = (one for one in counts if max(one[:2]) >= _INKED * width)
    return min((_correlation(width * height, *one) for one in parts), default=1.0)


def _slid(one: NDArray[np.int_], other: NDArray[np.int_], at: int, reach: int) -> int:
    """Where one profile lies best on another, at most ``reach`` from its place."""
    room = np.concatenate([np.zeros(one.size), other, np.zeros(one.size)])
    first = min(max(0, one.size + at - reach), room.size - one.size)
    window = np.correlate(room, one.astype(float), "valid")[first : one.size + at + reach + 1]
    return first + int(window.argmax()) - one.size if window.size else at
