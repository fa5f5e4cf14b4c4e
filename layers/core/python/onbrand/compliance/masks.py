"""Masks of pixels, grown and thinned."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def dilated(mask: Mask, side: int) -> Mask:
    """The mask grown to a square of this side around each of its pixels."""
    return _spread(_spread(mask, side, 0), side, 1)


def _spread(mask: Mask, side: int, axis: int) -> Mask:
    """For each pixel whether one of ``side`` neighbours along an axis is set, by doubling steps."""
    grown = np.moveaxis(mask.copy(), axis, 0)
    for forwards, reach in ((True, side - 1 - side // 2), (False, side // 2)):
        seen = 1
        while seen <= reach:
            step = min(seen, reach + 1 - seen)
            if forwards:
                grown[:-step] |= grown[step:].copy()
            else:
                grown[step:] |= grown[:-step].copy()
            seen += step
    return np.moveaxis(grown, 0, axis)


def thin(mask: Mask, side: int) -> Mask:
    """The mask without areas too thick for a stroke: parts of the photograph that happen to have the ink's
    colour."""
    side |= 1
    solid = ~dilated(~mask, side)
    border = side // 2
    solid[:border], solid[-border:], solid[:, :border], solid[:, -border:] = False, False, False, False
    return mask & ~dilated(solid, side + 4) if solid.any() else mask
