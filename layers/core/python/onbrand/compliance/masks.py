"""Masks of pixels, grown and thinned."""

import numpy as np
from numpy.typing import NDArray

Mask = NDArray[np.bool_]


def dilated(mask: Mask, side: int) -> Mask:
    """The mask grown to a square of this side around each of its pixels.

    All rows, one after the other, are the bits of one number: a shift moves every pixel at once.
    """
    height, width = mask.shape
    room = side - 1
    framed = np.zeros((height + room, width + room), dtype=bool)
    framed[:height, :width] = mask
    packed = np.packbits(framed)
    bits = int.from_bytes(packed.tobytes(), "big")
    for stride in (1, width + room):
        seen = 1
        while seen < side:
            step = min(seen, side - seen)
            bits |= bits >> (step * stride)
            seen += step
    grown = np.frombuffer(bits.to_bytes(packed.size, "big"), dtype=np.uint8)
    ahead = room - side // 2
    whole = np.unpackbits(grown, count=framed.size).view(bool).reshape(framed.shape)
    return whole[ahead : ahead + height, ahead : ahead + width]


def thin(mask: Mask, side: int) -> Mask:
    """The mask without areas too thick for a stroke: parts of the photograph that happen to have the ink's
    colour."""
    side |= 1
    solid = ~dilated(~mask, side)
    border = side // 2
    solid[:border], solid[-border:], solid[:, :border], solid[:, -border:] = False, False, False, False
    return mask & ~dilated(solid, side + 4) if solid.any() else mask
