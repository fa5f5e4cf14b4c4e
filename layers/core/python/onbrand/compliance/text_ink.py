"""What is really drawn inside a text's box: where its strokes lie, their colour, how large the letters are.

The layer list only says where to look and what the text should be; every number is taken from the pixels.
Large letters are measured on a reduced copy; what disagrees with the list there is measured again in full.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.brand.colour import rgb
from onbrand.compliance.masks import Mask
from onbrand.compliance.model import Box
from onbrand.compliance.text_colour import BLED, is_mix, unbled
from onbrand.compliance.text_rows import bands, expected_ink, extent, font_size, has_letters, line_pitch
from onbrand.compliance.text_strokes import Window, strokes, strokes_in, window
from onbrand.imaging.model import PlacedLayer

_WHOLE = 0.4
_ENOUGH = 24  # pixels of a font size that show all of this; larger letters are reduced to it


@dataclass(frozen=True)
class Ink:
    """Strokes found. ``ground``: the middle colour around them; ``cover``: their area over what the listed text would
    have; ``size``: font size in pixels, None when the ground is too busy to tell; ``pitch``: pixels from line to line,
    None when lines do not stand apart. ``mask`` and ``pixels`` (rows, columns, 3) show the text's box from ``origin``
    on, reduced by ``factor``: ``pixels`` are samples, not means."""

    box: Box
    colour: tuple[float, float, float]
    ground: tuple[float, float, float]
    size: float | None
    pitch: float | None
    cover: float
    mask: Mask
    pixels: NDArray[np.uint8]
    origin: tuple[int, int]
    factor: int

    @property
    def is_whole(self) -> bool:
        """Whether enough of the text is there to speak of its colour; how much is missing is for typography
        to say."""
        return self.cover >= _WHOLE


def measure(picture: Image.Image, layer: PlacedLayer, likely: Sequence[str] = ()) -> Ink | None:
    """The ink of a text layer on an RGB picture; None when there is none in its box. ``likely`` colours explain
    small letters of a layer that lists none."""
    factor = max(1, int((layer.font_size or 0.0) // _ENOUGH))
    ink = _measure(picture, layer, factor, likely)
    if factor > 1 and (
        ink is None or not ink.is_whole or (ink.size != layer.font_size and has_letters(layer))
    ):
        return measured_in_full(picture, layer, likely)
    return ink


def measured_in_full(picture: Image.Image, layer: PlacedLayer, likely: Sequence[str] = ()) -> Ink | None:
    """The same on every pixel."""
    return _measure(picture, layer, 1, likely)


def _measure(picture: Image.Image, layer: PlacedLayer, factor: int, likely: Sequence[str]) -> Ink | None:
    size = (layer.font_size or 0.0) / factor
    x, y, width, height = layer.box
    left, top = max(0, x), max(0, y)
    right, bottom = min(picture.width, x + width), min(picture.height, y + height)
    if right <= left or bottom <= top or size <= 0:
        return None
    cut = picture.crop((left, top, right, bottom))
    pixels = np.asarray(cut)
    if factor > 1:
        cut = cut.reduce(factor)
    seen = window(cut, pixels if factor == 1 else np.asarray(cut))
    declared = np.array(rgb(layer.colours[0]), dtype=np.float32) if layer.colours else None
    expected = expected_ink(layer, size)
    if declared is not None and not layer.lines:
        # a line of low letters only is half as tall as its font
        mask: Mask | None = strokes_in(seen, declared, expected, size * extent("Hg") / extent("x"))
    else:
        mask = strokes(seen, declared, expected, size)
    rows = bands(mask) if mask is not None and mask.any() else []
    if mask is None or not rows:
        return None
    cover = float(np.count_nonzero(mask)) / expected
    measured = font_size(rows, layer, factor) if cover <= 3 and has_letters(layer) else None
    columns = np.flatnonzero(mask.any(axis=0))
    box = (
        left + int(columns[0]) * factor,
        top + rows[0][0] * factor,
        min((int(columns[-1] - columns[0]) + 1) * factor, right - left),
        min((rows[-1][1] - rows[0][0]) * factor, bottom - top),
    )
    colour = _colour(seen, mask, declared, measured)
    if not layer.lines and box[3] / extent("Hg") < BLED:
        colour = unbled(colour, seen.ground, likely)
    pitch = line_pitch(rows, layer, size) if measured is not None else None
    red, green, blue = seen.ground.tolist()
    return Ink(
        box=box,
        colour=colour,
        ground=(red, green, blue),
        size=measured,
        pitch=pitch and pitch * factor,
        cover=cover,
        mask=mask,
        pixels=_sampled(pixels, mask, factor),
        origin=(left, top),
        factor=factor,
    )


def _sampled(pixels: NDArray[np.uint8], mask: Mask, factor: int) -> NDArray[np.uint8]:
    """The middle pixel of each block: unlike their mean it keeps how restless they are."""
    if factor == 1:
        return pixels
    rows, columns = (
        np.minimum(np.arange(count) * factor + factor // 2, side - 1)
        for count, side in zip(mask.shape, pixels.shape, strict=False)
    )
    sampled: NDArray[np.uint8] = pixels[rows].take(columns, axis=1)
    return sampled


def _colour(
    seen: Window, mask: Mask, declared: NDArray[np.float32] | None, size: float | None
) -> tuple[float, float, float]:
    """The colour of the strokes' middle; the listed one where thin strokes show no more than a mix of it
    and the ground."""
    ground, inked = seen.ground, np.flatnonzero(mask)
    squared = seen.squared.take(inked)
    third = int(0.7 * (squared.size - 1))
    core = inked[squared >= np.partition(squared, third)[third]]
    colour = np.array([_median(plane.take(core)) for plane in seen.offset], dtype=np.float32) + ground
    if declared is not None and size is not None and is_mix(colour, ground, declared, size):
        colour = declared
    red, green, blue = (float(channel) for channel in colour)
    return red, green, blue


def _median(values: NDArray[np.float32]) -> float:
    half = len(values) // 2
    return float(np.partition(values, half)[half])
