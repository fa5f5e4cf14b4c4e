"""Where a brand's logo really stands on a picture: looked for at the listed box first, then everywhere.

Matching is on edge directions (see structure.py), so a logo is found whatever its colours became.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from PIL import Image

from onbrand.compliance.model import Box
from onbrand.compliance.structure import Field, Haystack, edge_field
from onbrand.imaging.logo import drawn, ratio
from onbrand.imaging.model import LogoFile

_FOUND, _DOUBT = 0.28, 4.5
# On photographs, true logos match 0.46 (very busy ground) to 0.95; look-alikes 0.31 at most when they are
# large, more when small.
_SECOND_LOOK = 0.75  # one place is easier to trust than the best of a whole picture

_MASTER = 640  # longer side of a rasterised logo
_DETAIL = 112  # longer side at which a match is confirmed: enough structure to tell a logo from texture
_SEARCH_AREA = 110_000  # pixels of the reduced picture that is searched
_SMALLEST, _LARGEST, _STEP = 0.05, 1.1, 1.13  # longer side over the picture's shorter side
_CANDIDATES = 4


@dataclass(frozen=True)
class LogoShape:
    """A rasterised logo (RGBA) and the file that it comes from."""

    file: LogoFile
    raster: Image.Image

    def field(self, width: int, height: int) -> Field:
        """Its edges at this size."""
        small = np.asarray(self.raster.resize((width, height), Image.Resampling.BOX), dtype=np.float32)
        alpha = small[..., 3:]
        return edge_field(np.concatenate([small[..., :3] * alpha / 255, alpha], axis=-1))

    def within(self, box: Box) -> Box:
        """The largest box of the logo's proportions in the middle of another."""
        x, y, width, height = box
        scale = min(width / self.raster.width, height / self.raster.height)
        w, h = max(1, round(self.raster.width * scale)), max(1, round(self.raster.height * scale))
        return (x + (width - w) // 2, y + (height - h) // 2, w, h)


@dataclass(frozen=True)
class LogoPlace:
    """A logo on the pixels. ``score`` is the match, 0-1; ``needed`` the least that is credible: the fewer
    edges a small logo
    has, the easier something looks like it. ``listed`` tells whether it stands where the layer list says."""

    shape: LogoShape
    box: Box
    score: float
    needed: float
    listed: bool

    @property
    def is_credible(self) -> bool:
        """Whether this is the logo."""
        return self.score >= self.needed


def rasterise(logo: LogoFile) -> LogoShape:
    """Draw a logo file large, on transparent ground. Raises what drawing it raises."""
    proportion = ratio(logo)
    wide = proportion >= 1
    width = _MASTER if wide else max(1, round(_MASTER * proportion))
    height = max(1, round(_MASTER / proportion)) if wide else _MASTER
    return LogoShape(logo, drawn(logo, width, height))


def _needed(template: Field) -> float:
    edges = max(1.0, float((np.abs(template) ** 2).sum()))
    return _FOUND + _DOUBT / float(np.sqrt(edges))


def distinct(shapes: Iterable[LogoShape]) -> list[LogoShape]:
    """The shapes without those that differ from an earlier one in colour only."""
    kept: list[tuple[LogoShape, Field]] = []
    for shape in shapes:
        aspect = shape.raster.height / shape.raster.width
        width = 64 if aspect <= 1 else max(8, round(64 / aspect))
        field = shape.field(width, max(8, round(width * aspect)))
        if not any(
            other.shape == field.shape and (match := Haystack(other).find(field)) and match.score > 0.9
            for _, other in kept
        ):
            kept.append((shape, field))
    return [shape for shape, _ in kept]


def at_box(picture: Image.Image, shape: LogoShape, box: Box, listed: bool = True) -> LogoPlace | None:
    """Confirm a logo at or very near a box, at full detail."""
    x, y, width, height = shape.within(box)
    longer = max(width, height)
    slack = max(2, round(longer * 0.05))
    left, top = max(0, x - slack), max(0, y - slack)
    right, bottom = min(picture.width, x + width + slack), min(picture.height, y + height + slack)
    if right - left < width or bottom - top < height:
        return None
    scale = min(1.0, _DETAIL / longer)
    size = (max(1, round((right - left) * scale)), max(1, round((bottom - top) * scale)))
    window = picture.resize(size, Image.Resampling.BOX, box=(left, top, right, bottom))
    small = (max(2, round(width * scale)), max(2, round(height * scale)))
    template = shape.field(*small)
    match = Haystack(edge_field(np.asarray(window))).find(template)
    if match is None:
        return None
    found = (left + round(match.x / scale), top + round(match.y / scale), width, height)
    needed = _needed(template) * (_SECOND_LOOK if listed else 1.0)
    return LogoPlace(shape, found, min(1.0, match.score), needed, listed)


def anywhere(
    picture: Image.Image, shapes: Sequence[LogoShape], expected: Sequence[Box] = ()
) -> LogoPlace | None:
    """The best place of any of the shapes on the whole picture, None when none is good enough.

    ``expected`` boxes give sizes that are tried first: a logo that was moved usually kept its size.
    """
    scale = min(1.0, (_SEARCH_AREA / (picture.width * picture.height)) ** 0.5)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    haystack = Haystack(edge_field(np.asarray(picture.resize(size, Image.Resampling.BOX))))
    known = {max(box[2:]) for box in expected}
    place = _best(picture, shapes, haystack, scale, known)
    if place is not None:
        return place
    shorter = min(picture.size)
    steps = int(np.log(_LARGEST / _SMALLEST) / np.log(_STEP)) + 1
    return _best(
        picture, shapes, haystack, scale, [shorter * _SMALLEST * _STEP**step for step in range(steps)]
    )


def _best(
    picture: Image.Image,
    shapes: Sequence[LogoShape],
    haystack: Haystack,
    scale: float,
    sizes: Iterable[float],
) -> LogoPlace | None:
    candidates: list[tuple[float, LogoShape, Box]] = []
    for shape in shapes:
        longest = max(shape.raster.size)
        for longer in sizes:
            width, height = (side * longer / longest for side in shape.raster.size)
            small = (max(2, round(width * scale)), max(2, round(height * scale)))
            template = shape.field(*small)
            match = haystack.find(template)
            if match is not None:
                box = (round(match.x / scale), round(match.y / scale), round(width), round(height))
                candidates.append((match.score - _needed(template), shape, box))
    candidates.sort(key=lambda candidate: -candidate[0])
    best: LogoPlace | None = None
    for _, shape, box in candidates[:_CANDIDATES]:
        place = _refined(picture, shape, box)
        if place is not None and (best is None or place.score > best.score):
            best = place
    return best if best is not None and best.is_credible else None


def _refined(picture: Image.Image, shape: LogoShape, box: Box) -> LogoPlace | None:
    """The best of slightly smaller and larger boxes around the same middle."""
    best: LogoPlace | None = None
    for factor in (1.0, 0.94, 0.97, 1.03, 1.06):
        width, height = round(box[2] * factor), round(box[3] * factor)
        x, y = box[0] + (box[2] - width) // 2, box[1] + (box[3] - height) // 2
        x = min(max(0, x), max(0, picture.width - width))
        y = min(max(0, y), max(0, picture.height - height))
        place = at_box(picture, shape, (x, y, width, height), listed=False)
        if place is not None and (best is None or place.score > best.score):
            best = place
    return best
