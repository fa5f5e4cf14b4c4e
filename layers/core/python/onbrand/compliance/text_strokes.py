"""Which pixels of a text's box are its letters: what lies towards the letters' colour, is no thicker than a stroke, and
no part of a ground that merely comes near that colour."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.masks import Mask, dilated, thin

Plane = NDArray[np.float32]

_SURELY = (0.6, 1.6)  # of the expected ink: so much of it in the listed colour is the text
_FAINT = 24.0  # distance in RGB below which nothing stands out
_NEAR, _PURE = (
    36.0,
    0.3,
)  # distance in RGB, and share of that to the ground, at which a pixel is a letter's middle
_NO_MORE = 1.1  # of the expected ink: with no more than that, nothing but letters is there
_MIDDLES = 0.15  # of the expected ink: with fewer, letters are too thin to tell their middles
_SMOOTHED = 20.0  # pixels of a font size below which letters may be mixes with the ground all over
_RIM = 5  # side of the square around a letter's middle that its smoothed edge lies in
_ALONG = 3  # such squares that a hairline may be long, from the next middle of its letter


@dataclass(frozen=True)
class Window:
    """A text's box: what differs from its ground (planes, one a channel), and by how much, squared."""

    ground: NDArray[np.float32]
    offset: tuple[Plane, Plane, Plane]
    squared: Plane


def window(cut: Image.Image, pixels: NDArray[np.uint8]) -> Window:
    """A cut of the picture and its pixels against the middle colour of the cut."""
    counts = np.fromiter(cut.histogram(), np.int64, 3 * 256).reshape(3, 256).cumsum(axis=1)
    ground = (counts < (counts[:, -1:] + 1) // 2).sum(axis=1).astype(np.float32)
    red, green, blue = (pixels[..., at] - ground[at] for at in range(3))
    squared = red * red
    squared += green * green
    squared += blue * blue
    return Window(ground, (red, green, blue), squared)


def strokes(seen: Window, declared: NDArray[np.float32] | None, expected: float, size: float) -> Mask | None:
    """Strokes in the listed colour; in the most frequent colour far from the ground when that shows the
    text better; None when nothing stands out."""
    listed = strokes_in(seen, declared, expected, size) if declared is not None else None
    there = np.count_nonzero(listed) if listed is not None else 0
    if _SURELY[0] * expected <= there <= _SURELY[1] * expected:
        return listed
    distance = np.sqrt(seen.squared)
    flat = distance.ravel()
    high = int(0.997 * (flat.size - 1))
    reach = max(float(np.partition(flat, high)[high]), 0.6 * float(flat.max()))
    if reach < _FAINT:
        return None
    ink = _mode(seen, distance > 0.6 * reach)
    found = strokes_in(seen, ink, expected, size)
    here = np.count_nonzero(found)
    credible = here >= 0.4 * expected and here > 2 * there
    return found if credible or not there else listed


def strokes_in(seen: Window, ink: NDArray[np.float32], expected: float, size: float) -> Mask:
    """Strokes in a colour that letters are known to have."""
    found = thin(_towards(seen, ink), _thickest(size))
    return found if size < _SMOOTHED else _without_likes(seen, found, ink, expected)


def _thickest(size: float) -> int:
    return max(5, round(0.3 * size))


def _without_likes(seen: Window, mask: Mask, ink: NDArray[np.float32], expected: float) -> Mask:
    """The mask without parts of the ground that come near the letters' colour and touch none of their middles."""
    inked = np.flatnonzero(mask)
    if inked.size <= _NO_MORE * expected:
        return mask
    red, green, blue = (ink - seen.ground).tolist()
    away = (seen.offset[0].take(inked) - red) ** 2
    away += (seen.offset[1].take(inked) - green) ** 2
    away += (seen.offset[2].take(inked) - blue) ** 2
    near = min(_NEAR, _PURE * float(np.hypot(np.hypot(red, green), blue)))
    middles = np.zeros(mask.shape, dtype=bool)
    middles.reshape(-1)[inked[away <= near * near]] = True
    if np.count_nonzero(middles) < _MIDDLES * expected:
        return mask
    kept = middles
    for _ in range(_ALONG):
        kept = mask & dilated(kept, _RIM)
    return kept


def _towards(seen: Window, ink: NDArray[np.float32]) -> Mask:
    """Pixels that lie more than half way from the ground's colour to the ink's, and near that line."""
    axis = ink - seen.ground
    length = float(np.sqrt((axis**2).sum()))
    if length < _FAINT:
        return np.zeros(seen.squared.shape, dtype=bool)
    red, green, blue = (axis / length).tolist()
    along = seen.offset[0] * red
    along += seen.offset[1] * green
    along += seen.offset[2] * blue
    aside = seen.squared - along * along
    mask: Mask = along > 0.5 * length
    mask &= along < 1.5 * length
    mask &= aside < (0.35 * length + 12) ** 2
    return mask


def _mode(seen: Window, far: Mask) -> NDArray[np.float32]:
    """The mean of the most frequent of 4096 colour bins."""
    colours = np.stack([plane[far] for plane in seen.offset], axis=-1) + seen.ground
    bins = (colours.astype(np.int32) // 16) @ np.array([256, 16, 1])
    fullest = np.bincount(bins).argmax()
    mode: NDArray[np.float32] = colours[bins == fullest].mean(axis=0)
    return mode
