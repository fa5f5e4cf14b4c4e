"""The colours that a logo has on the pixels, and those of the ground that it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onbrand.compliance.cielab import ciede2000, lab, luminance
from onbrand.compliance.logo_fit import Fit
from onbrand.compliance.logo_shapes import MARGIN, LogoShape, View

_DARK, _LIGHT = 35, 65  # percentiles of the ground's luminance that its darker and lighter parts have
_GROUND = 0.15  # of the logo's box: where less shows through, what is around it is looked at too
_AROUND = slice(None, MARGIN - 1), slice(1 - MARGIN, None)
_RING = (
    (_AROUND[0], slice(None)),
    (_AROUND[1], slice(None)),
    (slice(None), _AROUND[0]),
    (slice(None), _AROUND[1]),
)
_LOST = 0.5  # of the outline that may melt into the ground before the logo is harder to recognise


@dataclass(frozen=True)
class Recolouring:
    """The part of a logo that is farthest from its own colour: the distance (CIEDE2000) and both colours
    (0-255)."""

    distance: float
    seen: tuple[int, int, int]
    own: tuple[int, int, int]


def recolouring(fit: Fit, shape: LogoShape) -> Recolouring | None:
    """Of a logo, compared with a file of the same drawing; None when its strokes are too thin to tell."""
    view, inside = _view(fit, shape), fit.inside
    if view.parts.shape != inside.shape[:2] or not len(view.colours):
        return None
    seen = np.array([_purest(inside[view.parts == part], own) for part, own in enumerate(view.colours, 1)])
    distances = ciede2000(lab(seen), lab(view.colours))
    worst = int(np.round(distances, 3).argmax())
    return Recolouring(float(distances[worst]), _rounded(seen[worst]), _rounded(view.colours[worst]))


def nearest(fit: Fit, shapes: Sequence[LogoShape]) -> tuple[LogoShape, Recolouring] | None:
    """The file of a logo's variants whose colours it has, or nearly has; None when its strokes are too thin."""
    found = [(shape, one) for shape in shapes if (one := recolouring(fit, shape)) is not None]
    return min(found, key=lambda pair: round(pair[1].distance, 3), default=None)


def contrast(fit: Fit, shape: LogoShape) -> float | None:
    """The WCAG contrast that half of the logo's outline has at least, with the ground's lighter and
    darker parts; None when its strokes are too thin to tell. ``shape`` is the variant that it is."""
    view, inside = _view(fit, shape), fit.inside
    ground = inside[view.ground]
    if len(ground) < _GROUND * view.ground.size:
        ground = np.concatenate(
            [ground, *(fit.pixels[rows, columns].reshape(-1, 3) for rows, columns in _RING)]
        )
    if (
        view.parts.shape != inside.shape[:2]
        or not len(view.colours)
        or not len(ground)
        or not view.outline.any()
    ):
        return None
    inks = luminance(
        np.array([np.median(inside[view.parts == part], axis=0) for part in range(1, len(view.colours) + 1)])
    )
    levels = np.percentile(luminance(ground[:: max(1, len(ground) // 400)]), (_DARK, _LIGHT))
    lighter, darker = np.maximum(inks, levels[:, None]), np.minimum(inks, levels[:, None])
    ratios = ((lighter + 0.05) / (darker + 0.05)).min(axis=0)
    order = np.argsort(np.round(ratios, 3), kind="stable")
    passed = np.cumsum(view.outline[order])
    return float(ratios[order][int((passed > _LOST).argmax())])


def _view(fit: Fit, shape: LogoShape) -> View:
    number = next(number for number, view in enumerate(fit.shape.views) if view is fit.view)
    return shape.views[number]


def _purest(pixels: NDArray[np.uint8], own: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle of the two fifths that come nearest to a colour: the others are mixed with what is beside them."""
    away = ((pixels - own) ** 2).sum(axis=-1)
    nearest = np.argsort(away, kind="stable")[: max(3, (2 * len(pixels)) // 5)]
    middle: NDArray[np.float64] = np.median(pixels[nearest], axis=0)
    return middle


def _rounded(colour: NDArray[np.float64]) -> tuple[int, int, int]:
    red, green, blue = (round(float(channel)) for channel in colour)
    return red, green, blue
