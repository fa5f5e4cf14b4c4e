"""Where texts may stand on a photograph that fills the canvas: bands along its sides, and the calmer ends of them."""

import itertools
from collections.abc import Iterator
from typing import NamedTuple

from onbrand.brand.layers import Edge
from onbrand.imaging.calm import Bounds
from onbrand.imaging.crop import ZOOMS, Photograph, PhotoPlace, filled, reaches
from onbrand.imaging.geometry import Rect

DEPTHS = (0.5, 0.45, 0.4)
"""Shares of what is seen that a band may take: with more than half of it under a veil there is no picture left."""

NARROWEST = 0.7
"""Share of the design's own room that its texts need on its own axis, not to be crowded."""

CALM = 1.0
"""Texts stand on no more interest than the photograph has on average."""

SPLITS = (0.5, 0.56, 0.62)
"""The same for texts beside a picture: not before the last of them is a picture too small."""

END = 0.62
"""The share of a band that its texts keep to, when one end is calmer (a golden section)."""

WIDE = 1.6
"""Width over height of canvases whose bands have ends that are wide enough for a text."""

EASE = 0.5
"""How far a veil goes on behind its texts, in depths of the band."""

TURNED, ENDING, ENLARGED = 0.25, 0.25, 1.0
"""What it costs, in means of the interest, to stand above or below a picture where the design stands beside it (or the
other way round), to keep to one end of a band, and to enlarge by the whole."""

OPPOSITE: dict[Edge, Edge] = {"left": "right", "right": "left", "top": "bottom", "bottom": "top"}


class Overlay(NamedTuple):
    """Texts in ``copy`` on a photograph that stands as ``place`` says: ``free`` is left to its subject, and ``veil``
    lies from ``edge`` under the texts, at its full strength over the share ``hold``. ``cost`` is less where it is calmer;
    ``turned`` tells that the design's own texts stand on another axis."""

    edge: Edge
    copy: Rect
    free: Rect
    veil: Rect
    hold: float
    place: PhotoPlace
    cost: float
    turned: bool


def overlays(photo: Photograph, canvas: Rect, seen: Rect, own: Rect, padding: int) -> list[Overlay]:
    """The ways to set texts on the photograph, the calmest first. ``own`` is where the design has them, ``seen`` what no
    platform hides."""
    home = edge_of(own, canvas)
    if photo.subject is None or home is None or not reaches(photo, canvas):
        return []
    found: list[Overlay] = []
    for edge in OPPOSITE:
        turned = edge not in (home, OPPOSITE[home])
        if turned and edge in ("left", "right"):  # lines that were made for the whole width would be squeezed
            continue
        for band in _bands(edge, canvas, seen, DEPTHS, None if turned else own):
            free = _rest(canvas, band, edge)
            for zoom, core in itertools.product(ZOOMS, (photo.subject.core, None)):
                place = filled(photo, canvas, free.cut(seen), free.cut(seen), core, zoom)
                if place is not None:
                    extra = (zoom - 1) * ENLARGED + turned * TURNED
                    found += _along(photo, canvas, seen, edge, band, free, place, extra, turned, padding)
    return sorted(dict.fromkeys(found), key=lambda one: one.cost)


def splits(photo: Photograph, canvas: Rect, seen: Rect, own: Rect) -> list[Overlay]:
    """The ways to set texts beside the photograph on the other axis than the design does, the largest picture first:
    there it may fill its part where on the design's own axis it cannot."""
    home = edge_of(own, canvas)
    found = []
    for edge in OPPOSITE:
        if home is None or edge in (home, OPPOSITE[home], "left", "right"):
            continue
        for band in _bands(edge, canvas, seen, SPLITS):
            free = _rest(canvas, band, edge)
            place = filled(photo, free, free, free.cut(seen), None)
            if place is not None:
                found.append(
                    Overlay(edge, band, free, band, 1.0, place._replace(full=False), TURNED, turned=True)
                )
    return sorted(found, key=lambda one: (one.copy.area, one.edge in ("top", "left")))


def written(copy: Rect, canvas: Rect, padding: int) -> Rect:
    """What texts take of their place: all but the padding to the canvas's edges, since the veil goes on inside."""
    return copy.cut(canvas.inset(padding))


def edge_of(region: Rect, canvas: Rect) -> Edge | None:
    """The side of the canvas that a region takes all of; None when it is no band."""
    across, down = region.width == canvas.width, region.height == canvas.height
    if across == down:
        return None
    if across:
        return "top" if region.y == canvas.y else "bottom" if region.bottom == canvas.bottom else None
    return "left" if region.x == canvas.x else "right" if region.right == canvas.right else None


def _bands(
    edge: Edge, canvas: Rect, seen: Rect, shares: tuple[float, ...], own: Rect | None = None
) -> Iterator[Rect]:
    """From the canvas's edge, as deep as the shares of what is seen and as the design's own."""
    upright = edge in ("left", "right")
    whole = seen.width if upright else seen.height
    hidden = {
        "left": seen.x - canvas.x,
        "right": canvas.right - seen.right,
        "top": seen.y - canvas.y,
        "bottom": canvas.bottom - seen.bottom,
    }[edge]
    depths = [hidden + round(whole * one) for one in shares]
    if own is not None:
        room = own.width if upright else own.height
        depths = [room, *(one for one in depths if one >= NARROWEST * room)]
    for depth in dict.fromkeys(depths):
        yield _from(edge, canvas, depth)


def _from(edge: Edge, canvas: Rect, depth: int) -> Rect:
    if edge in ("left", "right"):
        depth = min(depth, canvas.width)
        return Rect(canvas.x if edge == "left" else canvas.right - depth, canvas.y, depth, canvas.height)
    depth = min(depth, canvas.height)
    return Rect(canvas.x, canvas.y if edge == "top" else canvas.bottom - depth, canvas.width, depth)


def _rest(canvas: Rect, band: Rect, edge: Edge) -> Rect:
    depth = canvas.width - band.width if edge in ("left", "right") else canvas.height - band.height
    return _from(OPPOSITE[edge], canvas, depth)


def _along(
    photo: Photograph,
    canvas: Rect,
    seen: Rect,
    edge: Edge,
    band: Rect,
    free: Rect,
    place: PhotoPlace,
    extra: float,
    turned: bool,
    padding: int,
) -> Iterator[Overlay]:
    """The band and its ends, where nothing in them is taken."""
    depth = band.width if edge in ("left", "right") else band.height
    veil = _from(edge, canvas, round(depth * (1 + EASE)))
    hold = depth / (veil.width if edge in ("left", "right") else veil.height)
    unrest = photo.subject.unrest if photo.subject else None
    for copy in _ends(band, edge, canvas):
        under = _source(photo, place, written(copy, canvas, padding).cut(seen))
        if photo.subject is not None and _meet(under, photo.subject.core):
            continue
        cost = extra + (ENDING if copy != band else 0.0)
        if unrest is None:
            yield Overlay(edge, copy, free, veil, hold, place, cost, turned)
        elif unrest.under(under) <= CALM and not unrest.is_taken(under):
            yield Overlay(edge, copy, free, veil, hold, place, unrest.under(under) + cost, turned)


def _ends(band: Rect, edge: Edge, canvas: Rect) -> Iterator[Rect]:
    yield band
    if edge in ("top", "bottom") and canvas.width >= WIDE * canvas.height:
        width = round(band.width * END)
        yield band._replace(width=width)
        yield band._replace(x=band.right - width, width=width)


def _meet(one: Bounds, other: Bounds) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _source(photo: Photograph, place: PhotoPlace, box: Rect) -> Bounds:
    """What of the photograph lies under a box, in fractions."""
    (left, top), (width, height) = place.crop[:2], photo.size
    return (
        (left + (box.x - place.box.x) / place.scale) / width,
        (top + (box.y - place.box.y) / place.scale) / height,
        (left + (box.right - place.box.x) / place.scale) / width,
        (top + (box.bottom - place.box.y) / place.scale) / height,
    )
