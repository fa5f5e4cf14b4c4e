"""The colours that a logo has on the pixels, and those of the ground that it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.cielab import ciede2000, lab, luminance
from onbrand.compliance.logo_fit import Fit
from onbrand.compliance.logo_shapes import MARGIN, LogoShape, View
from onbrand.compliance.middles import Pixels, distances, middle

_DARK, _LIGHT = 35, 65  # percentiles of the ground's luminance that its darker and lighter parts have
_GROUND = 0.15  # of the logo's box: where less shows through, what is around it is looked at too
_AROUND = slice(None, MARGIN - 1), slice(1 - MARGIN, None)
_RING = (
    (_AROUND[0], slice(None)),
    (_AROUND[1], slice(None)),
    (slice(None), _AROUND[0]),
    (slice(None), _AROUND[1]),
)
_SAME = 1.0  # distance up to which no eye tells two colours apart, and nothing has to explain it
_SHARP = 200  # pixels of a logo's longer side from which on its strokes show their own colour
_FRAME = 4  # pixels of ground around a small logo
_LOST = 0.5  # of the outline that may melt into the ground before the logo is harder to recognise


@dataclass(frozen=True)
class Recolouring:
    """The part of a logo that is farthest from its own colour: the distance (CIEDE2000) and both colours
    (0-255)."""

    distance: float
    seen: tuple[int, int, int]
    own: tuple[int, int, int]


def nearest(fit: Fit, shapes: Sequence[LogoShape]) -> tuple[LogoShape, Recolouring] | None:
    """The file of a logo's variants, of the same drawing, whose colours it has, or nearly has; None when its
    strokes are too thin to tell."""
    pixels = fit.inside.reshape(-1, 3)
    found = [(shape, view) for shape in shapes if _comparable(view := _view(fit, shape), fit)]
    if not found:
        return None
    seen = np.array(
        [
            _purest(pixels.take(place, axis=0), own)
            for _, view in found
            for place, own in zip(view.places, view.colours, strict=True)
        ]
    )
    wanted = np.concatenate([view.colours for _, view in found])
    # One call for all files: it costs as much as for one colour.
    measured = lab(seen)
    apart = ciede2000(measured, lab(wanted))
    sizes = [len(view.colours) for _, view in found]
    best, at = _nearest_of(apart, sizes)
    if apart[at] > _SAME:
        # What comes nearer counts: pictures need not be stored with halved chroma.
        blurred = np.concatenate([_blurred(fit, shape, view) for shape, view in found])
        apart = np.minimum(apart, ciede2000(measured, lab(blurred)))
        best, at = _nearest_of(apart, sizes)
    return found[best][0], Recolouring(float(apart[at]), _rounded(seen[at]), _rounded(wanted[at]))


def _nearest_of(apart: NDArray[np.floating], sizes: Sequence[int]) -> tuple[int, int]:
    """The file whose farthest part is nearest, of files with so many parts each, and which part that is."""
    parts = np.split(np.arange(len(apart)), np.cumsum(sizes)[:-1])
    worst = [int(part[np.round(apart[part], 3).argmax()]) for part in parts]
    best = min(range(len(sizes)), key=lambda at: round(float(apart[worst[at]]), 3))
    return best, worst[best]


def _blurred(fit: Fit, shape: LogoShape, view: View) -> NDArray[np.float64]:
    """The colours that the parts of a small logo show: smoothing mixes thin strokes with the ground, and JPEG's halved
    chroma bleeds into them. Those of the file itself where a logo is large enough to show them."""
    width, height = max(1, round(fit.pose.width)), max(1, round(fit.pose.height))
    ground = fit.inside[view.ground]
    if max(width, height) > _SHARP or not len(ground):
        return view.colours
    under = _rounded(middle(ground))
    plate = Image.new("RGB", (width + 2 * _FRAME, height + 2 * _FRAME), under)
    small = shape.raster.resize((width, height), Image.Resampling.BOX)
    plate.paste(small, (_FRAME, _FRAME), small)
    light, *chroma = plate.convert("YCbCr").split()
    halved = [
        one.resize((-(-plate.width // 2), -(-plate.height // 2)), Image.Resampling.BOX).resize(
            plate.size, Image.Resampling.BILINEAR
        )
        for one in chroma
    ]
    shown = Image.merge("YCbCr", (light, *halved)).convert("RGB")
    box = (_FRAME, _FRAME, _FRAME + width, _FRAME + height)
    pixels = np.asarray(shown.resize((view.width, view.height), Image.Resampling.BILINEAR, box=box))
    flat = pixels.reshape(-1, 3)
    return np.array(
        [_purest(flat.take(place, axis=0), own) for place, own in zip(view.places, view.colours, strict=True)]
    )


def contrast(fit: Fit, shape: LogoShape) -> float | None:
    """The WCAG contrast that half of the logo's outline has at least, with the ground's lighter and
    darker parts; None when its strokes are too thin to tell. ``shape`` is the variant that it is."""
    view, inside = _view(fit, shape), fit.inside
    ground = inside[view.ground]
    if len(ground) < _GROUND * view.ground.size:
        ground = np.concatenate(
            [ground, *(fit.pixels[rows, columns].reshape(-1, 3) for rows, columns in _RING)]
        )
    if not _comparable(view, fit) or not len(ground) or not view.outline.any():
        return None
    pixels = inside.reshape(-1, 3)
    inks = luminance(np.array([middle(pixels.take(place, axis=0)) for place in view.places]))
    levels = np.percentile(luminance(ground[:: max(1, len(ground) // 400)]), (_DARK, _LIGHT))
    lighter, darker = np.maximum(inks, levels[:, None]), np.minimum(inks, levels[:, None])
    ratios = ((lighter + 0.05) / (darker + 0.05)).min(axis=0)
    order = np.argsort(np.round(ratios, 3), kind="stable")
    passed = np.cumsum(view.outline[order])
    return float(ratios[order][int((passed > _LOST).argmax())])


def _view(fit: Fit, shape: LogoShape) -> View:
    number = next(number for number, view in enumerate(fit.shape.views) if view is fit.view)
    return shape.views[number]


def _comparable(view: View, fit: Fit) -> bool:
    """Whether a file's view has areas of a colour, of the size that the logo was fitted at."""
    return view.parts.shape == fit.inside.shape[:2] and len(view.colours) > 0


def _purest(pixels: Pixels, own: NDArray[np.float64]) -> NDArray[np.float64]:
    """The middle of the two fifths that come nearest to a colour: the others are mixed with what is beside them."""
    away = distances(pixels, own)
    count = min(len(away), max(3, (2 * len(away)) // 5))
    farthest = np.partition(away, count - 1)[count - 1]
    nearer = np.flatnonzero(away < farthest)
    equal = np.flatnonzero(away == farthest)[: count - len(nearer)]
    return middle(pixels[np.concatenate([nearer, equal])])


def _rounded(colour: NDArray[np.float64]) -> tuple[int, int, int]:
    red, green, blue = (round(float(channel)) for channel in colour)
    return red, green, blue
