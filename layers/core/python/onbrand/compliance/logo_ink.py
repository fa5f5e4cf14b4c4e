"""The colours that a logo has on the pixels, and those of the ground that it stands on."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onbrand.compliance.cielab import ciede2000, lab, luminance
from onbrand.compliance.logo_fit import Fit
from onbrand.compliance.logo_shapes import LogoShape

_DARK, _LIGHT = 10, 90  # percentiles of the ground's luminance that its darker and lighter parts have
_TOLD_BY = 0.15  # of the outline: parts with less of it do not carry the logo's shape


@dataclass(frozen=True)
class Recolouring:
    """The part of a logo that is farthest from its own colour: the distance (CIEDE2000) and both colours
    (0-255)."""

    distance: float
    seen: tuple[int, int, int]
    own: tuple[int, int, int]


def recolouring(fit: Fit, shape: LogoShape) -> Recolouring | None:
    """Of a logo, compared with a file of the same drawing; None when its strokes are too thin to tell."""
    view = shape.views[fit.shape.views.index(fit.view)] if shape is not fit.shape else fit.view
    inside = fit.inside
    if view.parts.shape != inside.shape[:2] or not len(view.colours):
        return None
    seen = np.array([np.median(inside[view.parts == part], axis=0) for part in range(1, len(view.colours) + 1)])
    distances = ciede2000(lab(seen), lab(view.colours))
    worst = int(np.round(distances, 3).argmax())
    return Recolouring(float(distances[worst]), _rounded(seen[worst]), _rounded(view.colours[worst]))


def contrast(fit: Fit) -> float | None:
    """The least WCAG contrast of the parts that make the logo's outline with the ground's lighter and darker
    parts; None when its strokes are too thin to tell."""
    view = fit.view
    inside = fit.inside
    outer = np.ones(fit.pixels.shape[:2], dtype=bool)
    rows, columns = inside.shape[:2]
    top, left = (outer.shape[0] - rows) // 2, (outer.shape[1] - columns) // 2
    outer[top - 1 : top + rows + 1, left - 1 : left + columns + 1] = False
    ground = np.concatenate([fit.pixels[outer], inside[view.ground]])
    parts = [part for part, share in enumerate(view.outline, 1) if share >= _TOLD_BY]
    if not parts or not len(ground):
        return None
    inks = luminance(np.array([np.median(inside[view.parts == part], axis=0) for part in parts]))
    levels = np.percentile(luminance(ground[:: max(1, len(ground) // 1500)]), (_DARK, _LIGHT))
    lighter, darker = np.maximum(inks, levels[:, None]), np.minimum(inks, levels[:, None])
    return float(((lighter + 0.05) / (darker + 0.05)).min())


def _rounded(colour: NDArray[np.float64]) -> tuple[int, int, int]:
    red, green, blue = (round(float(channel)) for channel in colour)
    return red, green, blue
