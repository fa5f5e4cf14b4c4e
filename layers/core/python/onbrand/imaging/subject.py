"""What of a photograph must stay in view."""

from typing import NamedTuple

from onbrand.imaging.calm import Bounds, Unrest

POINT_ROOM = 0.06


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
