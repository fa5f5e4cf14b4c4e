"""Regions: named parts of the canvas, one arrangement for each shape family."""

from typing import Self

from pydantic import model_validator

from onbrand.brand.profile import Fraction
from onbrand.kernel.values import Value
from onbrand.placement import Family

CANVAS = "canvas"
"""The region that is everywhere: the whole canvas."""

ROUNDING = 1e-9


class Region(Value):
    """A rectangle in fractions of the canvas's width and height."""

    x: Fraction
    y: Fraction
    width: Fraction
    height: Fraction

    @model_validator(mode="after")
    def _lies_on_the_canvas(self) -> Self:
        if self.x + self.width > 1 + ROUNDING or self.y + self.height > 1 + ROUNDING:
            raise ValueError("a region reaches beyond the canvas")
        if self.width <= 0 or self.height <= 0:
            raise ValueError("a region has no area")
        return self


def _region(x: float, y: float, width: float, height: float) -> Region:
    return Region(x=x, y=y, width=width, height=height)


def regions_of(family: Family) -> dict[str, Region]:
    """The default arrangement: ``picture`` and ``copy`` share the canvas; an extreme banner has ``brand``
    beside them.

    A story's copy stands above its picture, since what platforms lay over the bottom is larger than at
    the top.
    """
    match family:
        case Family.SQUARE:
            parts = {"picture": _region(0, 0, 1, 0.5), "copy": _region(0, 0.5, 1, 0.5)}
        case Family.PORTRAIT:
            parts = {"picture": _region(0, 0, 1, 0.58), "copy": _region(0, 0.58, 1, 0.42)}
        case Family.LANDSCAPE:
            parts = {"picture": _region(0.5, 0, 0.5, 1), "copy": _region(0, 0, 0.5, 1)}
        case Family.STORY:
            parts = {"picture": _region(0, 0.53, 1, 0.47), "copy": _region(0, 0, 1, 0.53)}
        case Family.BANNER:
            parts = {"picture": _region(0, 0, 0.44, 1), "copy": _region(0.44, 0, 0.56, 1)}
        case Family.EXTREME_BANNER:
            parts = {
                "picture": _region(0, 0, 0.3, 1),
                "copy": _region(0.3, 0, 0.46, 1),
                "brand": _region(0.76, 0, 0.24, 1),
            }
    return {CANVAS: _region(0, 0, 1, 1), **parts}
