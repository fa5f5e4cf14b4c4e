"""Which part of a photograph shows in a box, and how large: cover, never stretch, keep the focal point in
view."""

from itertools import accumulate
from typing import NamedTuple

from onbrand.imaging.geometry import Rect

MAX_ENLARGEMENT = 1.6
"""Beyond this, photographs look soft; they are shown smaller instead."""

PANEL_FREEDOM = 1.35
"""How much wider or higher than the photograph's own shape a panel may be: it shows most of the picture."""

FOCAL_HEIGHT = 0.6
"""Where the focal point comes to stand in what is seen of the photograph: a little low, to leave room above
heads."""


Interest = tuple[float, ...]
"""Shares of what draws the eye from left to right, evenly spaced over the photograph, with a sum of 1."""

WINDOW_STEPS = 40

LOYALTY = 0.35
"""Share of the interest that a window must gain to move by a whole width away from the focal point."""


class PhotoPlace(NamedTuple):
    """``box`` on the canvas shows ``crop`` (left, top, width, height in source pixels) at ``scale`` output
    pixels per source pixel; ``focal`` is the focal point on the canvas; ``panel`` says that it does not
    fill its region."""

    box: Rect
    crop: tuple[float, float, float, float]
    scale: float
    focal: tuple[int, int]
    panel: bool


def place_photo(
    region: Rect,
    size: tuple[int, int],
    focal: tuple[float, float],
    visible: Rect,
    inner: Rect,
    interest: Interest | None = None,
) -> PhotoPlace:
    """Fills ``region`` with a photo of ``size`` pixels, its focal point (fractions) as near as possible to
    the middle of ``visible``. A photo too small for that becomes a panel in ``inner``."""
    box, panel = region, False
    if max(region.width / size[0], region.height / size[1]) > MAX_ENLARGEMENT:
        box, panel = _panel(inner, size, visible), True
    scale = max(box.width / size[0], box.height / size[1])
    wide, high = box.width / scale, box.height / scale
    seen = box.cut(visible)
    if seen.area == 0:
        seen = box
    target_x = (seen.x + seen.width / 2 - box.x) / scale
    target_y = (seen.y + seen.height * FOCAL_HEIGHT - box.y) / scale
    left = max(min(focal[0] * size[0] - target_x, size[0] - wide), 0.0)
    top = max(min(focal[1] * size[1] - target_y, size[1] - high), 0.0)
    if interest is not None:
        left = _moved(left, wide, size[0], interest)
    point = (
        round(box.x + (focal[0] * size[0] - left) * scale),
        round(box.y + (focal[1] * size[1] - top) * scale),
    )
    return PhotoPlace(box, (left, top, wide, high), scale, point, panel)


def _moved(start: float, length: float, whole: int, shares: tuple[float, ...]) -> float:
    """Where a window of ``length`` holds more of the interest without leaving ``start`` for little."""
    reached = list(accumulate(shares, initial=0.0))

    def below(place: float) -> float:
        at = place / whole * len(shares)
        index = min(int(at), len(shares) - 1)
        return reached[index] + (at - index) * shares[index]

    free = whole - length
    places = [start, *(free * step / WINDOW_STEPS for step in range(WINDOW_STEPS + 1))]
    return max(
        (place for place in places if place >= 0),
        key=lambda place: below(place + length) - below(place) - LOYALTY * abs(place - start) / whole,
        default=start,
    )


def _panel(inner: Rect, size: tuple[int, int], visible: Rect) -> Rect:
    """The largest box that the photo can fill, as near to the middle of what is seen as it can be."""
    width = min(inner.width, int(size[0] * MAX_ENLARGEMENT))
    height = min(inner.height, int(size[1] * MAX_ENLARGEMENT))
    own = size[0] / size[1]
    width = min(width, int(height * own * PANEL_FREEDOM))
    height = min(height, int(width / own * PANEL_FREEDOM))
    seen = inner.cut(visible)
    if seen.area == 0:
        seen = inner
    x = seen.x + (seen.width - width) // 2
    y = seen.y + (seen.height - height) // 2
    return Rect(
        min(max(x, inner.x), inner.right - width), min(max(y, inner.y), inner.bottom - height), width, height
    )
