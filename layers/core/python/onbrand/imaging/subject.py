"""What of a photograph must stay in view."""

from collections.abc import Sequence
from typing import NamedTuple

from onbrand.imaging.calm import Bounds, Unrest

POINT_ROOM = 0.06

HAIR, CHEEK = 0.3, 0.1
"""Room above a face, and at its other sides, in its heights and widths: detectors box it from brow to chin."""


class Subject(NamedTuple):
    """``keep`` stays inside every crop; ``core`` is where nothing may stand on it. ``unrest`` tells the calm
    parts from the others, where somebody looked."""

    core: Bounds
    keep: Bounds
    unrest: Unrest | None = None


def around(point: tuple[float, float]) -> Subject:
    """The subject of a photograph whose focal point somebody set: what lies close around it."""
    x, y = point
    bounds = (
        max(x - POINT_ROOM, 0.0),
        max(y - POINT_ROOM, 0.0),
        min(x + POINT_ROOM, 1.0),
        min(y + POINT_ROOM, 1.0),
    )
    return Subject(bounds, bounds)


def with_faces(subject: Subject, faces: Sequence[Bounds]) -> Subject:
    """The subject with the faces that are known: they stay in view and free of what would stand on them, as does
    what stayed so before."""
    if not faces:
        return subject
    heads = [_head(face) for face in faces]
    return Subject(_hull([*heads, subject.core]), _hull([*heads, subject.keep]))


def _head(face: Bounds) -> Bounds:
    left, top, right, bottom = face
    across, down = (right - left) * CHEEK, bottom - top
    return (
        max(left - across, 0.0),
        max(top - down * HAIR, 0.0),
        min(right + across, 1.0),
        min(bottom + down * CHEEK, 1.0),
    )


def _hull(bounds: Sequence[Bounds]) -> Bounds:
    lefts, tops, rights, bottoms = zip(*bounds, strict=True)
    return min(lefts), min(tops), max(rights), max(bottoms)
