"""CIE L*a*b* and CIEDE2000 over arrays. Sharma, Wu, Dalal (2005), "The CIEDE2000 color-difference
formula"."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating]

# sRGB (IEC 61966-2-1) to XYZ, D65.
_TO_XYZ = np.array(
    [
        [0.4123907993, 0.3575843394, 0.1804807884],
        [0.2126390059, 0.7151686788, 0.0721923154],
        [0.0193308187, 0.1191947798, 0.9505321522],
    ]
)
_WHITE = np.array([0.9504559271, 1.0, 1.0890577508])
_LIGHTNESS = 1 + 0.015 * 50**2 / np.sqrt(20 + 50**2)  # the most that a difference of lightness is divided by


def linear_light(pixels: NDArray[np.generic]) -> Floats:
    """Linear light 0-1 of sRGB 0-255, any shape."""
    if pixels.dtype.kind in "iu":
        known: Floats = _LINEAR[pixels]
        return known
    return _linear(pixels)


def _linear(pixels: NDArray[np.generic]) -> Floats:
    share = np.asarray(pixels, dtype=np.float64) / 255
    linear: Floats = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return linear


_LINEAR: Floats = _linear(np.arange(256))  # of whole numbers


def luminance(pixels: NDArray[np.generic]) -> Floats:
    """WCAG relative luminance of sRGB 0-255; the last axis holds the channels."""
    relative: Floats = linear_light(pixels) @ np.array([0.2126, 0.7152, 0.0722])
    return relative


def lab(pixels: NDArray[np.generic]) -> Floats:
    """L*, a*, b* (D65) of sRGB 0-255; the last axis holds the channels."""
    ratio = linear_light(pixels) @ _TO_XYZ.T / _WHITE
    f: Floats = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    x, y, z = f[..., 0], f[..., 1], f[..., 2]
    f[..., 0], f[..., 1], f[..., 2] = 116 * y - 16, 500 * (x - y), 200 * (y - z)
    return f


def ciede2000(one: Floats, other: Floats) -> Floats:
    """Colour difference of L*a*b* arrays that broadcast against each other; about 2 is just noticeable."""
    l1, a1, b1 = one[..., 0], one[..., 1], one[..., 2]
    l2, a2, b2 = other[..., 0], other[..., 1], other[..., 2]
    chroma7 = _seventh((np.hypot(a1, b1) + np.hypot(a2, b2)) / 2)
    g = 0.5 * (1 - np.sqrt(chroma7 / (chroma7 + 25.0**7)))
    a1, a2 = (1 + g) * a1, (1 + g) * a2
    c1, c2 = np.hypot(a1, b1), np.hypot(a2, b2)
    h1, h2 = np.degrees(np.arctan2(b1, a1)) % 360, np.degrees(np.arctan2(b2, a2)) % 360

    turn = (h2 - h1 + 180) % 360 - 180
    grey = c1 * c2 == 0
    turn = np.where(grey, 0, turn)
    dl, dc = l2 - l1, c2 - c1
    dh = 2 * np.sqrt(c1 * c2) * np.sin(np.radians(turn / 2))

    mean_l, mean_c = (l1 + l2) / 2, (c1 + c2) / 2
    mean_h = np.where(grey, h1 + h2, (h1 + turn / 2) % 360)
    t = (
        1
        - 0.17 * np.cos(np.radians(mean_h - 30))
        + 0.24 * np.cos(np.radians(2 * mean_h))
        + 0.32 * np.cos(np.radians(3 * mean_h + 6))
        - 0.20 * np.cos(np.radians(4 * mean_h - 63))
    )
    sl = 1 + 0.015 * (mean_l - 50) ** 2 / np.sqrt(20 + (mean_l - 50) ** 2)
    sc, sh = 1 + 0.045 * mean_c, 1 + 0.015 * mean_c * t
    mean_c7 = _seventh(mean_c)
    rotation = -2 * np.sqrt(mean_c7 / (mean_c7 + 25.0**7))
    rotation = rotation * np.sin(np.radians(60 * np.exp(-(((mean_h - 275) / 25) ** 2))))
    difference: Floats = np.sqrt(
        (dl / sl) ** 2 + (dc / sc) ** 2 + (dh / sh) ** 2 + rotation * (dc / sc) * (dh / sh)
    )
    return difference


def _seventh(values: Floats) -> Floats:
    """The seventh power, in products: ``**`` takes a logarithm and an exponential for each value."""
    cube: Floats = values * values * values
    return cube * cube * values


def nearest(colours: Floats, palette: Floats) -> tuple[Floats, NDArray[np.intp]]:
    """For each L*a*b* colour (n, 3): distance to, and index of, the nearest palette colour (m, 3)."""
    distances = ciede2000(colours[:, None, :], palette[None, :, :])
    index = distances.argmin(axis=1)
    return distances[np.arange(len(colours)), index], index


def reached(colours: Floats, palette: Floats, tolerance: float) -> NDArray[np.bool_]:
    """Which of the L*a*b* colours (n, 3) are within a tolerance of some palette colour (m, 3).

    The difference is never less than the part of it that is lightness, and most pairs are too far apart by that.
    """
    apart = np.abs(colours[:, None, 0] - palette[None, :, 0])
    own, other = np.nonzero(apart <= _LIGHTNESS * tolerance)
    within = np.zeros(len(colours), dtype=bool)
    within[own[ciede2000(colours[own], palette[other]) <= tolerance]] = True
    return within
