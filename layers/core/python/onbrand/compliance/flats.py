"""The even colours of a picture: panels, bands and grounds that somebody painted.

A photograph changes from pixel to pixel, even where it looks smooth; a painted surface keeps one colour, also
after JPEG. It is read from a copy of block means: a mean of equal pixels is that pixel, so nothing is lost.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_SAME = 2  # steps of a channel that JPEG's rounding may take
_REACH = 2  # neighbours on each side that have to be the same
_LEAST = 0.01  # share of the picture below which a colour is no surface


@dataclass(frozen=True)
class Flats:
    """Even colours (rows of RGB), largest first, with their shares of the picture, and where in the copy
    anything even lies."""

    colours: NDArray[np.uint8]
    shares: tuple[float, ...]
    where: NDArray[np.bool_]


def flats(overview: Image.Image) -> Flats:
    """The even colours of a reduced RGB picture that take a hundredth of it or more."""
    pixels = np.asarray(overview).astype(np.int16)
    height, width = pixels.shape[:2]
    core = np.zeros((height, width), dtype=bool)
    if min(height, width) > 2 * _REACH:
        inner = (slice(_REACH, height - _REACH), slice(_REACH, width - _REACH))
        core[inner] = True
        for down, across in ((_REACH, 0), (-_REACH, 0), (0, _REACH), (0, -_REACH)):
            moved = pixels[_REACH + down : height - _REACH + down, _REACH + across : width - _REACH + across]
            core[inner] &= (np.abs(moved - pixels[inner]) <= _SAME).all(axis=-1)
    found = pixels[core]
    if not len(found):
        return Flats(np.zeros((0, 3), dtype=np.uint8), (), core)
    bins = (found >> 2).astype(np.int32) @ np.array([4096, 64, 1])
    kinds, index, counts = np.unique(bins, return_inverse=True, return_counts=True)
    colours, shares = [], []
    left = counts.astype(float)
    cells = np.stack([kinds >> 12, (kinds >> 6) & 63, kinds & 63], axis=-1)
    while left.max() > 0:
        top = int(left.argmax())
        near = (np.abs(cells - cells[top]) <= 1).all(axis=-1) & (left > 0)
        share = left[near].sum() / (height * width)
        if left[top] / (height * width) < _LEAST / 4:
            break
        if share >= _LEAST:
            colours.append(np.median(found[near[index]], axis=0))
            shares.append(float(share))
        left[near] = 0
    order = sorted(range(len(shares)), key=lambda at: -shares[at])
    return Flats(
        np.array([colours[at] for at in order], dtype=np.uint8).reshape(-1, 3),
        tuple(shares[at] for at in order),
        core,
    )
