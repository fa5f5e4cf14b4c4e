"""Where a brand's logo really stands on a picture: looked for at the listed box first, then near it, then
everywhere.

A coarse search matches edge directions (see structure.py), so a logo is found whatever its colours became; each
candidate is then followed edge by edge (see logo_fit.py), which tells a logo from texture.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product
from math import hypot

import numpy as np
from PIL import Image

from onbrand.compliance.logo_fit import NEEDED, Fit, Pose, fitted, glimpsed
from onbrand.compliance.logo_shapes import LogoShape
from onbrand.compliance.model import Box
from onbrand.compliance.structure import Haystack, edge_field

_SMALL, _NEEDED_SMALL = 1600, 0.6  # pixels of a view: with fewer edges chance comes closer
_NEEDED_FORMER = 0.62
_CLEARLY = 0.03  # by which a former logo has to match better
_INKED = 0.35  # the least agreement of colour inside the logo's areas
_PLAIN = 0.85  # a match that needs no other to be compared with
_SEARCH_AREA = 110_000  # pixels of the reduced picture that is searched
_TEMPLATE_AREA = 330  # pixels of a logo that is searched for: enough to find a candidate
_LEVEL = 1.4  # each next reduction is so much smaller
_SMALLEST, _LARGEST, _STEP = 0.05, 1.1, 1.18  # longer side over the picture's shorter side
_SAME_PLACE = 0.15  # of the longer side: a middle so near is where the list says
_CANDIDATES, _GLANCES = 4, 12  # so many are followed in any case; so many are looked at
_DOUBT = 4.5
_ODD_ANGLES, _ODD_SHAPES = (-7.0, 7.0, -14.0, 14.0, -22.0, 22.0), (0.7, 1.42)
_NEAR_SIZES = (1.0, 0.8, 0.64, 0.51, 0.41, 0.33, 1.25, 1.56)
_SECOND_SIZES, _SECOND_LEAST = (1.0, 1.18, 0.85, 0.72, 0.61, 0.51), 0.08
_SECOND_PLACES = 3
_GLIMPSED = 0.25  # true second logos reach 0.36 and more at a glance, almost all else 0.15 at most

Change = tuple[float, float, float]
"""What a logo is looked for as: its longer side in pixels of the picture, its angle (degrees), its stretch."""


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
    best: LogoPlace | None = None
    for poses in (_given, _around):
        for shapes, old in ((current, False), (former, True)):
            for shape, box in product(shapes, boxes):
                if best is None or best.score < _PLAIN:
                    best = _better(best, poses(picture, shape, box), old, listed=True)
    return _where_listed(best, boxes) if best is not None else None


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
    levels = _Levels(picture)
    shorter = min(picture.size)
    steps = int(np.log(_LARGEST / _SMALLEST) / np.log(_STEP)) + 1
    sizes = [shorter * _SMALLEST * _STEP**step for step in range(steps)]
    odd = [*((angle, 1.0) for angle in _ODD_ANGLES), *((0.0, aspect) for aspect in _ODD_SHAPES)]
    sweeps: list[list[Change]] = [
        [(float(max(box[2:])), 0.0, 1.0) for box in expected],
        [(size, 0.0, 1.0) for size in sizes],
    ]
    best: LogoPlace | None = None
    for changes in sweeps:
        for shapes, old in ((current, False), (former, True)):
            best = _better(best, _searched(picture, shapes, levels, changes), old, listed=False)
            if best is not None and best.score >= _PLAIN:
                return best
    if best is None:
        turned = [(size, *change) for size in sizes[2:] for change in odd]
        best = _better(best, _searched(picture, current, levels, turned), former=False, listed=False)
    if best is None or best.former:
        return best
    fits = [fit for shape in former for fit in _given(picture, shape, best.box)]
    return _better(best, fits, former=True, listed=False)


def second(
    picture: Image.Image,
    overview: Image.Image,
    shapes: Sequence[LogoShape],
    first: LogoPlace,
    boxes: Sequence[Box] = (),
) -> LogoPlace | None:
    """Another logo, at one of the listed boxes or, of half to a good whole of the first one's size, anywhere; None
    when there is none. ``overview`` is the picture, reduced."""
    others = [box for box in boxes if not _is_at(first, box)]
    listed = (fit for box, shape in product(others, shapes) for fit in _given(picture, shape, box))
    if (found := _better(None, listed, former=False, listed=True)) is not None:
        return found
    pose = first.fit.pose
    longer = max(pose.width, pose.height)
    largest = (_TEMPLATE_AREA / (pose.width * pose.height)) ** 0.5
    levels = _Levels(picture, largest, without=first.box, overview=overview)
    changes = [(longer * size, 0.0, 1.0) for size in _SECOND_SIZES]
    tried: list[Pose] = []
    for score, shape, near in sorted(_candidates(shapes, levels, changes), key=lambda one: -one[0]):
        if score < _SECOND_LEAST or len(tried) == _SECOND_PLACES:
            return None
        if any(hypot(near.x - other.x, near.y - other.y) < longer / 4 for other in tried):
            continue  # the same place at another size
        tried.append(near)
        if glimpsed(picture, shape, near) < _GLIMPSED:
            continue
        fit = fitted(picture, shape, near)
        if credible(fit):
            return LogoPlace(fit, listed=False)
    return None


def _is_at(place: LogoPlace, box: Box) -> bool:
    pose = place.fit.pose
    return (
        abs(box[0] + box[2] / 2 - pose.x) <= pose.width / 2
        and abs(box[1] + box[3] / 2 - pose.y) <= pose.height / 2
    )


def credible(fit: Fit, former: bool = False) -> bool:
    """Whether this is the logo."""
    small = fit.view.width * fit.view.height < _SMALL
    needed = max(_NEEDED_SMALL if small else NEEDED, _NEEDED_FORMER if former else 0.0)
    return fit.score >= needed and (fit.ink is None or fit.ink >= _INKED)


def _better(best: LogoPlace | None, fits: Iterable[Fit], former: bool, listed: bool) -> LogoPlace | None:
    """The best of a place and credible fits; a former logo has to be clearly better than a current one."""
    for fit in fits:
        ahead = _CLEARLY if best is not None and former and not best.former else 0.0
        if credible(fit, former) and (best is None or fit.score > best.score + ahead):
            best = LogoPlace(fit, listed, former)
    return best


def _where_listed(best: LogoPlace, boxes: Sequence[Box]) -> LogoPlace:
    """With the answer to whether its middle is where the list says."""
    pose = best.fit.pose
    longer = max(pose.width, pose.height)
    shifts = [hypot(box[0] + box[2] / 2 - pose.x, box[1] + box[3] / 2 - pose.y) for box in boxes]
    return replace(best, listed=min(shifts) <= _SAME_PLACE * longer)


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
    window = picture.crop((left, top, right, bottom))
    changes: list[Change] = [
        *((longer * size, 0.0, 1.0) for size in _NEAR_SIZES),
        *((float(longer), angle, 1.0) for angle in _ODD_ANGLES),
        *((float(longer), 0.0, aspect) for aspect in _ODD_SHAPES),
    ]
    levels = _Levels(window, 128 / longer)
    for _, _, pose in sorted(_candidates([shape], levels, changes), key=lambda one: -one[0])[:_CANDIDATES]:
        yield fitted(picture, shape, replace(pose, x=pose.x + left, y=pose.y + top))


def _searched(
    picture: Image.Image,
    shapes: Sequence[LogoShape],
    levels: "_Levels",
    changes: Iterable[Change],
) -> Iterator[Fit]:
    """The best candidates, and those behind them that look like it at a glance, followed to their exact place: letters of a
    headline come before a small logo. Ends with the first that leaves no doubt."""
    candidates = sorted(_candidates(shapes, levels, changes), key=lambda one: -one[0])
    for number, (_, shape, pose) in enumerate(candidates[:_GLANCES]):
        if number >= _CANDIDATES and glimpsed(picture, shape, pose) < _GLIMPSED:
            continue
        fit = fitted(picture, shape, pose)
        yield fit
        if fit.score >= _PLAIN:
            return


def _candidates(
    shapes: Sequence[LogoShape], levels: "_Levels", changes: Iterable[Change]
) -> Iterator[tuple[float, LogoShape, Pose]]:
    """The best place of each shape as each change, with a score that small logos, which chance resembles more
    easily, have to earn."""
    for (longer, angle, aspect), shape in product(changes, shapes):
        longest = max(shape.raster.size)
        width = shape.raster.width * longer / longest * aspect**0.5
        height = shape.raster.height * longer / longest / aspect**0.5
        scale, haystack = levels.for_logo(width * height)
        template = shape.field(max(2, round(width * scale)), max(2, round(height * scale)), angle)
        match = haystack.find(template)
        if match is not None:
            edges = max(1.0, float((np.abs(template) ** 2).sum()))
            x = (match.x + template.shape[1] / 2) / scale
            y = (match.y + template.shape[0] / 2) / scale
            yield round(match.score - _DOUBT / edges**0.5, 3), shape, Pose(x, y, width, height, angle)


class _Levels:
    """A picture at several reductions, made when they are first needed: a large logo is found on a small copy."""

    def __init__(
        self,
        picture: Image.Image,
        largest: float = 1.0,
        without: Box | None = None,
        overview: Image.Image | None = None,
    ) -> None:
        self._picture = picture
        self._overview = overview
        self._without = without
        self._largest = min(1.0, largest, (_SEARCH_AREA / (picture.width * picture.height)) ** 0.5)
        self._made: dict[int, tuple[float, Haystack]] = {}

    def for_logo(self, area: float) -> tuple[float, Haystack]:
        """The scale at which a logo of so many pixels has just enough detail, and the picture at that scale."""
        wanted = (_TEMPLATE_AREA / max(1.0, area)) ** 0.5
        number = max(0, int(np.log(self._largest / wanted) / np.log(_LEVEL)))
        if number not in self._made:
            scale = self._largest / _LEVEL**number
            size = (max(1, round(self._picture.width * scale)), max(1, round(self._picture.height * scale)))
            source = self._picture
            if (
                self._overview is not None
                and size[0] <= self._overview.width
                and size[1] <= self._overview.height
            ):
                source = self._overview
            small = source.resize(size, Image.Resampling.BOX, reducing_gap=1.0)
            field = edge_field(np.asarray(small))
            if self._without is not None:
                x, y, width, height = (round(value * scale) for value in self._without)
                field[max(0, y - 2) : max(0, y + height + 2), max(0, x - 2) : max(0, x + width + 2)] = 0
            self._made[number] = scale, Haystack(field)
        return self._made[number]
