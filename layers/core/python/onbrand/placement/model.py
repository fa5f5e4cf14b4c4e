"""What a placement is."""

from enum import StrEnum
from typing import NamedTuple

from onbrand.kernel.errors import Unprocessable
from onbrand.kernel.values import Value


class UnknownPlacementError(Unprocessable):
    """No placement has this id."""


class Family(StrEnum):
    """Shape families: within one, the same arrangement of layers works."""

    SQUARE = "square"
    PORTRAIT = "portrait"
    LANDSCAPE = "landscape"
    STORY = "story"
    BANNER = "banner"
    EXTREME_BANNER = "extreme_banner"


class Insets(NamedTuple):
    """Distances from the edges, in pixels."""

    left: int
    top: int
    right: int
    bottom: int


class Area(NamedTuple):
    """A rectangle from its upper left corner, in pixels."""

    x: int
    y: int
    width: int
    height: int


class Placement(Value):
    """One size on one platform.

    ``safe`` keeps text and logo clear of what the platform hides at the edges; ``covered`` is a rectangle that the
    platform draws over; ``max_bytes`` limits the file; ``caption_limit`` counts characters, 0 where there is no caption.
    """

    id: str
    platform: str
    width: int
    height: int
    family: Family
    max_bytes: int
    formats: tuple[str, ...]
    safe: Insets
    covered: Area | None
    caption_limit: int
    source: str
