"""How far two colours are apart, for pages: CIEDE2000 in plain Python, where no numpy is (cielab.py measures
pictures)."""

from math import atan2, cos, degrees, exp, hypot, radians, sin, sqrt

from onbrand.brand.colour import rgb

_WHITE = (0.95047, 1.0, 1.08883)
_MATRIX = (
    (0.4124564, 0.3575761, 0.1804375),
    (0.2126729, 0.7151522, 0.0721750),
    (0.0193339, 0.1191920, 0.9503041),
)


def colour_distance(one: str, other: str) -> float:
    """CIEDE2000 of two colours ``#RRGGBB``: Sharma, Wu, Dalal, "The CIEDE2000 color-difference formula" (2005)."""
    (l1, a1, b1), (l2, a2, b2) = _lab(one), _lab(other)
    mean7 = ((hypot(a1, b1) + hypot(a2, b2)) / 2) ** 7
    stretch = 1.5 - 0.5 * sqrt(mean7 / (mean7 + 25**7))
    a1, a2 = a1 * stretch, a2 * stretch
    c1, c2 = hypot(a1, b1), hypot(a2, b2)
    h1, h2 = degrees(atan2(b1, a1)) % 360, degrees(atan2(b2, a2)) % 360
    turn, hue = _hues(h1, h2) if c1 * c2 else (0.0, h1 + h2)
    across = 2 * sqrt(c1 * c2) * sin(radians(turn / 2))
    light, chroma = (l1 + l2) / 2, (c1 + c2) / 2
    t = (
        1
        - 0.17 * cos(radians(hue - 30))
        + 0.24 * cos(radians(2 * hue))
        + 0.32 * cos(radians(3 * hue + 6))
        - 0.20 * cos(radians(4 * hue - 63))
    )
    sl = 1 + 0.015 * (light - 50) ** 2 / sqrt(20 + (light - 50) ** 2)
    sc, sh = 1 + 0.045 * chroma, 1 + 0.015 * chroma * t
    rotation = 2 * sqrt(chroma**7 / (chroma**7 + 25**7))
    rt = -sin(radians(60 * exp(-(((hue - 275) / 25) ** 2)))) * rotation
    dl, dc, dh = (l2 - l1) / sl, (c2 - c1) / sc, across / sh
    return sqrt(max(0.0, dl**2 + dc**2 + dh**2 + rt * dc * dh))


def _hues(h1: float, h2: float) -> tuple[float, float]:
    """The difference of two hues the short way round, and their mean."""
    if abs(h1 - h2) <= 180:
        return h2 - h1, (h1 + h2) / 2
    turn = h2 - h1 - 360 if h2 > h1 else h2 - h1 + 360
    return turn, (h1 + h2 + 360) / 2 if h1 + h2 < 360 else (h1 + h2 - 360) / 2


def _lab(colour: str) -> tuple[float, float, float]:
    linear = [_linear(channel / 255) for channel in rgb(colour)]
    x, y, z = (
        _root(sum(share * value for share, value in zip(row, linear, strict=True)) / white)
        for row, white in zip(_MATRIX, _WHITE, strict=True)
    )
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def _linear(share: float) -> float:
    return share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4


def _root(value: float) -> float:
    return value ** (1 / 3) if value > (6 / 29) ** 3 else value * (29 / 6) ** 2 / 3 + 4 / 29
