"""A brand's logos as they are looked for: drawn once, at a few sizes, with the edges and colours that tell
them."""

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageFilter

from onbrand.compliance.structure import Field, Haystack, edge_field, squared
from onbrand.imaging.logo import drawn, ratio
from onbrand.imaging.model import LogoFile

MARGIN = 10
"""Pixels of ground around a view: as far as a fit looks for the logo's edges."""
REACH = 7
"""Pixels that an edge is looked for before and behind its place."""

_KEPT = 512  # fields of a logo, of a few kilobytes each
_STEPS = np.arange(-REACH, REACH + 1).astype(np.float64)
_FARTHER = (0.03 * np.abs(_STEPS)).astype(np.float32)  # what an edge has to be stronger by
_NEAR = np.abs(_STEPS[:, None] - _STEPS) <= 2  # for each best step those that tell where exactly it is
_MASTER = 640  # longer side of a rasterised logo
_AREAS = (8000, 2500, 800)  # pixels of the views, largest first
_SHOWN = 1500  # pixels of a view that colours are spread over
_POINTS = 420  # edges that a fit follows
_SURE = 0.5  # strength of an edge worth following
_SOLID = 250  # alpha
_ALIKE = 0.9
_INNER = 0.3  # of a colour's pixels that lie away from edges: with fewer all of them are looked at
_SMALLEST_PART = 0.05  # of a logo's solid pixels: smaller areas of a colour are left out


@dataclass(frozen=True)
class View:
    """A logo at one size. ``edges`` has a margin on all sides; ``probes`` are flat indices into a field of that
    size, one row for each edge, across the edge; ``turned`` the edge's direction; ``rest`` where the logo's own
    edges lie; ``parts`` number the solid pixels by colour, 0 is none; ``colours`` (0-255) are those of the parts,
    ``outline`` the share of the logo's outline that each makes; ``ground`` is what shows through."""

    width: int
    height: int
    edges: Field
    wanted: float
    probes: NDArray[np.intp]
    turned: NDArray[np.complex64]
    equations: NDArray[np.float64]
    rest: NDArray[np.float64]
    parts: NDArray[np.uint8]
    colours: NDArray[np.float64]
    outline: NDArray[np.float64]
    ground: NDArray[np.bool_]

    @cached_property
    def places(self) -> tuple[NDArray[np.intp], ...]:
        """Flat indices of each part's pixels."""
        return tuple(np.flatnonzero(self.parts == number) for number in range(1, len(self.colours) + 1))

    @cached_property
    def shown(self) -> NDArray[np.intp]:
        """Flat indices of enough of all parts' pixels and of the ground's to tell how far their colours spread."""
        shown = np.flatnonzero((self.parts > 0) | self.ground)
        return shown[:: max(1, len(shown) // _SHOWN)]


@dataclass(frozen=True)
class LogoShape:
    """A rasterised logo (RGBA), the file that it comes from and the shapes that differ from it in colour only."""

    file: LogoFile
    raster: Image.Image
    recoloured: tuple["LogoShape", ...] = ()

    def field(self, width: int, height: int, angle: float = 0.0) -> Field:
        """Its edges at this size, turned by degrees (clockwise)."""
        asked = (width, height, angle)
        if asked not in self._fields:
            if len(self._fields) >= _KEPT:
                self._fields.clear()
            self._fields[asked] = self._drawn(*asked)
        return self._fields[asked]

    @cached_property
    def _fields(self) -> dict[tuple[int, int, float], Field]:
        """Those asked for before: pictures of any size are searched at much the same sizes of the logo."""
        return {}

    def _drawn(self, width: int, height: int, angle: float) -> Field:
        small = self.raster.resize((width, height), Image.Resampling.BOX)
        if angle:
            small = small.rotate(-angle, Image.Resampling.BILINEAR, expand=True)
        return edge_field(_clear(small))

    @cached_property
    def views(self) -> tuple[View, ...]:
        """Largest first."""
        return tuple(_view(self.raster, area) for area in _AREAS)

    def view_for(self, longer: float) -> View:
        """The largest view that is not much larger than the logo is on the picture (its longer side)."""
        fitting = (view for view in self.views if max(view.width, view.height) <= 1.2 * longer)
        return next(fitting, self.views[-1])


@lru_cache(maxsize=64)
def rasterise(logo: LogoFile) -> LogoShape:
    """Draw a logo file large, on transparent ground. Raises what drawing it raises."""
    proportion = ratio(logo)
    wide = proportion >= 1
    width = _MASTER if wide else max(1, round(_MASTER * proportion))
    height = max(1, round(_MASTER / proportion)) if wide else _MASTER
    return LogoShape(logo, drawn(logo, width, height))


@lru_cache(maxsize=16)
def distinct(logos: tuple[LogoFile, ...], known: tuple[LogoFile, ...] = ()) -> tuple[LogoShape, ...]:
    """The logos' shapes without those that differ from an earlier or a known one in colour only."""
    old = [_sketch(rasterise(logo)) for logo in known]
    fresh: list[tuple[LogoShape, Field, list[LogoShape]]] = []
    for shape in map(rasterise, logos):
        sketch = _sketch(shape)
        same = next((others for _, other, others in fresh if _alike(other, sketch)), None)
        if same is not None:
            same.append(shape)
        elif not any(_alike(other, sketch) for other in old):
            fresh.append((shape, sketch, []))
    return tuple(replace(shape, recoloured=tuple(others)) for shape, _, others in fresh)


def _alike(one: Field, other: Field) -> bool:
    if one.shape != other.shape:
        return False
    match = Haystack(one).find(other)
    return match is not None and match.score > _ALIKE


def _sketch(shape: LogoShape) -> Field:
    aspect = shape.raster.height / shape.raster.width
    width = 64 if aspect <= 1 else max(8, round(64 / aspect))
    return shape.field(width, max(8, round(width * aspect)))


def _clear(raster: Image.Image) -> NDArray[np.float32]:
    """Premultiplied, so that the colour of clear pixels makes no edges."""
    pixels = np.asarray(raster, dtype=np.float32)
    alpha = pixels[..., 3:]
    return np.concatenate([pixels[..., :3] * alpha / 255, alpha], axis=-1)


def _view(raster: Image.Image, area: int) -> View:
    scale = (area / (raster.width * raster.height)) ** 0.5
    width, height = max(6, round(raster.width * scale)), max(6, round(raster.height * scale))
    small = raster.resize((width, height), Image.Resampling.BOX)
    framed = Image.new("RGBA", (width + 2 * MARGIN, height + 2 * MARGIN))
    framed.paste(small, (MARGIN, MARGIN))
    edges = edge_field(_clear(framed))
    points, turned, equations = _points(edges, width, height)
    probes = _probes(points, turned, edges.shape[1])
    parts, colours = _parts(small)
    alpha = small.getchannel("A")
    beside = np.asarray(alpha.point(lambda a: 255 * (a < 5)).filter(ImageFilter.MaxFilter(9))) > 0
    beside[:4], beside[-4:], beside[:, :4], beside[:, -4:] = True, True, True, True
    drawn_there = np.asarray(small)[beside & (np.asarray(alpha) >= 200)][:, :3].astype(np.float64)
    outline = np.zeros(len(colours))
    if len(colours) and len(drawn_there):
        nearest = ((drawn_there[:, None] - colours[None]) ** 2).sum(axis=-1).argmin(axis=1)
        outline = np.bincount(nearest, minlength=len(colours)) / len(nearest)
    return View(
        width=width,
        height=height,
        edges=edges,
        wanted=float(squared(edges).sum()),
        probes=probes,
        turned=turned,
        equations=equations,
        rest=offsets(edges, probes, turned)[0],
        parts=parts,
        colours=colours,
        outline=outline,
        ground=np.asarray(alpha.filter(ImageFilter.MaxFilter(3))) < 5,
    )


def _points(
    edges: Field, width: int, height: int
) -> tuple[NDArray[np.float64], NDArray[np.complex64], NDArray[np.float64]]:
    """Strong edges (x, y), their directions, and what a stretch, a squeeze, a turn and a shift move them by."""
    rows, columns = np.nonzero(np.abs(edges) >= min(_SURE, 0.8 * float(np.abs(edges).max())))
    chosen = (
        np.arange(len(rows)) * max(1, len(rows) // _POINTS + (len(rows) % _POINTS > 0)) % max(1, len(rows))
    )
    chosen = np.unique(chosen)
    rows, columns = rows[chosen], columns[chosen]
    turned = edges[rows, columns]
    turned = (turned / np.abs(turned)).astype(np.complex64)
    half = np.angle(turned).astype(np.float64) / 2
    across, down = np.cos(half), np.sin(half)
    x = columns - MARGIN - (width - 1) / 2
    y = rows - MARGIN - (height - 1) / 2
    equations = np.stack([across * x, down * y, down * x - across * y, across, down], axis=-1)
    return np.stack([columns, rows], axis=-1).astype(np.float64), turned, equations


def _probes(points: NDArray[np.float64], turned: NDArray[np.complex64], stride: int) -> NDArray[np.intp]:
    half = np.angle(turned).astype(np.float64) / 2
    steps = np.arange(-REACH, REACH + 1)
    columns = np.rint(np.round(points[:, :1] + np.cos(half)[:, None] * steps, 3)).astype(np.intp)
    rows = np.rint(np.round(points[:, 1:] + np.sin(half)[:, None] * steps, 3)).astype(np.intp)
    return rows * stride + columns


def offsets(
    field: Field, probes: NDArray[np.intp], turned: NDArray[np.complex64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """How far along its normal each edge lies in a field (pixels), and how sure that is (0-1)."""
    seen = np.maximum((field.reshape(-1).take(probes) * turned.conj()[:, None]).real, np.float32(0))
    smooth = seen - _FARTHER
    smooth[:, 1:] += 0.5 * seen[:, :-1]
    smooth[:, :-1] += 0.5 * seen[:, 1:]
    best = smooth.argmax(axis=1)
    weights = np.where(_NEAR[best], seen, np.float32(0))
    weights *= weights * weights
    lies = weights @ _STEPS / np.maximum(weights.sum(axis=1), 1e-6)
    return lies, seen[np.arange(len(seen)), best].astype(np.float64)


def _parts(small: Image.Image) -> tuple[NDArray[np.uint8], NDArray[np.float64]]:
    """The solid pixels by colour, away from edges where enough are left, and the colours."""
    alpha = small.getchannel("A")
    solid = np.asarray(alpha) >= _SOLID
    inner = np.asarray(alpha.filter(ImageFilter.MinFilter(3))) >= _SOLID
    pixels = np.asarray(small)[..., :3].astype(np.int32)
    parts = np.zeros(solid.shape, dtype=np.uint8)
    colours: list[NDArray[np.float64]] = []
    left = solid.copy()
    least = max(8, round(_SMALLEST_PART * int(solid.sum())))
    for number in range(1, 7):
        if left.sum() < least:
            break
        bins = (pixels[left] // 24) @ np.array([256, 16, 1])
        values, counts = np.unique(bins, return_counts=True)
        colour = np.median(pixels[left][bins == values[counts.argmax()]], axis=0)
        near = left & (np.abs(pixels - colour).max(axis=-1) <= 20)
        if near.sum() < least:
            break
        core = near & inner
        parts[core if core.sum() >= max(12, _INNER * near.sum()) else near] = number
        colours.append(np.median(pixels[near], axis=0))
        left &= ~near
    return parts, np.array(colours).reshape(-1, 3)
