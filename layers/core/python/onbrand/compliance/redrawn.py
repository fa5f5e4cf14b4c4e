"""Does a picture show what its layer list says of a text? The listed lines are drawn again, alone, and laid on the
strokes that were found: other words and other families put their strokes elsewhere.

It takes no reading, so it tells that something else is there, not what.
"""

from collections.abc import Iterator, Sequence
from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.brand.layers import Align
from onbrand.compliance.masks import Mask, dilated
from onbrand.compliance.model import Box
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.errors import FontMissingError, GlyphMissingError
from onbrand.imaging.geometry import Rect
from onbrand.imaging.lines import Font, TextBlock, first_baseline
from onbrand.imaging.model import PlacedLayer
from onbrand.imaging.setting import Lines, set_lines
from onbrand.imaging.text import PillowMeasurer, masks

AGREES = 0.85
"""Correlation of drawn and found strokes from which on they are the same; over 0.93 on the benchmark's renders, below
0.71 with another family or other words."""

_SEEN = 0.5  # of a line's strokes that have to be free of other layers
_COVERED, _BESIDE = 0.8, 0.9  # the strokes are all there, and so is something besides: the ground is restless
_HALF = 128  # of a mask's 255: as much of a pixel as makes it a stroke
_NEAR = 0.35  # font sizes that a line may stand away from where the list's geometry puts it


class Likeness(NamedTuple):
    """How like its listed line the strokes at its place are: 1 for the same, about 0 for others; and where it is."""

    share: float
    line: str
    box: Box


class _Found(NamedTuple):
    """Pixels that are strokes in both, in the drawing, on the picture; all that were compared."""

    both: int
    drawn: int
    seen: int
    whole: int

    @property
    def correlation(self) -> float:
        drawn, seen = self.drawn / self.whole, self.seen / self.whole
        spread = sqrt(max(drawn * (1 - drawn) * seen * (1 - seen), 1e-12))
        return (self.both / self.whole - drawn * seen) / spread


def likeness(
    layer: PlacedLayer, ink: Ink, measurer: PillowMeasurer, others: Sequence[Box]
) -> tuple[Likeness, ...] | None:
    """Each line of a text that can be compared; None when none can: its font is not at hand, ``others`` lie on it, or
    its ground is too restless to tell strokes from it."""
    if not layer.font_family or not layer.font_size or not layer.lines:
        return None
    font = Font(layer.font_family, layer.font_weight or 400, layer.letter_spacing)
    size = round(layer.font_size)
    try:
        font = measurer.found(font)
        extent = measurer.extent(layer.lines[0], font)
        block = TextBlock(
            layer.lines, size, first_baseline(extent, size), layer.line_height or 1.2 * size, 0.0, 0.0
        )
        places = [set_lines(Rect(*layer.box), block, font, align, measurer) for align in Align]
        free = _free(ink, others)
        return tuple(one for at in range(len(layer.lines)) if (one := _line(places, at, font, size, ink, free)))
    except (FontMissingError, GlyphMissingError):
        return None
