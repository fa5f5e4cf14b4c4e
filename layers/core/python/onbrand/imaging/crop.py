"""Which part of a photograph shows in a box, and how large: cover, never stretch, keep the focal point in
view."""

import itertools
from itertools import accumulate
from math import ceil
from typing import NamedTuple

from onbrand.imaging.calm import Bounds
from onbrand.imaging.geometry import Rect
from onbrand.imaging.subject import Subject

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

STAMP = 0.5
"""A panel that what platforms cover would shrink below this share is too small to be worth keeping clear."""

ZOOMS = (1.0, 1.15, 1.3)
"""Enlargements beyond filling that are tried to bring the subject to where texts leave room."""

ROUNDING = 0.006
"""Share of the photograph by which a crop may miss what it must keep, since boxes are whole pixels."""

LOYALTY = 0.35
"""Share of the interest that a window must gain to move by a whole width away from the focal point."""


class PhotoPlace(NamedTuple):
    """``box`` on the canvas shows ``crop`` (left, top, width, height in source pixels) at ``scale`` output
    pixels per source pixel; ``focal`` is the focal point on the canvas; ``panel`` says that it does not
    fill its region; ``full`` that it fills it and not only the part that texts leave free."""

    box: Rect
    crop: tuple[float, float, float, float]
    scale: float
    focal: tuple[int, int]
    panel: bool
    full: bool = True


class Photograph(NamedTuple):
    """What placing needs to know: ``size`` in pixels, the ``focal`` point in fractions, and what to keep in view."""

    size: tuple[int, int]
    focal: tuple[float, float]
    interest: Interest | None = None
    subject: Subject | None = None


class Room(NamedTuple):
    """Where a photograph may go: it fills ``region`` with its subject in ``focus``, else ``focus`` alone, which may
    grow by the share ``stretch``, else a part of it at the canvas's edges, else it becomes a panel in ``inner``.
    ``visible`` is what no platform covers."""

    region: Rect
    focus: Rect
    inner: Rect
    visible: Rect
    canvas: Rect
    stretch: float = 0.0


def place_photo(photo: Photograph, room: Room) -> PhotoPlace:
    """The largest way to show the photograph without stretching it, enlarging it too much or cutting its subject."""
    full = room.region != room.focus
    wanted = room.focus.cut(room.visible)
    if photo.subject is not None and full:
        for free, zoom in itertools.product((wanted, room.focus), ZOOMS):
            place = filled(photo, room.region, free, wanted, photo.subject.core, zoom)
            if place is not None:
                return place._replace(full=True)
    for box in (room.focus, _stretched(photo, room), _trimmed(photo, room)):
        place = box and filled(photo, box, box, wanted, None)
        if place:
            return place._replace(full=not full)
    box = _panel(room.inner, photo, room.visible)
    whole = _panel(room.inner, photo, room.inner)
    if box.area < STAMP * whole.area:
        box = whole
    place = filled(photo, box, box, room.visible, None) or _cut(photo, box, room.visible, None)
    return place._replace(panel=True, full=not full)


Span = tuple[float, float]


def reaches(photo: Photograph, box: Rect) -> bool:
    """Whether the photograph can fill the box without losing what it must keep."""
    return filled(photo, box, box, box, None) is not None


def filled(
    photo: Photograph, box: Rect, free: Rect, middle: Rect, core: Bounds | None, zoom: float = 1.0
) -> PhotoPlace | None:
    """The photograph over all of ``box``, with what it must keep; ``core`` stands in ``free``. None if it cannot."""
    if box.area == 0:
        return None
    size, keep = photo.size, photo.subject.keep if photo.subject else None
    scale = max(box.width / size[0], box.height / size[1]) * zoom
    if scale > MAX_ENLARGEMENT:
        return None
    spans: list[Span] = []
    for axis in (0, 1):
        shown = (box.width, box.height)[axis] / scale
        first, last = 0.0, size[axis] - shown
        if keep is not None:
            first, last = max(first, keep[axis + 2] * size[axis] - shown), min(last, keep[axis] * size[axis])
        if core is not None:
            before = (free[axis] - box[axis]) / scale
            after = (free[axis] + free[axis + 2] - box[axis]) / scale
            first = max(first, core[axis + 2] * size[axis] - after)
            last = min(last, core[axis] * size[axis] - before)
        if first > last + ROUNDING * size[axis]:
            return None
        spans.append((max(first, 0.0), max(last, 0.0)))
    return _cut(photo, box, middle, spans, zoom)


def _cut(
    photo: Photograph, box: Rect, middle: Rect, spans: list[Span] | None, zoom: float = 1.0
) -> PhotoPlace:
    """The photograph over all of ``box``, its focal point as near as possible to the middle of ``middle``."""
    size, focal = photo.size, photo.focal
    scale = max(box.width / size[0], box.height / size[1]) * zoom
    wide, high = min(box.width / scale, size[0]), min(box.height / scale, size[1])
    spans = spans or [(0.0, size[0] - wide), (0.0, size[1] - high)]
    seen = box.cut(middle)
    if seen.area == 0:
        seen = box
    target_x = (seen.x + seen.width / 2 - box.x) / scale
    target_y = (seen.y + seen.height * FOCAL_HEIGHT - box.y) / scale
    left = focal[0] * size[0] - target_x
    left = max(min(left, size[0] - wide), 0.0)
    if photo.interest is not None and seen == box:
        left = _moved(left, wide, size[0], photo.interest)
    left = max(min(left, spans[0][1]), spans[0][0])
    top = max(min(focal[1] * size[1] - target_y, spans[1][1]), spans[1][0])
    left, top = max(min(left, size[0] - wide), 0.0), max(min(top, size[1] - high), 0.0)
    point = (
        round(box.x + (focal[0] * size[0] - left) * scale),
        round(box.y + (focal[1] * size[1] - top) * scale),
    )
    return PhotoPlace(box, (left, top, wide, high), scale, point, panel=False)


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


def _shapes(photo: Photograph) -> tuple[float, float]:
    """The narrowest and the widest shape (width over height) that shows the subject whole."""
    (width, height), own = photo.size, photo.size[0] / photo.size[1]
    if photo.subject is None:
        return own / PANEL_FREEDOM, own * PANEL_FREEDOM
    left, top, right, bottom = photo.subject.keep
    return (right - left) * width / height, width / ((bottom - top) * height)


def _stretched(photo: Photograph, room: Room) -> Rect | None:
    """``focus``, grown away from the canvas's edge as far as it may for the subject to fit."""
    focus, canvas = room.focus, room.canvas
    if focus.area == 0 or photo.subject is None:
        return None
    narrowest, widest = _shapes(photo)
    width, height = ceil(focus.height * narrowest), ceil(focus.width / widest)
    if focus.width < width <= focus.width * (1 + room.stretch) and focus.height == canvas.height:
        return Rect(focus.x if focus.x == canvas.x else focus.right - width, focus.y, width, focus.height)
    if focus.height < height <= focus.height * (1 + room.stretch) and focus.width == canvas.width:
        return Rect(focus.x, focus.y if focus.y == canvas.y else focus.bottom - height, focus.width, height)
    return None


def _trimmed(photo: Photograph, room: Room) -> Rect | None:
    """The part of ``focus`` in a shape that the subject fits in, when it still ends at three edges of the canvas."""
    focus, canvas = room.focus, room.canvas
    if focus.area == 0 or photo.subject is None:
        return None
    narrowest, widest = _shapes(photo)
    width = min(focus.width, int(focus.height * widest))
    height = min(focus.height, int(focus.width / narrowest))
    x = focus.right - width if focus.x != canvas.x else focus.x
    y = focus.bottom - height if focus.y != canvas.y else focus.y
    box = Rect(x, y, width, height)
    edges = (box.x == canvas.x, box.y == canvas.y, box.right == canvas.right, box.bottom == canvas.bottom)
    return box if sum(edges) >= 3 else None


def _panel(inner: Rect, photo: Photograph, visible: Rect) -> Rect:
    """The largest box that the photo can fill, as near to the middle of what is seen as it can be."""
    size, own = photo.size, photo.size[0] / photo.size[1]
    narrowest, widest = _shapes(photo)
    narrowest, widest = max(narrowest, own / PANEL_FREEDOM), min(widest, own * PANEL_FREEDOM)
    seen = inner.cut(visible)
    if seen.area == 0:
        seen = inner
    width = min(seen.width, int(size[0] * MAX_ENLARGEMENT))
    height = min(seen.height, int(size[1] * MAX_ENLARGEMENT))
    width = max(min(width, int(height * widest)), 1)
    height = max(min(height, int(width / narrowest)), 1)
    return Rect(seen.x + (seen.width - width) // 2, seen.y + (seen.height - height) // 2, width, height)
