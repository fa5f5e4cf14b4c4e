"""Where people look first: edges, strong colours, skin and a bias to the middle, on a small copy of the
photograph."""

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

ANALYSED_SIDE = 128
"""The longer side of the copy that is looked at, in pixels."""

BINS = 50

EDGES, COLOUR, SKIN = 0.5, 0.6, 0.9
"""Weights of the maps, tried on photographs of people, food, goods and textures."""

PEAKEDNESS = 3
"""How much more the strongest places count than the rest."""

MIDDLE = 1.1
"""How quickly interest fades towards the edges."""

HEADROOM = 0.2
"""The bias is to a point above the middle, since heads are up there; a fraction of half the height."""

SHARP, DIFFUSE = 0.15, 0.25
"""Spread of the interest (standard deviation, fractions) up to which it is trusted, and from which it is
not at all."""

Map = NDArray[np.floating[Any]]


class Attention(NamedTuple):
    """The focal point in fractions, and the shares of interest from left to right (a sum of 1)."""

    focal: tuple[float, float]
    columns: tuple[float, ...]


def attention(image: Image.Image) -> Attention:
    """Where an RGB picture draws the eye."""
    # averaged in whole blocks first: a thumbnail of the large picture would copy it
    small = image.reduce(max(max(image.size) // (2 * ANALYSED_SIDE), 1))
    small.thumbnail((ANALYSED_SIDE, ANALYSED_SIDE), Image.Resampling.BOX)
    interest = _blurred(_interest(np.asarray(small, dtype=np.float32) / 255), small.size)
    weight = interest**PEAKEDNESS
    total = float(weight.sum())
    if total <= 0:
        return Attention((0.5, 0.5), (1 / BINS,) * BINS)
    columns, rows = weight.sum(axis=0) / total, weight.sum(axis=1) / total
    return Attention((_settled(columns), round(_mean(rows), 4)), _binned(columns))


def _binned(share: Map) -> tuple[float, ...]:
    edges = np.linspace(0, 1, BINS + 1)
    reached = np.interp(edges, np.linspace(0, 1, len(share) + 1), np.concatenate([[0.0], np.cumsum(share)]))
    return tuple(round(float(part), 6) for part in np.diff(reached))


def _mean(share: Map) -> float:
    return float((share * (np.arange(len(share)) + 0.5)).sum()) / len(share)


def _settled(share: Map) -> float:
    """The mean place of the interest; drawn to the middle where interest is spread out, as in patterns."""
    mean, places = _mean(share), (np.arange(len(share)) + 0.5) / len(share)
    spread = float(np.sqrt((share * (places - mean) ** 2).sum()))
    trust = min(max((DIFFUSE - spread) / (DIFFUSE - SHARP), 0.0), 1.0)
    return round(0.5 + (mean - 0.5) * trust, 4)


def _interest(pixels: Map) -> Map:
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    light = 0.299 * red + 0.587 * green + 0.114 * blue
    down, across = np.gradient(light)
    edges = np.minimum(np.hypot(down, across) * 4, 1)
    high, low = pixels.max(axis=2), pixels.min(axis=2)
    colour = (high - low) * (1 - np.abs(2 * light - 1) ** 4)
    colour = np.maximum(colour - np.median(colour), 0)
    return np.asarray(
        (EDGES * edges + COLOUR * colour + SKIN * _skin(red, green, blue, light)) * _middle(light.shape)
    )


def _skin(red: Map, green: Map, blue: Map, light: Map) -> Map:
    """Skin lies in a narrow range of chroma whatever its lightness (YCbCr ranges after Chai and Ngan,
    1999)."""
    cb, cr = (blue - light) * 0.564, (red - light) * 0.713
    inside = (cb > -0.2) & (cb < 0.0) & (cr > 0.04) & (cr < 0.18) & (light > 0.25) & (light < 0.92)
    return np.asarray(inside & (red > green) & (green > blue * 0.9), dtype=np.float32)


def _middle(shape: tuple[int, ...]) -> Map:
    y, x = np.mgrid[-1 : 1 : complex(shape[0]), -1 : 1 : complex(shape[1])]
    return np.asarray(np.exp(-(x**2 + (y + HEADROOM) ** 2) * MIDDLE), dtype=np.float32)


def _blurred(interest: Map, size: tuple[int, int]) -> Map:
    scaled = Image.fromarray(np.asarray(np.clip(interest * 127, 0, 255), dtype=np.uint8))
    return np.asarray(scaled.filter(ImageFilter.GaussianBlur(max(size) / 14)), dtype=np.float32) / 255
