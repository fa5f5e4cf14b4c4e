"""How boxes (x, y, width, height in pixels) lie on each other."""

from onbrand.compliance.model import Box


def shared(one: Box, other: Box) -> int:
    """Pixels that two boxes have in common."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return max(0, width) * max(0, height)


def covered(one: Box, other: Box) -> float:
    """The share of the smaller box that the other lies on."""
    return shared(one, other) / max(1, min(one[2] * one[3], other[2] * other[3]))
