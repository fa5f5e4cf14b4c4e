"""What lies behind a text: the luminance of its ground, region by region, without the letters."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from onbrand.compliance.cielab import luminance
from onbrand.compliance.masks import Mask, dilated
from onbrand.compliance.model import Box
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

_LINEAR = luminance(np.repeat(np.arange(256)[:, None], 3, axis=1))  # of greys: to linearise by look-up
_RED, _GREEN, _BLUE = ((_LINEAR * weight).astype(np.float32) for weight in (0.2126, 0.7152, 0.0722))
_SHARES = np.array([0.1, 0.25, 0.5, 0.75, 0.9])
_LARGE = 30  # pixels of a region's side from which on each second row and column tells its shares, where enough is left
_FEWEST = 16  # pixels of ground that a region needs


class Region(NamedTuple):
    """WCAG luminance that so many of a region's pixels stay below: a tenth, a quarter, half and so on."""

    tenth: float
    quarter: float
    half: float
    three_quarters: float
    nine_tenths: float


def regions(layer: PlacedLayer, ink: Ink, logo: Box | None) -> tuple[Region, ...]:
    """The regions, one and a half letters wide, that a text's ground consists of."""
    side = max(12, round(1.5 * (layer.font_size or 16) / ink.factor))
    return (_sampled(ink, logo, side, 2) if side >= _LARGE else ()) or _sampled(ink, logo, side, 1)


def _sampled(ink: Ink, logo: Box | None, side: int, step: int) -> tuple[Region, ...]:
    """The regions by each so many pixels; none where too few are left to tell."""
    light, ground = _behind(ink, logo, side, step)
    side //= step
    light[~ground] = np.inf
    down, across = (-(-length // side) for length in light.shape)
    # All regions are sorted at once, as rows of one table; what is no ground comes last.
    table = np.full((down * side, across * side), np.inf, dtype=np.float32)
    table[: light.shape[0], : light.shape[1]] = light
    table = table.reshape(down, side, across, side).swapaxes(1, 2).reshape(down * across, side * side)
    counts = np.count_nonzero(table < np.inf, axis=1)
    held = counts >= _FEWEST
    table, counts = np.sort(table[held], axis=1), counts[held]
    at = np.rint(_SHARES * (counts[:, None] - 1)).astype(np.intp)
    return tuple(Region(*levels) for levels in np.take_along_axis(table, at, axis=1).tolist())


def _behind(ink: Ink, logo: Box | None, side: int, step: int) -> tuple[NDArray[np.float32], Mask]:
    """The luminance around the letters and which of it is ground, as reduced as the ink; each so many pixels one."""
    (left, top), factor = ink.origin, ink.factor
    ground = ~dilated(ink.mask, 5 if factor == 1 else 3)
    if logo is not None:
        # A logo on a text is an overlap, not a ground that reads badly.
        x, y, width, height = logo
        rows = slice(max(0, (y - top) // factor), max(0, -((top - y - height) // factor)))
        ground[rows, max(0, (x - left) // factor) : max(0, -((left - x - width) // factor))] = False
    # Half a region around the letters: between small ones every pixel is part of a letter's edge.
    x = max(0, (ink.box[0] - left) // factor - side // 2)
    y = max(0, (ink.box[1] - top) // factor - side // 2)
    bottom, right = y + ink.box[3] // factor + side, x + ink.box[2] // factor + side
    area = (slice(y, bottom, step), slice(x, right, step))
    seen = ink.pixels[area]
    light: NDArray[np.float32] = _RED.take(seen[..., 0])
    light += _GREEN.take(seen[..., 1])
    light += _BLUE.take(seen[..., 2])
    return light, ground[area]
