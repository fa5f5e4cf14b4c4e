"""What of a photograph must stay whole: a second look beside the focal point (focal.py), with boxes instead of a
point.

What stands off from the parts that the border is made of counts, and so do detail and strong colour. Where that is
spread evenly, as in textures or along a horizon, there is no subject to keep whole and the middle is enough.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from onbrand.imaging.calm import Bounds, Unrest, unrest
from onbrand.imaging.paint import oklab
from onbrand.imaging.subject import Subject, around

Map = NDArray[np.floating[Any]]
ANALYSED_SIDE, LEAST_SIDE = 96, 8
BORDER_PARTS, BACKGROUND_PARTS = 4, 3
"""Medians taken along each side; a colour near to this many of them is background."""

STANDS_OFF, DETAIL, COLOUR, SKIN = 1.2, 0.9, 2.0, 0.25
MIDDLE, HEADROOM = 0.7, 0.1
SOFT = 1.9

EVEN, UNEVEN = 0.30, 0.45
"""Variation along an axis (standard deviation over mean) below which nothing stands out, and above which something
surely does."""

LEAST, MOST = 0.72, 0.96
"""Share of the interest that is kept whole along an even axis, and along an uneven one."""

NARROW, WIDE, BELOW = 0.02, 0.05, 0.05
"""Room around it, and more of it below, where bodies and what stands on tables go on; in fractions."""

CORE_SHARE, CORE_POWER, CORE_ROOM = 0.6, 3, 0.04

CELLS = 24
"""Of the longer side, in the grid of what is calm: four pixels of the analysed copy each."""

STRIKING = 0.85
"""Share of the highest interest from which a cell is taken: faces and goods reach it, what is behind them does not."""


def subject_of(image: Image.Image) -> Subject:
    """The subject of an RGB picture."""
    shrink = ANALYSED_SIDE / max(*image.size, ANALYSED_SIDE)
    size = max(round(image.width * shrink), LEAST_SIDE), max(round(image.height * shrink), LEAST_SIDE)
    small = image.resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    interest = _interest(np.asarray(small, dtype=np.float32) / 255)
    if interest.max() <= 0:
        return around((0.5, 0.5))
    mean = float(interest.mean())
    counted = np.sqrt(np.where(interest > mean, interest, 0))
    peaks = np.where(interest > mean, interest, 0) ** CORE_POWER
    keep, core = [], []
    for axis in (0, 1):
        variation = float(np.sqrt(interest.var(axis=1 - axis).mean())) / mean
        trust = min(max((variation - EVEN) / (UNEVEN - EVEN), 0.0), 1.0)
        room = NARROW + (WIDE - NARROW) * trust
        keep.append(_span(counted.sum(axis=axis), LEAST + (MOST - LEAST) * trust, room))
        core.append(_span(peaks.sum(axis=axis), CORE_SHARE * max(trust, 0.1), CORE_ROOM))
    return Subject(_bounds(core), _lower(_bounds(keep)), _calm(interest))


def _calm(interest: Map) -> Unrest:
    """Cells of the mean interest; of the highest, whether they are taken."""
    shrink = CELLS / max(interest.shape)
    rows, columns = (max(round(side * shrink), 1) for side in interest.shape)
    down, across = (
        np.arange(count) * side // count for count, side in zip((rows, columns), interest.shape, strict=True)
    )
    sums = np.add.reduceat(np.add.reduceat(interest, down, axis=0), across, axis=1)
    sizes = np.outer(np.diff([*down, interest.shape[0]]), np.diff([*across, interest.shape[1]]))
    peaks = np.maximum.reduceat(np.maximum.reduceat(interest, down, axis=0), across, axis=1)
    taken = peaks >= STRIKING * peaks.max()
    return unrest((sums / sizes).tolist(), taken.tolist())


def _bounds(spans: list[tuple[float, float]]) -> Bounds:
    (left, right), (top, bottom) = spans
    return left, top, right, bottom


def _lower(bounds: Bounds) -> Bounds:
    return *bounds[:3], min(bounds[3] + BELOW, 1.0)


def _span(shares: Map, kept: float, room: float) -> tuple[float, float]:
    """Where the middle ``kept`` of the shares lies."""
    reached = np.concatenate([[0.0], np.cumsum(shares)]) / shares.sum()
    places = np.linspace(0, 1, len(reached))
    start, end = np.interp([(1 - kept) / 2, (1 + kept) / 2], reached, places)
    return round(max(float(start) - room, 0.0), 4), round(min(float(end) + room, 1.0), 4)


def _interest(pixels: Map) -> Map:
    lab = oklab(pixels)
    height, width = lab.shape[:2]
    light = pixels @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    down, across = np.gradient(light)
    detail = _soft(np.minimum(np.hypot(down, across) * 4, 1), 2.25)
    chroma = np.hypot(lab[..., 1], lab[..., 2])
    y, x = np.mgrid[-1 : 1 : complex(height), -1 : 1 : complex(width)]
    middle = np.exp(-(x**2 + (y + HEADROOM) ** 2) * MIDDLE)
    mixed = (
        STANDS_OFF * _distance_from_border(lab)
        + DETAIL * detail
        + COLOUR * np.maximum(chroma - np.median(chroma), 0)
        + SKIN * _skin(pixels, light)
    )
    return _soft(mixed * middle, SOFT)


def _distance_from_border(lab: Map) -> Map:
    height, width = lab.shape[:2]
    deep = max(2, min(height, width) // 16)
    parts = []
    for part in range(BORDER_PARTS):
        columns = slice(part * width // BORDER_PARTS, (part + 1) * width // BORDER_PARTS)
        rows = slice(part * height // BORDER_PARTS, (part + 1) * height // BORDER_PARTS)
        parts += [lab[:deep, columns], lab[-deep:, columns], lab[rows, :deep], lab[rows, -deep:]]
    medians = np.array([np.median(part.reshape(-1, 3), axis=0) for part in parts], dtype=np.float32)
    flat = np.asarray(lab, dtype=np.float32).reshape(-1, 3)
    squares = (flat**2).sum(axis=1)[:, None] + (medians**2).sum(axis=1) - 2 * flat @ medians.T
    near = np.partition(squares, BACKGROUND_PARTS, axis=1)[:, BACKGROUND_PARTS]
    return np.asarray(np.sqrt(np.maximum(near, 0)).reshape(height, width))


def _skin(pixels: Map, light: Map) -> Map:
    """Chai and Ngan, 1999: skin lies in a narrow range of chroma whatever its lightness."""
    red, green, blue = pixels[..., 0], pixels[..., 1], pixels[..., 2]
    cb, cr = (blue - light) * 0.564, (red - light) * 0.713
    inside = (cb > -0.2) & (cb < 0.0) & (cr > 0.04) & (cr < 0.18) & (light > 0.25) & (light < 0.92)
    return np.asarray(inside & (red > green) & (green > blue * 0.9), dtype=np.float32)


def _soft(values: Map, radius: float) -> Map:
    top = float(values.max())
    if top <= 0:
        return np.zeros_like(values)
    scaled = Image.fromarray(np.asarray(values / top * 255, dtype=np.uint8))
    return np.asarray(scaled.filter(ImageFilter.GaussianBlur(radius)), dtype=np.float32) * top / 255
