"""Rectangles in whole pixels."""

from typing import NamedTuple

from onbrand.brand.regions import Region
from onbrand.placement import Placement


class Rect(NamedTuple):
    """A rectangle from its upper left corner."""

    x: int
    y: int
    width: int
    height: int

    @property
    def right(self) -> int:
        """The first column behind it."""
        return self.x + self.width

    @property
    def bottom(self) -> int:
        """The first row below it."""
        return self.y + self.height

    @property
    def area(self) -> int:
        """Its pixels; 0 when it is empty."""
        return max(self.width, 0) * max(self.height, 0)

    def overlaps(self, other: "Rect") -> bool:
        """Whether they share a pixel."""
        return (
            self.x < other.right and other.x < self.right and self.y < other.bottom and other.y < self.bottom
        ) and bool(self.area and other.area)

    def within(self, other: "Rect") -> bool:
        """Whether it lies wholly in the other."""
        return (
            self.x >= other.x
            and self.y >= other.y
            and self.right <= other.right
            and self.bottom <= other.bottom
        )

    def cut(self, other: "Rect") -> "Rect":
        """What both have in common; may be empty."""
        x, y = max(self.x, other.x), max(self.y, other.y)
        return Rect(x, y, min(self.right, other.right) - x, min(self.bottom, other.bottom) - y)

    def inset(self, by: int) -> "Rect":
        """Smaller by ``by`` on every side."""
        return Rect(self.x + by, self.y + by, self.width - 2 * by, self.height - 2 * by)

    def clear_of(self, other: "Rect") -> "Rect":
        """The largest part of it that does not touch the other."""
        if not self.overlaps(other):
            return self
        return max(
            (
                Rect(self.x, self.y, other.x - self.x, self.height),
                Rect(other.right, self.y, self.right - other.right, self.height),
                Rect(self.x, self.y, self.width, other.y - self.y),
                Rect(self.x, other.bottom, self.width, self.bottom - other.bottom),
            ),
            key=lambda rect: rect.area,
        )


def on_canvas(region: Region, width: int, height: int) -> Rect:
    """A region in pixels; neighbours share their border exactly."""
    left, top = round(region.x * width), round(region.y * height)
    return Rect(
        left,
        top,
        round((region.x + region.width) * width) - left,
        round((region.y + region.height) * height) - top,
    )


def readable_area(placement: Placement, margin: float) -> Rect:
    """Where text and logo may stand: within the safe insets and the brand's margin (of the shorter side)."""
    keep = round(margin * min(placement.width, placement.height))
    safe = placement.safe
    left, top = max(safe.left, keep), max(safe.top, keep)
    return Rect(
        left,
        top,
        placement.width - max(safe.right, keep) - left,
        placement.height - max(safe.bottom, keep) - top,
    )
