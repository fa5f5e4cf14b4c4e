"""Does a picture show what its layer list says of a text? The listed lines are drawn again, alone, and laid on the
strokes that were found: other words and other families put their strokes elsewhere.

It takes no reading, so it tells that something else is there, not what.
"""

import itertools
from collections.abc import Sequence
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

SAME, OTHER = 0.9, 0.6
"""Likeness from which on strokes are the listed ones, and up to which they are surely others. Compliant renders of the
benchmark have 0.93 and more, other families and other words 0.78 and less."""

_FREE = 0.5  # of a line's strokes that no other layer may lie on
_COVERED, _ALONE = (
    0.8,
    0.9,
)  # strokes that are there; strokes that belong to letters: the others are the ground's
_HALF = 128  # of 255: so much of a pixel makes it a stroke
_ASTRAY = 0.35  # font sizes that a line may stand above or below its listed place

_Place = tuple[int, int]
_Way = tuple[float, int, str]


class Likeness(NamedTuple):
    """How like the strokes at a line's place are to the line, 1 for the same and about 0 for others; where that is."""

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
    if not layer.font_family or not layer.font_size or not layer.lines:
        return ()
    try:
        font = measurer.found(Font(layer.font_family, layer.font_weight or 400, layer.letter_spacing))
        size = round(layer.font_size)
        first = first_baseline(measurer.extent(layer.lines[0], font), size)
        block = TextBlock(layer.lines, size, first, layer.line_height or 1.2 * size, 0.0, 0.0)

        def set_to(align: Align) -> list[_Way]:
            return set_lines(Rect(*layer.box), block, font, align, measurer)

        free, plain = _free(ink, others), set_to(Align.LEFT)
        found = [_beside(_drawn(*way, font, size, ink), ink, free) for way in plain]
        if any(one is None or one.share < SAME for one in found):
            ways = zip(plain, set_to(Align.CENTRE), set_to(Align.RIGHT), strict=True)
            found = [_sought(way, font, size, ink, free) for way in ways]
        return tuple(
            Likeness(one.share, way[2], _on_picture(one, ink))
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


def _drawn(left: float, baseline: int, line: str, font: Font, size: int, ink: Ink) -> tuple[Mask, _Place]:
    """A line's strokes, reduced as the ink is, and where in the ink's mask they belong."""
    factor, (x, y) = ink.factor, ink.origin
    parts = list(masks(left - x, baseline - y, line, font, size))
    across, down = (min(at[axis] for _, at in parts) // factor for axis in (0, 1))
    right = max(at[0] + mask.width for mask, at in parts) - across * factor
    bottom = max(at[1] + mask.height for mask, at in parts) - down * factor
    whole = parts[0][0]
    if factor > 1 or len(parts) > 1:
        whole = Image.new("L", (right, bottom))
        for mask, at in parts:
            whole.paste(255, (at[0] - across * factor, at[1] - down * factor), mask)
        whole = whole.reduce(factor)
    strokes: Mask = np.asarray(whole) >= _HALF
    return strokes, (across, down)


def _beside(
    drawn: tuple[Mask, _Place], ink: Ink, free: Mask | None, best: _Overlap | None = None
) -> _Overlap | None:
    """The best of a place and those beside it, and of what was best before: the first that will do."""
    strokes, (x, y) = drawn
    for at in ((x + across, y + down) for down in (0, -1, 1) for across in (0, -1, 1)):
        found = _overlap(strokes, at, ink.mask, free)
        if found is not None and (best is None or found.share > best.share):
            best = found
            if best.share >= SAME:
                break
    return best


def _sought(ways: Sequence[_Way], font: Font, size: int, ink: Ink, free: Mask | None) -> _Overlap | None:
    """A line where each alignment has it; when it is at none of them, where its strokes lie best."""
    best: _Overlap | None = None
    for way in dict.fromkeys(ways):
        drawn = _drawn(*way, font, size, ink)
        best = _beside(drawn, ink, free, best)
        if best is not None and best.share >= SAME:
            return best
    strokes, place = drawn
    astray = _astray(strokes, place, ink.mask, round(_ASTRAY * size / ink.factor))
    best = _beside((strokes, astray), ink, free, best)
    if best is None or ink.factor == 1 or not OTHER <= best.share < SAME:
        return best
    # where blocks begin on the letters decides how they look when they are reduced
    (left, baseline, line), (x, y), half = ways[-1], best.at, ink.factor // 2
    for across, down in itertools.product(range(-half, half + 1), repeat=2):
        strokes, at = _drawn(left + across, baseline + down, line, font, size, ink)
        moved = x + at[0] - place[0], y + at[1] - place[1]
        found = _overlap(strokes, moved, ink.mask, free)
        if found is not None and found.share > best.share:
            best = found
    return best


def _overlap(drawn: Mask, at: _Place, ink: Mask, free: Mask | None) -> _Overlap | None:
    """None where too few of the line's strokes lie in its box and free of other layers."""
    left, top = max(0, at[0]), max(0, at[1])
    right, bottom = min(ink.shape[1], at[0] + drawn.shape[1]), min(ink.shape[0], at[1] + drawn.shape[0])
    if right <= left or bottom <= top:
        return None
    seen = ink[top:bottom, left:right]
    mine = drawn[top - at[1] : bottom - at[1], left - at[0] : right - at[0]]
    pixels = mine.size
    if free is not None:
        where = free[top:bottom, left:right]
        seen, mine, pixels = seen & where, mine & where, int(np.count_nonzero(where))
    strokes, found = int(np.count_nonzero(mine)), int(np.count_nonzero(seen))
    if strokes < max(1.0, _FREE * np.count_nonzero(drawn)):
        return None
    both = int(np.count_nonzero(seen & mine))
    return _Overlap(_correlation(pixels, strokes, found, both), at, mine, seen)


def _correlation(pixels: int, drawn: int, seen: int, both: int) -> float:
    """Of two masks, from how many pixels are set in each and in both."""
    spread = sqrt(drawn * (pixels - drawn)) * sqrt(seen * (pixels - seen))
    return (both * pixels - drawn * seen) / spread if spread else 0.0


def _on_picture(one: _Overlap, ink: Ink) -> Box:
    height, width = one.drawn.shape
    x, y = (max(0, at) * ink.factor + start for at, start in zip(one.at, ink.origin, strict=True))
    return (x, y, width * ink.factor, height * ink.factor)


def _astray(drawn: Mask, place: _Place, mask: Mask, reach: int) -> _Place:
    """Where the profiles of the line and of the strokes agree best: its rows near its place, then its columns."""
    top = _slid(drawn.sum(axis=1), mask.sum(axis=1), place[1], reach)
    rows = mask[max(0, top) : max(0, top + drawn.shape[0])]
    return _slid(drawn.sum(axis=0), rows.sum(axis=0), place[0], mask.shape[1]), top


def _slid(one: NDArray[np.int_], other: NDArray[np.int_], at: int, reach: int) -> int:
    """Where one profile lies best on another, at most ``reach`` from its place."""
    room = np.concatenate([np.zeros(one.size), other, np.zeros(one.size)])
    first = min(max(0, one.size + at - reach), room.size - one.size)
    window = np.correlate(room, one.astype(float), "valid")[first : one.size + at + reach + 1]
    return first + int(window.argmax()) - one.size if window.size else at
