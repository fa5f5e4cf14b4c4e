"""Connected parts of a mask, by the runs of its rows."""

import numpy as np
from numpy.typing import NDArray

from onbrand.compliance.masks import Mask

_MOST_RUNS = 60_000  # more of them are a texture, not marks


def components(mask: Mask) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The boxes (rows of x, y, width, height) and pixels of the parts that hang together, also by corners; none of a mask
    that is all texture."""
    height, width = mask.shape
    framed = np.zeros((height, width + 2), dtype=np.int8)
    framed[:, 1:-1] = mask
    edges = np.flatnonzero(np.diff(framed.reshape(-1)))
    # Each row ends with a clear pixel, so runs never go round the corner.
    starts, stops = edges[::2] + 1, edges[1::2] + 1
    count = len(starts)
    if not 0 < count <= _MOST_RUNS:
        return np.zeros((0, 4), dtype=np.intp), np.zeros(0, dtype=np.intp)
    stride = width + 2
    first = np.searchsorted(stops, starts + stride, side="left")
    last = np.searchsorted(starts, stops + stride, side="right")
    # Of the next row only: what lies beyond it starts after this run's end, one row down.
    many = np.maximum(0, last - first)
    upper = np.repeat(np.arange(count), many)
    lower = np.repeat(first - np.concatenate([[0], np.cumsum(many)[:-1]]), many) + np.arange(int(many.sum()))
    label = _joined(count, upper, lower)
    return _boxes(label, starts, stops, stride)


def _joined(count: int, one: NDArray[np.intp], other: NDArray[np.intp]) -> NDArray[np.intp]:
    """For each of so many runs the least number that pairs join it to."""
    label = np.arange(count)
    while True:
        least = np.minimum(label[one], label[other])
        new = label.copy()
        np.minimum.at(new, one, least)
        np.minimum.at(new, other, least)
        # what a label stands for has a label itself
        np.minimum.at(new, label[one], least)
        np.minimum.at(new, label[other], least)
        new = new[new]
        if np.array_equal(new, label):
            return label
        label = new


def _boxes(
    label: NDArray[np.intp], starts: NDArray[np.intp], stops: NDArray[np.intp], stride: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    order = np.argsort(label, kind="stable")
    firsts = np.flatnonzero(np.concatenate([[True], np.diff(label[order]) > 0]))
    row, left = np.divmod(starts[order], stride)
    length = (stops - starts)[order]
    x, y = np.minimum.reduceat(left, firsts), np.minimum.reduceat(row, firsts)
    right = np.maximum.reduceat(left + length, firsts)
    bottom = np.maximum.reduceat(row, firsts) + 1
    return np.stack([x - 1, y, right - x, bottom - y], axis=-1), np.add.reduceat(length, firsts)
