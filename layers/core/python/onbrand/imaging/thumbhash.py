"""A picture in about twenty-five bytes, to show while the file itself loads (https://evanw.github.io/thumbhash).

Written out for opaque pictures, with matrices: loops over pixels cost a tenth of what encoding the variant does.
"""

import base64
import math
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

LONG_SIDE = 16
"""Pixels that are looked at: the hash keeps at most seven waves a side, so more would hardly change it."""

SAMPLES = 8
"""Pixels a side of the picture that each of those is the mean of."""

WAVES, CHROMA_WAVES = 7, 3
"""Kept along the longer side of lightness, and along each side of the two colour differences."""

FLAT = 1e-9
"""Waves below this are the rounding of sums."""

Channel = NDArray[np.floating[Any]]


class _Waves(NamedTuple):
    """The mean of a channel, its waves from 0 to 1 around 0.5, and how large the largest is."""

    mean: float
    shares: list[float]
    scale: float


def thumbhash(image: Image.Image) -> str:
    """The ThumbHash of an RGB picture in base64."""
    scale = LONG_SIDE / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    sampled = image.resize((size[0] * SAMPLES, size[1] * SAMPLES), Image.Resampling.NEAREST)
    return base64.b64encode(_hashed(sampled.resize(size, Image.Resampling.BOX))).decode()


def _hashed(small: Image.Image) -> bytes:
    pixels = np.asarray(small, dtype=np.float64) / 255
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    longer = max(small.size)
    across, down = (max(1, round(WAVES * side / longer)) for side in small.size)
    light = _waves((red + green + blue) / 3, max(3, across), max(3, down))
    yellow = _waves((red + green) / 2 - blue, CHROMA_WAVES, CHROMA_WAVES)
    rose = _waves(red - green, CHROMA_WAVES, CHROMA_WAVES)
    landscape = small.width > small.height
    head = (
        round(63 * light.mean)
        | round(31.5 + 31.5 * yellow.mean) << 6
        | round(31.5 + 31.5 * rose.mean) << 12
        | round(31 * light.scale) << 18
        | (down if landscape else across) << 24
        | round(63 * yellow.scale) << 27
        | round(63 * rose.scale) << 33
        | landscape << 39
    )
    digits = [round(15 * share) for share in (*light.shares, *yellow.shares, *rose.shares)]
    digits += [0] * (len(digits) % 2)
    return head.to_bytes(5, "little") + bytes(
        low | high << 4 for low, high in zip(digits[::2], digits[1::2], strict=True)
    )


def _waves(channel: Channel, across: int, down: int) -> _Waves:
    height, width = channel.shape
    found = _cosines(down, height) @ channel @ _cosines(across, width).T / channel.size
    kept = [
        float(found[y, x])
        for y in range(down)
        for x in range(across)
        if x * down < across * (down - y) and (x or y)
    ]
    scale = max(map(abs, kept))
    if scale < FLAT:
        return _Waves(float(found[0, 0]), [0.0] * len(kept), 0.0)
    return _Waves(float(found[0, 0]), [0.5 + 0.5 / scale * wave for wave in kept], scale)


@lru_cache(maxsize=64)
def _cosines(waves: int, length: int) -> Channel:
    places = (np.arange(length) + 0.5) * (math.pi / length)
    return np.cos(np.arange(waves)[:, None] * places)
