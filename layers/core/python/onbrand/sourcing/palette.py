"""How far the colours of a picture are from a brand's palette."""

from collections.abc import Sequence
from math import dist

from onbrand.brand.colour import rgb
from onbrand.sourcing.model import ColourShare


def oklab(colour: str) -> tuple[float, float, float]:
    """``#RRGGBB`` in OKLab, L 0..1 (Björn Ottosson, "A perceptual color space for image processing",
    2020)."""
    red, green, blue = (_linear(channel / 255) for channel in rgb(colour))
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    medium = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * medium - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * medium + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * medium - 0.8086757660 * short,
    )


def palette_distance(colours: Sequence[ColourShare], palette: Sequence[str]) -> float | None:
    """Mean OKLab distance of each dominant colour to its nearest palette colour, weighted by its share.

    0 is on the palette, 1 is black against white; None when there is nothing to compare.
    """
    covered = sum(colour.share for colour in colours)
    if not palette or covered <= 0:
        return None
    wanted = [oklab(colour) for colour in palette]
    nearest = (colour.share * min(dist(oklab(colour.hex), other) for other in wanted) for colour in colours)
    return sum(nearest) / covered


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else float(((channel + 0.055) / 1.055) ** 2.4)
