"""What of a photograph must stay in view."""

from typing import NamedTuple

Bounds = tuple[float, float, float, float]
"""Left, top, right, bottom in fractions of the photograph."""

POINT_ROOM = 0.06


class Subject(NamedTuple):
    """``keep`` stays inside every crop; ``core`` is where nothing may stand on it."""

    core: Bounds
    keep: Bounds


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
