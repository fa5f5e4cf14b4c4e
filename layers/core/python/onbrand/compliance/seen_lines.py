"""Lines of letters that nobody listed and nobody read: those on even grounds, then others by the marks they consist of."""

from collections.abc import Iterable

from PIL import Image

from onbrand.compliance.boxes import covered
from onbrand.compliance.flats import Flats
from onbrand.compliance.model import Box
from onbrand.compliance.text_lines import text_lines
from onbrand.compliance.text_marks import marked_lines

CROSSED = 0.15  # of the smaller of two boxes: from so much on they are not apart
_INSIDE = 0.8  # of the smaller of two boxes: so much of it lies in the other


def seen_lines(picture: Image.Image, even: Flats, logo: Box | None) -> list[tuple[Box, str | None]]:
    """Their boxes on an RGB picture and, where it was seen, the colour of their letters; what the logo says is none of
    them."""
    marked = [line for line in marked_lines(picture) if not logo or _lies_apart(line.box, [logo])]
    found: list[tuple[Box, str | None]] = [
        (box, None)
        for box in text_lines(picture, even)
        if not (logo and covered(box, logo))
        # lines that ran into each other
        and sum(covered(line.box, box) > _INSIDE for line in marked if 2 * line.box[3] < box[3]) < 2
    ]
    even_lines = [box for box, _ in found]
    return [*found, *(line for line in marked if _lies_apart(line.box, even_lines))]


def _lies_apart(box: Box, others: Iterable[Box]) -> bool:
    return all(covered(box, other) <= CROSSED for other in others)
