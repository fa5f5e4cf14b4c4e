"""How exactly a logo lies on a picture: its middle, size, stretch and turn, followed from edge to edge.

The picture is straightened into the logo's own frame; there each of the logo's edges is looked for along its
normal, and the five numbers that explain their offsets best move the frame, until it rests.
"""

from dataclasses import dataclass, replace
from math import atan2, cos, degrees, hypot, radians, sin

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.logo_shapes import MARGIN, LogoShape, View, offsets
from onbrand.compliance.middles import distances, middle, spread
from onbrand.compliance.model import Box
from onbrand.compliance.structure import edge_field, squared

NEEDED = 0.45
"""The least match that is credible: true logos reach 0.8 on even grounds and 0.5 on very busy ones, whatever else
is on photographs 0.4 at most."""

_ROUNDS = 7
_HOPELESS = (3, 0.2)  # a match that is still lower after so many rounds will not become one
_AT_REST = 0.15  # pixels of the view
_UPRIGHT = 0.15  # degrees below which a picture need not be turned
_EVEN = 0.9  # agreement of colour that no other file needs to better
_FLAT = 4.0  # spread of colour (0-255) below which nothing is drawn


@dataclass(frozen=True)
class Pose:
    """Where a logo lies: its middle, its own width and height (pixels of the picture) and how far it is turned
    (degrees, clockwise)."""

    x: float
    y: float
    width: float
    height: float
    angle: float = 0.0

    @property
    def box(self) -> Box:
        """The upright box around it."""
        turn = radians(self.angle)
        width = abs(self.width * cos(turn)) + abs(self.height * sin(turn))
        height = abs(self.width * sin(turn)) + abs(self.height * cos(turn))
        return (round(self.x - width / 2), round(self.y - height / 2), round(width), round(height))


@dataclass(frozen=True)
class Fit:
    """A logo on the pixels. ``score``: how far its edges are there (0-1). ``ink``: how far its areas have one
    colour each (0-1), None when it is too thin to tell or its edges are not there. ``pixels``: the straightened
    picture, with a margin."""

    shape: LogoShape
    pose: Pose
    score: float
    ink: float | None
    pixels: NDArray[np.uint8]
    view: View

    @property
    def inside(self) -> NDArray[np.uint8]:
        """The straightened picture without the margin."""
        return self.pixels[MARGIN:-MARGIN, MARGIN:-MARGIN]


def fitted(picture: Image.Image, shape: LogoShape, pose: Pose) -> Fit:
    """The logo as it lies near a pose."""
    best: Fit | None = None
    for turn in range(_ROUNDS):
        view = shape.view_for(max(pose.width, pose.height))
        pixels = straightened(picture, view, pose)
        field = edge_field(pixels)
        score = _score(field, view)
        if best is None or score > best.score:
            best = Fit(shape, pose, score, None, pixels, view)
        if turn >= _HOPELESS[0] and best.score < _HOPELESS[1]:
            break
        moved, step = _moved(field, view, pose)
        if step < _AT_REST or not _possible(moved, picture, pose):
            break
        pose = moved
    assert best is not None  # noqa: S101 - there is at least one round
    score = round(best.score, 3)
    return replace(best, score=score, ink=_ink(best) if score >= NEEDED else None)


def glimpsed(picture: Image.Image, shape: LogoShape, pose: Pose) -> float:
    """How far a logo's edges are near a pose (0-1), seen as small as it is ever looked at and moved once: tells what
    cannot be it for a tenth of what following it takes."""
    view = shape.views[-1]
    field = edge_field(straightened(picture, view, pose))
    score = _score(field, view)
    moved, _ = _moved(field, view, pose)
    if not _possible(moved, picture, pose):
        return score
    return max(score, _score(edge_field(straightened(picture, view, moved)), view))


def straightened(picture: Image.Image, view: View, pose: Pose) -> NDArray[np.uint8]:
    """The picture in the logo's frame, with a margin; what lies beyond its edges repeats them."""
    across, down = pose.width / view.width, pose.height / view.height
    size = (view.width + 2 * MARGIN, view.height + 2 * MARGIN)
    half = (size[0] / 2 * across, size[1] / 2 * down)
    if abs(pose.angle) < _UPRIGHT:
        return _part(picture, (pose.x - half[0], pose.y - half[1], pose.x + half[0], pose.y + half[1]), size)
    turn = radians(pose.angle)
    reach_x = abs(half[0] * cos(turn)) + abs(half[1] * sin(turn))
    reach_y = abs(half[0] * sin(turn)) + abs(half[1] * cos(turn))
    box = (pose.x - reach_x, pose.y - reach_y, pose.x + reach_x, pose.y + reach_y)
    scale = max(across, down)
    small = (max(1, round(2 * reach_x / scale)), max(1, round(2 * reach_y / scale)))
    around = Image.fromarray(_part(picture, box, small))
    kx, ky = small[0] / (2 * reach_x), small[1] / (2 * reach_y)
    a, b = across * cos(turn) * kx, -down * sin(turn) * kx
    d, e = across * sin(turn) * ky, down * cos(turn) * ky
    c = small[0] / 2 - a * size[0] / 2 - b * size[1] / 2
    f = small[1] / 2 - d * size[0] / 2 - e * size[1] / 2
    return np.asarray(
        around.transform(size, Image.Transform.AFFINE, (a, b, c, d, e, f), Image.Resampling.BILINEAR)
    )


def _part(
    picture: Image.Image, box: tuple[float, float, float, float], size: tuple[int, int]
) -> NDArray[np.uint8]:
    """A part of the picture at a size."""
    left, top, right, bottom = (
        max(0.0, box[0]),
        max(0.0, box[1]),
        min(picture.width, box[2]),
        min(picture.height, box[3]),
    )
    if (left, top, right, bottom) == box:
        return np.asarray(picture.resize(size, Image.Resampling.BILINEAR, box=box))
    if right - left < 1 or bottom - top < 1:
        return np.zeros((size[1], size[0], 3), dtype=np.uint8)
    across, down = size[0] / (box[2] - box[0]), size[1] / (box[3] - box[1])
    x, y = min(size[0] - 1, round((left - box[0]) * across)), min(size[1] - 1, round((top - box[1]) * down))
    width = max(1, min(size[0] - x, round((right - left) * across)))
    height = max(1, min(size[1] - y, round((bottom - top) * down)))
    seen = np.asarray(
        picture.resize((width, height), Image.Resampling.BILINEAR, box=(left, top, right, bottom))
    )
    return np.pad(seen, ((y, size[1] - y - height), (x, size[0] - x - width), (0, 0)), mode="edge")


def _score(field: NDArray[np.complex64], view: View) -> float:
    """The match of all edges at rest; see ``Haystack.find``."""
    found = float(np.vdot(view.edges, field).real)
    inner = squared(field[MARGIN - 1 : 1 - MARGIN, MARGIN - 1 : 1 - MARGIN])
    present = max(float(inner.sum(dtype=np.float64)), 0.5 * view.wanted)
    return max(0.0, min(1.0, found / float(np.sqrt(view.wanted * (0.5 * view.wanted + 0.5 * present)))))


def _moved(field: NDArray[np.complex64], view: View, pose: Pose) -> tuple[Pose, float]:
    """The pose that explains where the edges are, and how far (pixels of the view) it is away."""
    lies, sure = offsets(field, view.probes, view.turned)
    lies = lies - view.rest
    weights: NDArray[np.floating] = sure**2
    solution: NDArray[np.floating] = np.zeros(5)
    for _ in range(2):
        left = view.equations * weights[:, None]
        ridge = np.diag([4.0 * view.width, 4.0 * view.height, 4.0 * view.width, 0.1, 0.1])
        solution = np.linalg.solve(left.T @ view.equations + ridge, left.T @ lies)
        weights = sure**2 / (1 + ((lies - view.equations @ solution) / 1.0) ** 2)
    stretch, squeeze, turn, right, down = (float(value) for value in solution)
    kx, ky = pose.width / view.width, pose.height / view.height
    angle = radians(pose.angle)
    # the frame's axes on the picture, moved: columns of R(angle) diag(kx, ky) (1 + D)
    one = (kx * (1 + stretch), ky * turn)
    other = (-kx * turn, ky * (1 + squeeze))
    width = hypot(*one)
    height = (one[0] * other[1] - one[1] * other[0]) / width
    x, y = kx * right, ky * down
    moved = Pose(
        x=pose.x + x * cos(angle) - y * sin(angle),
        y=pose.y + x * sin(angle) + y * cos(angle),
        width=width * view.width,
        height=height * view.height,
        angle=pose.angle + degrees(atan2(one[1], one[0])),
    )
    reach = max(
        abs(stretch) * view.width / 2,
        abs(squeeze) * view.height / 2,
        abs(turn) * view.width / 2,
        abs(right),
        abs(down),
    )
    return moved, reach


def _possible(moved: Pose, picture: Image.Image, before: Pose) -> bool:
    return (
        0.6 < moved.width / before.width < 1.7
        and 0.6 < moved.height / before.height < 1.7
        and 0 <= moved.x <= picture.width
        and 0 <= moved.y <= picture.height
        and min(moved.width, moved.height) >= 4
        and abs(moved.angle) <= 60
    )


def _ink(fit: Fit) -> float | None:
    """How far the areas of the logo have one colour each, or those of a file that colours the same drawing otherwise."""
    number = next(number for number, view in enumerate(fit.shape.views) if view is fit.view)
    total = spread(fit.inside.reshape(-1, 3).take(fit.view.shown, axis=0))
    best: float | None = None
    for shape in (fit.shape, *fit.shape.recoloured):
        ink = _inked(fit, shape.views[number], total)
        if ink is not None and (best is None or ink > best):
            best = ink
        if best is not None and best >= _EVEN:
            break
    return best


def _inked(fit: Fit, view: View, total: float) -> float | None:
    """1 less the spread of colour inside a view's areas over that of all pixels; None where there are too few, or the view
    is of another size."""
    if view.parts.shape != fit.inside.shape[:2]:
        return None
    count = sum(map(len, view.places))
    if count < 24:
        return None
    if total < _FLAT**2:
        return 0.0
    pixels = fit.inside.reshape(-1, 3)
    within = 0.0
    for place in view.places:
        away = distances(own := pixels.take(place, axis=0), middle(own))
        kept = max(1, int(0.9 * len(away)))
        within += float(np.partition(away, kept - 1)[:kept].sum(dtype=np.float64))
    return round(1 - within / count / total, 3)
