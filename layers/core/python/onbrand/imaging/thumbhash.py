"""A picture in about twenty-five bytes, to show while the file itself loads (https://evanw.github.io/thumbhash)."""

import base64

from PIL import Image
from thumbhash import rgba_to_thumb_hash

LONG_SIDE = 16
"""Pixels that are looked at: the hash keeps at most seven waves a side, so more would hardly change it."""

SAMPLES = 8
"""Pixels a side of the picture that each of those is the mean of."""


def thumbhash(image: Image.Image) -> str:
    """The ThumbHash of an RGB picture in base64."""
    scale = LONG_SIDE / max(image.size)
    size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
    sampled = image.resize((size[0] * SAMPLES, size[1] * SAMPLES), Image.Resampling.NEAREST)
    small = sampled.resize(size, Image.Resampling.BOX).convert("RGBA")
    return base64.b64encode(bytes(rgba_to_thumb_hash(*size, list(small.tobytes())))).decode()
