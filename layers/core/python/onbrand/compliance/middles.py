"""Colours of pixels (rows of 0-255) by how often each channel has each value: their middle and spread without sorting
them."""

import numpy as np
from numpy.typing import NDArray

Pixels = NDArray[np.uint8]

_FEW = 2000  # pixels up to which parting them is quicker than counting their values


def counted(pixels: Pixels) -> NDArray[np.intp]:
    """For each channel (three rows) how many pixels have each of its 256 values."""
    return np.array([np.bincount(pixels[:, channel], minlength=256) for channel in range(3)])


def middle(pixels: Pixels) -> NDArray[np.float64]:
    """The median of each channel of one or more pixels."""
    if len(pixels) <= _FEW:
        low, high = (len(pixels) - 1) // 2, len(pixels) // 2
        ordered = np.partition(np.ascontiguousarray(pixels.T), (low, high), axis=1)
        return (ordered[:, low].astype(np.float64) + ordered[:, high]) / 2
    passed = counted(pixels).cumsum(axis=1)
    half = len(pixels) // 2
    low = half - 1 + len(pixels) % 2
    median: NDArray[np.float64] = ((passed <= low).sum(axis=1) + (passed <= half).sum(axis=1)) / 2
    return median


def spread(pixels: Pixels) -> float:
    """The mean squared distance of one or more pixels from their mean."""
    counts, values = counted(pixels), np.arange(256)
    sums, squares = counts @ values, counts @ values**2
    return float((squares - sums**2 / len(pixels)).sum()) / len(pixels)


def distances(pixels: Pixels, colour: NDArray[np.floating]) -> NDArray[np.float32]:
    """The squared distance of each pixel from a colour; exact for colours in halves."""
    away = pixels - colour.astype(np.float32)
    squared: NDArray[np.float32] = np.einsum("ij,ij->i", away, away)
    return squared
