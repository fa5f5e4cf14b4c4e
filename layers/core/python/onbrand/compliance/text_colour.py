"""Which colour small letters were drawn in: smoothing mixes it with the ground's, and JPEG's halved chroma bleeds the
ground's into it."""

from collections.abc import Sequence
from math import hypot

import numpy as np
from numpy.typing import NDArray

from onbrand.brand.colour import rgb

# Sizes below which strokes have no pixel of their own colour, and below which JPEG's halved chroma bleeds
# into them.
_NO_MIDDLE, BLED = 12, 48
_YCC = np.array([[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]])


def unbled(
    colour: tuple[float, float, float], ground: NDArray[np.float32], likely: Sequence[str]
) -> tuple[float, float, float]:
    """The likely colour that small letters of this colour were drawn in; their own where none explains it."""
    seen = np.array(colour, dtype=np.float32)
    inks = [np.array(rgb(one), dtype=np.float32) for one in likely]
    drawn = [ink for ink in inks if _has_bled(seen, ground, ink)]
    red, green, blue = min(drawn, key=lambda ink: float(((ink - seen) ** 2).sum()), default=seen).tolist()
    return red, green, blue


def is_mix(
    colour: NDArray[np.float32], ground: NDArray[np.float32], declared: NDArray[np.float32], size: float
) -> bool:
    """Whether anti-aliasing and JPEG's halved chroma explain a colour."""
    if size < _NO_MIDDLE:
        axis, offset = declared - ground, colour - ground
        along, length = float(offset @ axis), float(np.linalg.norm(axis))
        return along > max(0.9 * length * float(np.linalg.norm(offset)), 0.6 * length**2)
    return size < BLED and _has_bled(colour, ground, declared)


def _has_bled(
    colour: NDArray[np.float32], ground: NDArray[np.float32], declared: NDArray[np.float32]
) -> bool:
    """Whether a colour has the declared one's lightness, and a hue between it and the ground's."""
    seen, below, listed = np.stack([colour, ground, declared]) @ _YCC.T
    if abs(seen[0] - listed[0]) > 0.25 * abs(listed[0] - below[0]):
        return False
    (_, red, blue), (_, own_red, own_blue) = (listed - below).tolist(), (seen - below).tolist()
    share = (own_red * red + own_blue * blue) / max(1.0, red * red + blue * blue)
    return 0.15 <= share <= 1.2 and hypot(own_red - share * red, own_blue - share * blue) < 6
