"""What a reader found on a picture, as compliance takes it."""

from collections.abc import Sequence

from onbrand.compliance import ReadText
from onbrand.sourcing import TextLine

LEGIBLE = 0.6
"""Below this confidence a line may be a pattern."""


def read_texts(lines: Sequence[TextLine], width: int, height: int) -> tuple[ReadText, ...]:
    """The lines that a reader is sure enough of, in pixels of a picture of this size."""
    return tuple(
        ReadText(words=one.words, box=_pixels(one.box, width, height))
        for one in lines
        if one.confidence >= LEGIBLE
    )


def _pixels(box: tuple[float, float, float, float], width: int, height: int) -> tuple[int, int, int, int]:
    left, top, right, bottom = box
    x, y = round(left * width), round(top * height)
    return x, y, round(right * width) - x, round(bottom * height) - y
