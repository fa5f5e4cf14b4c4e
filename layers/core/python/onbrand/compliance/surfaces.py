"""The surfaces that a layer list paints - grounds, panels, shapes, gradients - as they look on the pixels."""

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.middles import counted
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType, PlacedLayer

_TYPES = (LayerType.COLOUR, LayerType.SHAPE, LayerType.GRADIENT)
_GRID = 48  # samples a side
_LEAST = 16  # samples that are needed
_EDGE = 2  # pixels along a box's edge that belong to its neighbours


@dataclass(frozen=True)
class Surface:
    """A surface where nothing lies on it: its colours (rows of RGB, in steps of four) with their counts, and
    the colour in their middle."""

    layer: PlacedLayer
    colours: NDArray[np.integer]
    counts: NDArray[np.integer]
    middle: tuple[float, float, float]


def surfaces(subject: Subject) -> list[Surface]:
    """The opaque surfaces that can be seen, bottom first."""
    found = []
    for index, layer in enumerate(subject.layers):
        if layer.type in _TYPES and layer.opacity >= 0.99 and layer.colours:
            samples = _visible(subject.opaque, layer, subject.layers[index + 1 :])
            if len(samples) >= _LEAST:
                found.append(_surface(layer, samples))
    return found


def _surface(layer: PlacedLayer, samples: NDArray[np.uint8]) -> Surface:
    shifted = (samples >> 2).astype(np.int32)
    bins = np.sort(shifted[:, 0] << 12 | shifted[:, 1] << 6 | shifted[:, 2])
    starts = np.flatnonzero(np.concatenate([[True], bins[1:] != bins[:-1]]))
    kinds, counts = bins[starts], np.diff(starts, append=len(bins))
    colours = np.stack([kinds >> 12, (kinds >> 6) & 63, kinds & 63], axis=-1) * 4 + 2
    passed = counted(samples).cumsum(axis=1)
    red, green, blue = (passed <= len(samples) // 2).sum(axis=1).tolist()
    return Surface(layer, colours, counts, (red, green, blue))


def _visible(picture: Image.Image, layer: PlacedLayer, later: Sequence[PlacedLayer]) -> NDArray[np.uint8]:
    """Samples (rows of RGB) where no later layer lies."""
    x, y, width, height = layer.box
    left, top = max(0, x + _EDGE), max(0, y + _EDGE)
    right, bottom = min(picture.width, x + width - _EDGE), min(picture.height, y + height - _EDGE)
    if right <= left or bottom <= top:
        return np.zeros((0, 3), dtype=np.uint8)
    across, down = min(_GRID, right - left), min(_GRID, bottom - top)
    columns = (left + (np.arange(across) + 0.5) * (right - left) / across).tolist()
    rows = (top + (np.arange(down) + 0.5) * (bottom - top) / down).tolist()
    free = np.ones((down, across), dtype=bool)
    for other in later:
        if other.opacity > 0:
            start, above, w, h = other.box
            beside = slice(bisect_left(columns, start - 3), bisect_left(columns, start + w + 3))
            free[bisect_left(rows, above - 3) : bisect_left(rows, above + h + 3), beside] = False
    if not free.any():
        return np.zeros((0, 3), dtype=np.uint8)
    part = picture.resize((across, down), Image.Resampling.NEAREST, box=(left, top, right, bottom))
    samples: NDArray[np.uint8] = np.asarray(part)[free]
    return samples
