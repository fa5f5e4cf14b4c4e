"""Where a brand's logo really stands on a picture: looked for at the listed box first, then near it, then
everywhere.

A coarse search matches edge directions (see structure.py), so a logo is found whatever its colours became; each
candidate is then followed edge by edge (see logo_fit.py), which tells a logo from texture.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product

import numpy as np
from PIL import Image

from onbrand.compliance.logo_fit import Fit, Pose, fitted
from onbrand.compliance.logo_shapes import LogoShape
from onbrand.compliance.model import Box
from onbrand.compliance.structure import Haystack, edge_field

NEEDED = 0.45
"""The least match that is credible: true logos reach 0.8 on even grounds and 0.5 on very busy ones, whatever else
is on photographs 0.4 at most."""

_INKED = 0.35  # the least agreement of colour inside the logo's areas
_PLAIN = 0.9  # a current logo that matches this well is no former one
_CLEARLY = 0.03  # by which a former logo has to match better
_SEARCH_AREA = 110_000  # pixels of the reduced picture that is searched
_SMALLEST, _LARGEST, _STEP = 0.05, 1.1, 1.18  # longer side over the picture's shorter side
_CANDIDATES = 5
_ODD_ANGLES, _ODD_SHAPES = (-11.0, 11.0, -20.0, 20.0), (0.7, 1.42)
_NEAR_SIZES = (1.0, 0.8, 0.64, 0.51, 0.41, 0.33, 1.25, 1.56)
_SECOND_SIZES = (1.0, 0.75, 1.33)
_SECOND_AREA, _SECOND_LEAST = 330, 0.42


@dataclass(frozen=True)
class LogoPlace:
    """A logo on the pixels. ``listed`` tells whether it stands where the layer list says, ``former`` whether it is
    one that the brand has replaced."""

    fit: Fit
    listed: bool
    former: bool = False

    @property
    def score(self) -> float:
        """The match, 0-1."""
        return self.fit.score

    @cached_property
    def box(self) -> Box:
        """The upright box around it."""
        return self.fit.pose.box


def listed_at(
    picture: Image.Image, current: Sequence[LogoShape], former: Sequence[LogoShape], boxes: Sequence[Box]
) -> LogoPlace | None:
    """The best credible logo at or near listed boxes."""
    for poses in (_given, _around):
        found = _best(picture, current, (poses(picture, shape, box) for shape, box in product(current, boxes)))
        if former and (found is None or found.score < _PLAIN):
            old = _best(picture, former, (poses(picture, shape, box) for shape, box in product(former, boxes)))
            if old is not None and (found is None or old.score > found.score + _CLEARLY):
                return LogoPlace(old, listed=True, former=True)
        if found is not None:
            return LogoPlace(found, listed=True)
    return None


def anywhere(
    picture: Image.Image,
    current: Sequence[LogoShape],
    former: Sequence[LogoShape],
    expected: Sequence[Box] = (),
) -> LogoPlace | None:
    """The best credible logo of the whole picture.

    ``expected`` boxes give sizes that are tried first: a logo that was moved usually kept its size. Upright logos
    are looked for before turned and stretched ones.
    """
    scale = min(1.0, (_SEARCH_AREA / (picture.width * picture.height)) ** 0.5)
    haystack = _haystack(picture, scale)
    shorter = min(picture.size)
    steps = int(np.log(_LARGEST / _SMALLEST) / np.log(_STEP)) + 1
    sizes = [shorter * _SMALLEST * _STEP**step for step in range(steps)]
    known = [float(max(box[2:])) for box in expected]
    sweeps: list[tuple[Iterable[float], Iterable[tuple[float, float]]]] = [
        (known, [(0.0, 1.0)]),
        (sizes, [(0.0, 1.0)]),
        (sizes[1::2], [*((angle, 1.0) for angle in _ODD_ANGLES), *((0.0, aspect) for aspect in _ODD_SHAPES)]),
    ]
    for longer, changes in sweeps:
        hypotheses = list(product(longer, changes))
        found = _swept(picture, current, haystack, scale, hypotheses)
        if former and (found is None or found.score < _PLAIN):
            old = _swept(picture, former, haystack, scale, hypotheses)
            if old is not None and (found is None or old.score > found.score + _CLEARLY):
                return LogoPlace(old, listed=False, former=True)
        if found is not None:
            return LogoPlace(found, listed=False)
    return None


def second(picture: Image.Image, shapes: Sequence[LogoShape], first: LogoPlace) -> LogoPlace | None:
    """Another logo of about the same size; None when there is none."""
    pose = first.fit.pose
    scale = min(1.0, (_SECOND_AREA / (pose.width * pose.height)) ** 0.5)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    field = edge_field(np.asarray(picture.resize(size, Image.Resampling.BOX, reducing_gap=1.0)))
    x, y, width, height = (round(value * scale) for value in first.box)
    field[max(0, y - 2) : max(0, y + height + 2), max(0, x - 2) : max(0, x + width + 2)] = 0
    haystack = Haystack(field)
    longer = max(pose.width, pose.height)
    for shape in shapes:
        for score, candidate in sorted(
            _candidates(shape, haystack, scale, [(longer * factor, (0.0, 1.0)) for factor in _SECOND_SIZES]),
            key=lambda one: -one[0],
        ):
            if score < _SECOND_LEAST:
                break
            found = fitted(picture, shape, candidate)
            if credible(found):
                return LogoPlace(found, listed=False)
    return None


def credible(fit: Fit) -> bool:
    """Whether this is the logo."""
    return fit.score >= NEEDED and (fit.ink is None or fit.ink >= _INKED)


def _best(picture: Image.Image, shapes: Sequence[LogoShape], poses: Iterable[Iterator[Fit]]) -> Fit | None:
    fits = [fit for some in poses for fit in some if credible(fit)]
    return max(fits, key=lambda fit: fit.score, default=None)


def _given(picture: Image.Image, shape: LogoShape, box: Box) -> Iterator[Fit]:
    """At the box: in its own proportions, or in the box's where these differ."""
    x, y, width, height = box
    middle = (x + width / 2, y + height / 2)
    scale = min(width / shape.raster.width, height / shape.raster.height)
    own = Pose(*middle, shape.raster.width * scale, shape.raster.height * scale)
    yield fitted(picture, shape, own)
    if max(width / own.width, height / own.height) > 1.05:
        yield fitted(picture, shape, Pose(*middle, float(width), float(height)))


def _around(picture: Image.Image, shape: LogoShape, box: Box) -> Iterator[Fit]:
    """Near the box: smaller, larger, turned or stretched."""
    x, y, width, height = box
    longer = max(width, height)
    left, top = max(0, x - longer // 2), max(0, y - longer // 2)
    right, bottom = min(picture.width, x + width + longer // 2), min(picture.height, y + height + longer // 2)
    if right - left < 8 or bottom - top < 8:
        return
    scale = min(1.0, 128 / longer)
    window = picture.crop((left, top, right, bottom))
    haystack = _haystack(window, scale)
    hypotheses = [
        *((longer * size, (0.0, 1.0)) for size in _NEAR_SIZES),
        *((float(longer), (angle, 1.0)) for angle in _ODD_ANGLES),
        *((longer / max(1.0, aspect), (0.0, aspect)) for aspect in _ODD_SHAPES),
    ]
    found = sorted(_candidates(shape, haystack, scale, hypotheses), key=lambda one: -one[0])
    for _, pose in found[:_CANDIDATES]:
        fit = fitted(picture, shape, Pose(pose.x + left, pose.y + top, pose.width, pose.height, pose.angle))
        yield fit
        if fit.score >= _PLAIN:
            return


def _swept(
    picture: Image.Image,
    shapes: Sequence[LogoShape],
    haystack: Haystack,
    scale: float,
    hypotheses: Sequence[tuple[float, tuple[float, float]]],
) -> Fit | None:
    candidates = [
        (score, shape, pose) for shape in shapes for score, pose in _candidates(shape, haystack, scale, hypotheses)
    ]
    candidates.sort(key=lambda one: -one[0])
    best: Fit | None = None
    for _, shape, pose in candidates[:_CANDIDATES]:
        fit = fitted(picture, shape, pose)
        if credible(fit) and (best is None or fit.score > best.score):
            best = fit
        if best is not None and best.score >= _PLAIN:
            break
    return best


def _candidates(
    shape: LogoShape, haystack: Haystack, scale: float, hypotheses: Iterable[tuple[float, tuple[float, float]]]
) -> Iterator[tuple[float, Pose]]:
    """The best place of the shape at each longer side, angle and stretch, with a score that small logos, which
    chance resembles more easily, have to earn."""
    longest = max(shape.raster.size)
    for longer, (angle, aspect) in hypotheses:
        width = shape.raster.width * longer / longest * aspect**0.5
        height = shape.raster.height * longer / longest / aspect**0.5
        small = (max(2, round(width * scale)), max(2, round(height * scale)))
        template = shape.field(*small, angle)
        match = haystack.find(template)
        if match is not None:
            edges = max(1.0, float((np.abs(template) ** 2).sum()))
            x = (match.x + template.shape[1] / 2) / scale
            y = (match.y + template.shape[0] / 2) / scale
            yield round(match.score - 4.5 / edges**0.5, 3), Pose(x, y, width, height, angle)


def _haystack(picture: Image.Image, scale: float) -> Haystack:
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    return Haystack(edge_field(np.asarray(picture.resize(size, Image.Resampling.BOX))))
