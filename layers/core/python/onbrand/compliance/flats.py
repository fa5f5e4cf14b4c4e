"""The even colours of a picture: panels, bands and grounds that somebody painted.

A photograph changes from pixel to pixel, even where it looks smooth; a painted surface keeps one colour, also
after JPEG. It is read from a copy of block means: a mean of equal pixels is that pixel, so nothing is lost.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SAME = 2  # steps of a channel that JPEG's rounding may take
_REACH = 2  # pixels on each side that have to be the same
_PURE = 0.93
"""Share of a surface's pixels that have exactly its colour: painted ones 0.95 and more, after JPEG of 60, twice JPEG and
shrinking too; paper, skies and walls 0.55 at most, overexposed white 0.91 (measured on ninety photographs)."""
_LEAST = 0.002  # share of the picture below which a colour is no surface


@dataclass(frozen=True)
class Flats:
    """Even colours (rows of RGB), largest first, with their shares of the picture."""

    colours: NDArray[np.uint8]
    shares: tuple[float, ...]


def flats(overview: Image.Image) -> Flats:
    """The even colours of a reduced RGB picture that take 0.2 % of it or more."""
    found = _even(np.asarray(overview).transpose(2, 0, 1).copy())
    whole = overview.width * overview.height
    shifted = (found >> 2).astype(np.int32)
    bins = shifted[0] << 12 | shifted[1] << 6 | shifted[2]
    counts = np.bincount(bins, minlength=1 << 18) if bins.size else np.zeros(1 << 18, dtype=np.int64)
    kinds = np.flatnonzero(counts)
    cells, left = np.stack([kinds >> 12, (kinds >> 6) & 63, kinds & 63]), counts[kinds]
    surfaces: list[tuple[float, NDArray[np.uint8]]] = []
    while left.size and left.max() >= _LEAST / 4 * whole:
        near = (np.abs(cells - cells[:, left.argmax()][:, None]) <= 1).all(axis=0) & (left > 0)
        share = float(left[near].sum()) / whole
        if share >= _LEAST:
            own = found[:, np.isin(bins, kinds[near])]
            half = own.shape[1] // 2
            middle = np.partition(own, half, axis=1)[:, half]
            if _is_one_colour(own, middle):
                surfaces.append((share, middle))
        cells, left, kinds = cells[:, ~near], left[~near], kinds[~near]
    surfaces.sort(key=lambda one: -one[0])
    colours = np.array([colour for _, colour in surfaces], dtype=np.uint8).reshape(-1, 3)
    return Flats(colours, tuple(share for share, _ in surfaces))


def _is_one_colour(pixels: NDArray[np.uint8], middle: NDArray[np.uint8]) -> bool:
    """Skies and walls are smooth, yet spread over many colours."""
    return float((pixels == middle[:, None]).all(axis=0).mean()) >= _PURE


def _even(planes: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pixels (channels, n) whose neighbours above, below, left and right are the same."""
    _, height, width = planes.shape
    if min(height, width) <= 2 * _REACH:
        return planes[:, :0, 0]
    middle = planes[:, _REACH:-_REACH, _REACH:-_REACH]
    highest, lowest = middle, middle
    for down, across in ((0, 1), (2, 1), (1, 0), (1, 2)):
        rows = slice(down * _REACH, height - (2 - down) * _REACH)
        columns = slice(across * _REACH, width - (2 - across) * _REACH)
        moved = planes[:, rows, columns]
        highest, lowest = np.maximum(highest, moved), np.minimum(lowest, moved)
    even = ((highest - lowest) <= _SAME).all(axis=0)
    return middle[:, even]
