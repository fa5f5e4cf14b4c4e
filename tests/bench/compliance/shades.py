"""Colours at a given distance from others, and at a given contrast."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from onbrand.brand.colour import contrast_ratio, rgb
from onbrand.compliance.cielab import ciede2000, lab, nearest

_DIRECTIONS = np.array(
    [(light, across, along) for light in (-1, 0, 1) for across in (-1, 0, 1) for along in (-1, 0, 1)],
    dtype=float,
)
_FARTHEST, _STEPS = 90, 361


def named(colour: NDArray[np.generic] | Sequence[float]) -> str:
    """``#RRGGBB``."""
    return "#{:02X}{:02X}{:02X}".format(*(round(float(channel)) for channel in colour))


def shifted(colour: str, distance: float, palette: Sequence[str]) -> str:
    """A colour at this distance (CIEDE2000) from one of the palette, and as far from all others: always in the same
    direction, so that a larger distance is further on the same way."""
    own = lab(np.array(rgb(colour), dtype=float))
    brand = lab(np.array([rgb(one) for one in palette], dtype=float))
    ways = [way for way in _DIRECTIONS if way.any()]
    paths = [_path(own, way) for way in ways]
    ends = [_at(path, own, 24.0) for path in paths]
    free = [nearest(lab(end[None].astype(float)), brand)[0][0] if end is not None else -1.0 for end in ends]
    best = _at(paths[int(np.argmax(free))], own, distance)
    assert best is not None
    return named(best)


def _path(own: NDArray[np.floating], way: NDArray[np.floating]) -> NDArray[np.floating]:
    """Colours (RGB) on the way, those that a screen can show."""
    line = own + way / np.linalg.norm(way) * np.linspace(0, _FARTHEST, _STEPS)[:, None]
    colours = _rgb(line)
    shown = ((colours >= -0.5) & (colours <= 255.5)).all(axis=1)
    first = int(np.argmin(shown)) if not shown.all() else len(shown)
    return np.clip(colours[:first], 0, 255).round()


def _at(
    path: NDArray[np.floating], own: NDArray[np.floating], distance: float
) -> NDArray[np.floating] | None:
    if not len(path):
        return None
    reached = np.flatnonzero(ciede2000(lab(path), own) >= distance)
    return path[reached[0]] if len(reached) else None


def _rgb(colours: NDArray[np.floating]) -> NDArray[np.floating]:
    """sRGB 0-255 of L*a*b* (D65)."""
    light = (colours[:, 0] + 16) / 116
    ratios = np.stack([light + colours[:, 1] / 500, light, light - colours[:, 2] / 200], axis=-1)
    xyz = np.where(ratios > 6 / 29, ratios**3, (ratios - 4 / 29) * 3 * (6 / 29) ** 2) * [
        0.95047,
        1.0,
        1.08883,
    ]
    linear = (
        xyz @ np.linalg.inv([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]]).T
    )
    curved = 1.055 * np.clip(linear, 0.0031308, None) ** (1 / 2.4) - 0.055
    return np.where(linear <= 0.0031308, 12.92 * linear, curved) * 255


def nearer(ink: str, ground: str, contrast: float) -> str:
    """The ground's colour, mixed with the ink's so that the ink has this contrast with it."""
    low, high = 0.0, 1.0
    one, other = np.array(rgb(ground), dtype=float), np.array(rgb(ink), dtype=float)
    for _ in range(12):
        middle = (low + high) / 2
        if contrast_ratio(ink, named(one + (other - one) * middle)) > contrast:
            low = middle
        else:
            high = middle
    return named(one + (other - one) * high)
