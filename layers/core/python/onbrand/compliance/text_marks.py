"""Lines of letters seen on any ground: rows of marks in one even colour, which a design drew and no photograph has.

Colours that stand beside sharp edges are tried one by one: what has that colour falls apart into connected marks, and marks
of one height on one baseline are a line. Letters are drawn in one colour; marks of a photograph spread over many.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.masks import Mask, dilated
from onbrand.compliance.model import Box
from onbrand.compliance.parts import components

_SIDE = 1080  # shorter side of the copy, at most: small letters have few pixels
_STEP = 8  # of a channel: colours are told apart by so much
_CELLS = 256 // _STEP
_SHARP = 40  # difference of neighbours two pixels apart that an edge of a letter has
_INKS = 32  # colours that are tried
_FEWEST = 60  # pixels of a colour beside edges
_NEAR = 28.0  # distance in RGB that is still the ink
_PURE = 10.0  # distance in RGB from the middle of a line's ink
_LOWEST, _TALLEST = 7, 0.16  # pixels; share of the shorter side
_WIDE = 1.6  # width over height of a letter, at most
_FILLED = (0.12, 0.92)  # share of its box that a letter fills
_MANY = 1500  # marks of letters' size: more are a texture
_BESIDE, _ALIKE, _LEVEL = (
    0.9,
    0.5,
    0.3,
)  # of a height: gap between letters, smaller over larger height, step of a baseline
_LETTERS, _LONG = 5, 2.0
_CREDIBLE = ((6, 0.5, 38.0), (5, 0.6, 150.0), (10, 0.28, 200.0))
"""Letters, share of their ink that is pure, distance in RGB of what is around them: a line has one of these at least.
Measured on drawn lines and on what is on photographs."""
_EVEN, _EVEN_INSIDE = (6.0, 0.06), (3.0, 0.03)
"""By how much of lightness half of a line's ink may be off its middle, at most, and half of what lies inside its strokes; or
else which share of the way to what is around them. Drawn lines have half as much of both, print on photographs mostly twice,
also under a veil. Of lightness, as JPEG lets a ground's colour bleed into letters."""
_INSIDE = 600  # pixels inside strokes that tell
_NEARER = 25  # percentile of that distance: JPEG's halo of a letter has letter and ground beside it
_BETWEEN, _AROUND = 3, 7  # sides of the squares around ink that smoothing and the ground beside it lie in
_TALLER = 2.4  # heights of a usual letter that a line takes, at most
_ON_LINE = 0.6  # share of letters whose feet stand on the line's baseline


# Lightness, and colour half as much: that bleeds where JPEG halves it.
_SIGHT = np.array([[0.478, -0.135, 0.4], [0.939, -0.265, -0.335], [0.182, 0.4, -0.065]], dtype=np.float32)
_GRID = (
    (np.stack(np.meshgrid(*[np.arange(_CELLS)] * 3, indexing="ij"), axis=-1).reshape(-1, 3) + 0.5) * _STEP
).astype(np.float32) @ _SIGHT


class Line(NamedTuple):
    """A line of letters and the colour ``#RRGGBB`` that they are drawn in."""

    box: Box
    ink: str


def marked_lines(picture: Image.Image) -> tuple[Line, ...]:
    """The lines of letters on an RGB picture, from the top down."""
    factor = max(1, round(min(picture.size) / _SIDE))
    copy = np.asarray(picture.reduce(factor) if factor > 1 else picture)
    cells = (copy // _STEP).astype(np.uint16)
    index = (cells[..., 0] * _CELLS + cells[..., 1]) * _CELLS + cells[..., 2]
    tallest = _TALLEST * min(index.shape)
    found: list[tuple[int, Line]] = []
    for ink in _inks(copy, index):
        found += _lines(copy, _within(ink, _NEAR)[index], tallest)
    found.sort(key=lambda one: (-one[0], one[1].box))
    kept: list[Line] = []
    for _, line in found:
        if not any(_crosses(line.box, other.box) for other in kept):
            kept.append(line)
    return tuple(
        Line((box[0] * factor, box[1] * factor, box[2] * factor, box[3] * factor), ink)
        for box, ink in sorted(kept, key=lambda one: (one.box[1], one.box[0]))
    )


def _inks(copy: NDArray[np.uint8], index: NDArray[np.uint16]) -> list[NDArray[np.float32]]:
    """The colours that are most frequent beside sharp edges."""
    light = copy.max(axis=-1).astype(np.int16) + copy[..., 1]
    sharp = np.zeros(index.shape, dtype=bool)
    sharp[:, 1:-1] |= np.abs(light[:, 2:] - light[:, :-2]) > _SHARP
    sharp[1:-1] |= np.abs(light[2:] - light[:-2]) > _SHARP
    counts = np.bincount(index[sharp], minlength=_CELLS**3)
    inks: list[NDArray[np.float32]] = []
    while len(inks) < _INKS:
        cell = int(counts.argmax())
        if counts[cell] < _FEWEST:
            break
        middle = np.array([cell // _CELLS**2, cell // _CELLS % _CELLS, cell % _CELLS]) * _STEP + _STEP / 2
        inks.append(middle.astype(np.float32))
        counts[_within(middle, _NEAR * 0.6)] = 0
    return inks


def _within(ink: NDArray[np.generic], distance: float) -> Mask:
    """The cells of colours this near to one."""
    near: Mask = ((_GRID - ink.astype(np.float32) @ _SIGHT) ** 2).sum(axis=-1) <= distance * distance
    return near


def _lines(copy: NDArray[np.uint8], mask: Mask, tallest: float) -> list[tuple[int, Line]]:
    """Lines in one colour, each with the number of its letters."""
    boxes, sizes = components(mask)
    width, height = boxes[:, 2], boxes[:, 3]
    filled = sizes / (width * height)
    letters = (height >= _LOWEST) & (height <= tallest) & (width <= _WIDE * height)
    letters &= (filled >= _FILLED[0]) & (filled <= _FILLED[1])
    marks, boxes = boxes[height <= tallest], boxes[letters]
    if not _LETTERS <= len(boxes) <= _MANY:
        return []
    found = []
    for members in _chains(boxes):
        line = _line(copy, mask, _with_others(boxes[members], marks))
        if line is not None:
            found.append((len(members), line))
    return found


def _chains(boxes: NDArray[np.intp]) -> list[list[int]]:
    """Letters that follow each other, left to right."""
    order = np.argsort(boxes[:, 0], kind="stable")
    x, y, width, height = boxes[order].T
    foot, end = y + height, x + width
    follower: dict[int, int] = {}
    for at in range(len(order)):
        reach = np.searchsorted(x, end[at] + _BESIDE * 2 * height[at], side="right")
        rest = slice(at + 1, int(reach))
        taller = np.maximum(height[rest], height[at])
        fits = (x[rest] - end[at] <= _BESIDE * taller) & (x[rest] > x[at] + width[at] // 3)
        fits &= np.minimum(height[rest], height[at]) >= _ALIKE * taller
        fits &= np.abs(foot[rest] - foot[at]) <= _LEVEL * taller
        if fits.any():
            follower[at] = at + 1 + int(fits.argmax())
    chains: dict[int, list[int]] = {}
    belongs: dict[int, int] = {}
    for at in range(len(order)):
        first = belongs.setdefault(at, at)
        chains.setdefault(first, []).append(int(order[at]))
        if at in follower:
            belongs.setdefault(follower[at], first)
    return [members for members in chains.values() if len(members) >= _LETTERS]


def _with_others(letters: NDArray[np.intp], marks: NDArray[np.intp]) -> NDArray[np.intp]:
    """The letters of a line with those between them that are much taller, smaller or wider: some touch."""
    left, top = letters[:, :2].min(axis=0)
    right, bottom = (letters[:, :2] + letters[:, 2:]).max(axis=0)
    middle = marks[:, 0] + marks[:, 2] / 2
    there = (middle >= left) & (middle <= right) & (marks[:, 3] <= _TALLER * np.median(letters[:, 3]))
    there &= (marks[:, 1] < bottom) & (marks[:, 1] + marks[:, 3] > top)
    between: NDArray[np.intp] = marks[there]
    return between


def _line(copy: NDArray[np.uint8], mask: Mask, letters: NDArray[np.intp]) -> Line | None:
    left, top = letters[:, :2].min(axis=0)
    right, bottom = (letters[:, :2] + letters[:, 2:]).max(axis=0)
    height = float(np.median(letters[:, 3]))
    feet = letters[:, 1] + letters[:, 3]
    on_line = np.abs(feet - np.median(feet)) <= max(1.0, 0.12 * height)
    if right - left < _LONG * height or on_line.mean() < _ON_LINE or bottom - top > _TALLER * height:
        return None
    box = (int(left), int(top), int(right - left), int(bottom - top))
    rows = slice(max(0, box[1] - _AROUND), box[1] + box[3] + _AROUND)
    columns = slice(max(0, box[0] - _AROUND), box[0] + box[2] + _AROUND)
    inked, seen = mask[rows, columns], copy[rows, columns]
    middle = np.median(seen[inked], axis=0)
    if not _is_drawn(inked, (seen - middle).astype(np.float32) @ _SIGHT, len(letters)):
        return None
    return Line(box, "#{:02X}{:02X}{:02X}".format(*(int(channel) for channel in middle)))


def _is_drawn(inked: Mask, off: NDArray[np.float32], letters: int) -> bool:
    """Whether so many marks are even enough, and far enough from what is around them, for a design's letters. ``off``: what
    each pixel is off their middle colour, lightness first."""
    away, light = np.sqrt((off**2).sum(axis=-1)), np.abs(off[..., 0])
    around = away[dilated(inked, _AROUND) & ~dilated(inked, _BETWEEN)]
    if not around.size:
        return False
    pure = round(float((away[inked] <= _PURE).mean()), 3)
    apart = round(float(np.percentile(around, _NEARER)), 1)
    if not any(letters >= many and pure >= share and apart >= far for many, share, far in _CREDIBLE):
        return False
    way = float(np.median(around))
    if float(np.median(light[inked])) > max(_EVEN[0], _EVEN[1] * way):
        return False
    inside = light[~dilated(~inked, _BETWEEN)]
    return inside.size < _INSIDE or float(np.median(inside)) <= max(_EVEN_INSIDE[0], _EVEN_INSIDE[1] * way)


def _crosses(one: Box, other: Box) -> bool:
    across = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    down = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return across > 0 and down > 0.3 * min(one[3], other[3])
