"""Lines of text seen, not read: rows of small marks on an even ground.

Only what stands on an even ground can be told from a photograph's texture without knowing letters; lines on
photographs take a layer list or a reader.
"""

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.flats import Flats
from onbrand.compliance.model import Box
from onbrand.compliance.text_rows import extent
from onbrand.imaging.model import LayerType, PlacedLayer

Mask = NDArray[np.bool_]

_ROOM = 0.2  # of a read line's height, looked at around it
_SIDE = 540  # shorter side of the copy, at least: letters of 2 % are ten pixels tall
_PANEL = 0.01  # share of the picture that an even ground takes at least
_SAME = 6  # steps of a channel that are still the ground
LOWEST = 5  # pixels that letters are tall at least
_TALLEST = 0.14  # share of the shorter side
_LONG = 2.0  # width over height of a line, at least
_GAP = 1.6  # heights of a line between two of its words, at most
_ASIDE = 10  # pixels of the copy between a picture and a text beside it, at least
_STROKES = 5  # along the middle of a line
_COVER = (0.08, 0.6)  # share of a line's box that letters fill


def text_lines(picture: Image.Image, even: Flats) -> tuple[Box, ...]:
    """The boxes of lines on the even grounds of an RGB picture, from the top down."""
    factor = max(1, min(picture.size) // _SIDE)
    copy = np.asarray(picture.reduce(factor)).transpose(2, 0, 1).astype(np.int16)
    found: list[Box] = []
    for colour, share in zip(even.colours, even.shares, strict=True):
        if share >= _PANEL:
            ground = (np.abs(copy - colour.astype(np.int16)[:, None, None]) <= _SAME).all(axis=0)
            top, bottom = _extent(ground.sum(axis=1))
            left, right = _extent(ground[top:bottom].sum(axis=0))
            lines = _lines(~ground[top:bottom, left:right], left, top, _TALLEST * min(ground.shape))
            found += [box for box in lines if box[0] > left and box[0] + box[2] < right]
    boxes = {(x * factor, y * factor, width * factor, height * factor) for x, y, width, height in found}
    return tuple(sorted(boxes, key=lambda box: (box[1], box[0])))


def _extent(counts: NDArray[np.integer]) -> tuple[int, int]:
    """From the first to one past the last row or column that is well filled."""
    filled = np.flatnonzero(counts >= 0.3 * counts.max())
    return int(filled[0]), int(filled[-1]) + 1


def _lines(marks: Mask, left: int, top: int, tallest: float) -> list[Box]:
    """Cut rows from rows and then parts from parts until nothing falls apart."""
    found: list[Box] = []
    for first, last in _runs(marks.sum(axis=1), 1):
        row = marks[first:last]
        for start, stop in _runs(
            row.sum(axis=0), round(_GAP * (last - first)) if last - first <= tallest else _ASIDE
        ):
            part = row[:, start:stop]
            rows = _runs(part.sum(axis=1), 1)
            if len(rows) > 1:
                found += _lines(part, left + start, top + first, tallest)
            elif rows and _is_line(part[slice(*rows[0])], tallest):
                above, below = rows[0]
                found.append((left + start, top + first + above, stop - start, below - above))
    return found


def _runs(counts: NDArray[np.integer], gap: int) -> list[tuple[int, int]]:
    """Runs of counts that no more than ``gap`` zeros interrupt."""
    at = np.flatnonzero(counts)
    if not at.size:
        return []
    breaks = np.flatnonzero(np.diff(at) > gap)
    starts, stops = at[np.concatenate([[0], breaks + 1])], at[np.concatenate([breaks, [at.size - 1]])] + 1
    return [(int(start), int(stop)) for start, stop in zip(starts, stops, strict=True)]


def _is_line(part: Mask, tallest: float) -> bool:
    height, width = part.shape
    if not LOWEST <= height <= tallest or width < _LONG * height:
        return False
    middle = part[height // 2]
    strokes = int(np.count_nonzero(middle[1:] & ~middle[:-1])) + int(middle[0])
    return strokes >= _STROKES and _COVER[0] <= part.mean() <= _COVER[1]


def as_layer(name: str, words: str, box: Box, ink: str | None = None) -> PlacedLayer:
    """A line of text that was read off a picture or seen on it, as a layer with some ground around it; ``ink`` is the
    colour of its letters, where that was seen."""
    x, y, width, height = box
    room = max(2, round(_ROOM * height))
    left, top = max(0, x - room), max(0, y - room)
    size = height / extent(words or "Hg")
    return PlacedLayer(
        id=name,
        type=LayerType.TEXT,
        box=(left, top, x + width + room - left, y + height + room - top),
        text=words or None,
        lines=(words,) if words else (),
        colours=(ink,) if ink else (),
        font_size=size,
        line_height=1.2 * size,
    )
