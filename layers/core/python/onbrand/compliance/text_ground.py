"""What lies behind a text: the luminance of its ground, region by region, without the letters."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onbrand.compliance.cielab import luminance
from onbrand.compliance.masks import Mask, dilated
from onbrand.compliance.model import Box
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

_LINEAR = luminance(np.repeat(np.arange(256)[:, None], 3, axis=1))  # of greys: to linearise by look-up
_RED, _GREEN, _BLUE = ((_LINEAR * weight).astype(np.float32) for weight in (0.2126, 0.7152, 0.0722))
_SHARES = (0.1, 0.25, 0.5, 0.75, 0.9)
_FEWEST = 16  # pixels of ground that a region needs


@dataclass(frozen=True)
class Region:
    """WCAG luminance that so many of a region's pixels stay below: a tenth, a quarter, half and so on."""

    tenth: float
    quarter: float
    half: float
    three_quarters: float
    nine_tenths: float


def regions(layer: PlacedLayer, ink: Ink, logo: Box | None) -> tuple[Region, ...]:
    """The regions, one and a half letters wide, that a text's ground consists of."""
    side = max(12, round(1.5 * (layer.font_size or 16) / ink.factor))
    light, ground = _behind(ink, logo, side)
    found = []
    for row in range(0, light.shape[0], side):
        for column in range(0, light.shape[1], side):
            cell = (slice(row, row + side), slice(column, column + side))
            values = light[cell][ground[cell]]
            if len(values) >= _FEWEST:
                at = [round(share * (len(values) - 1)) for share in _SHARES]
                found.append(Region(*np.partition(values, at)[at].tolist()))
    return tuple(found)


def _behind(ink: Ink, logo: Box | None, side: int) -> tuple[NDArray[np.float32], Mask]:
    """The luminance around the letters and which of it is ground, as reduced as the ink."""
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
    area = (slice(y, y + ink.box[3] // factor + side), slice(x, x + ink.box[2] // factor + side))
    seen = ink.pixels[area]
    light: NDArray[np.float32] = _RED[seen[..., 0]] + _GREEN[seen[..., 1]] + _BLUE[seen[..., 2]]
    return light, ground[area]
