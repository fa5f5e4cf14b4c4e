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
from onbrand.compliance.masks import Mask, thin
from onbrand.compliance.model import Box
from onbrand.compliance.text_colour import BLED, is_mix, unbled
from onbrand.imaging.model import PlacedLayer

Plane = NDArray[np.float32]

_CAP, _X_HEIGHT, _DESCENT = 0.72, 0.53, 0.21  # of the font size; the open fonts lie within 8 % of these
_TALL = set("bdfhijklt0123456789!?&%$€#'\"()/")
_DEEP = set("gjpqy()Q,;/")
_INK_PER_LETTER = 0.11  # ink of a letter at a weight of 400, in squares of the font size
_WHOLE = 0.4
_AGREES = 0.15  # measured and listed size closer than this are the same
_BLURRED = 2.0  # pixels that smoothing adds to the smallest letters
_ENOUGH = 24  # pixels of a font size that show all of this; larger letters are reduced to it
_SURELY = (0.6, 1.6)  # of the expected ink: so much of it in the listed colour is the text
_FAINT = 24.0  # distance in RGB below which nothing stands out


@dataclass(frozen=True)
class Ink:
    """Strokes found. ``cover``: their area over what the listed text would have; ``size``: font size in
    pixels, None when the ground is too busy to tell; ``pitch``: pixels from line to line, None when lines do not
    stand apart. ``mask`` and ``pixels`` (rows, columns, 3) show the
    text's box from ``origin`` on, reduced by ``factor``: ``pixels`` are samples, not means."""

    box: Box
    colour: tuple[float, float, float]
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


@dataclass(frozen=True)
class _Window:
    """A text's box: what differs from its ground (planes, one a channel), and by how much, squared."""

    ground: NDArray[np.float32]
    offset: tuple[Plane, Plane, Plane]
    squared: Plane


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
    window = _window(cut, pixels if factor == 1 else np.asarray(cut))
    declared = np.array(rgb(layer.colours[0]), dtype=np.float32) if layer.colours else None
    mask = _strokes(window, declared, _expected_ink(layer, size), size)
    bands = _bands(mask) if mask is not None and mask.any() else []
    if mask is None or not bands:
        return None
    cover = float(np.count_nonzero(mask)) / _expected_ink(layer, size)
    measured = _size(bands, layer, factor) if cover <= 3 and has_letters(layer) else None
    columns = np.flatnonzero(mask.any(axis=0))
    box = (
        left + int(columns[0]) * factor,
        top + bands[0][0] * factor,
        min((int(columns[-1] - columns[0]) + 1) * factor, right - left),
        min((bands[-1][1] - bands[0][0]) * factor, bottom - top),
    )
    colour = _colour(window, mask, declared, measured)
    if declared is None and box[3] / extent("Hg") < BLED:
        colour = unbled(colour, window.ground, likely)
    pitch = _pitch(bands, layer, size) if measured is not None else None
    return Ink(
        box,
        colour,
        measured,
        pitch and pitch * factor,
        cover,
        mask,
        _sampled(pixels, mask, factor),
        (left, top),
        factor,
    )


def _window(cut: Image.Image, pixels: NDArray[np.uint8]) -> _Window:
    counts = np.array(cut.histogram()).reshape(3, 256).cumsum(axis=1)
    ground = (counts < (counts[:, -1:] + 1) // 2).sum(axis=1).astype(np.float32)
    red, green, blue = (pixels[..., at] - ground[at] for at in range(3))
    squared = red * red
    squared += green * green
    squared += blue * blue
    return _Window(ground, (red, green, blue), squared)


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


def _strokes(
    window: _Window, declared: NDArray[np.float32] | None, expected: float, size: float
) -> Mask | None:
    """Strokes in the listed colour; in the most frequent colour far from the ground when that shows the
    text better; None when nothing stands out."""
    side = max(5, round(0.3 * size))
    listed = thin(_towards(window, declared), side) if declared is not None else None
    there = np.count_nonzero(listed) if listed is not None else 0
    if _SURELY[0] * expected <= there <= _SURELY[1] * expected:
        return listed
    distance = np.sqrt(window.squared)
    flat = distance.ravel()
    high = int(0.997 * (flat.size - 1))
    reach = max(float(np.partition(flat, high)[high]), 0.6 * float(flat.max()))
    if reach < _FAINT:
        return None
    seen = thin(_towards(window, _mode(window, distance > 0.6 * reach)), side)
    here = np.count_nonzero(seen)
    credible = here >= 0.4 * expected and here > 2 * there
    return seen if credible or not there else listed


def _towards(window: _Window, ink: NDArray[np.float32]) -> Mask:
    """Pixels that lie more than half way from the ground's colour to the ink's, and near that line."""
    axis = ink - window.ground
    length = float(np.sqrt((axis**2).sum()))
    if length < _FAINT:
        return np.zeros(window.squared.shape, dtype=bool)
    red, green, blue = (axis / length).tolist()
    along = window.offset[0] * red
    along += window.offset[1] * green
    along += window.offset[2] * blue
    aside = window.squared - along * along
    mask: Mask = along > 0.5 * length
    mask &= along < 1.5 * length
    mask &= aside < (0.35 * length + 12) ** 2
    return mask


def _mode(window: _Window, far: Mask) -> NDArray[np.float32]:
    """The mean of the most frequent of 4096 colour bins."""
    colours = np.stack([plane[far] for plane in window.offset], axis=-1) + window.ground
    bins = (colours.astype(np.int32) // 16) @ np.array([256, 16, 1])
    fullest = np.bincount(bins).argmax()
    mode: NDArray[np.float32] = colours[bins == fullest].mean(axis=0)
    return mode


def _bands(mask: Mask) -> list[tuple[int, int]]:
    """Rows that hold ink, as (first, one past last) of each run."""
    rows = mask.sum(axis=1)
    held = np.concatenate([[False], rows >= max(1, 0.02 * rows.max()), [False]])
    edges = np.flatnonzero(held[1:] != held[:-1])
    runs = [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    total = float(rows.sum())
    return [run for run in runs if rows[run[0] : run[1]].sum() >= 0.02 * total] or runs


def extent(text: str) -> float:
    """Height of a line's ink over its font size."""
    tall = any(letter.isupper() or letter in _TALL for letter in text)
    deep = any(letter in _DEEP for letter in text)
    return (_CAP if tall else _X_HEIGHT) + (_DESCENT if deep else 0.0)


def has_letters(layer: PlacedLayer) -> bool:
    """Whether a text is more than an ornament, whose size says nothing."""
    return any(letter.isalnum() for line in _lines(layer) for letter in line)


def _lines(layer: PlacedLayer) -> tuple[str, ...]:
    return tuple(line for line in (layer.lines or (layer.text or "",)) if line.strip()) or ("x",)


def _size(bands: list[tuple[int, int]], layer: PlacedLayer, factor: int) -> float:
    """The font size that the bands speak of. Lines that touch are told apart by the listed line height."""
    bands = [(start * factor, stop * factor) for start, stop in bands]
    listed = layer.font_size or 0.0
    pitch = layer.line_height or 1.2 * listed
    lines = _lines(layer)
    whole = extent("".join(lines))
    sizes: list[tuple[float, int]] = []
    for index, (start, stop) in enumerate(bands):
        reach = extent(lines[index]) if len(bands) == len(lines) else whole
        height = float(stop - start)
        merged = 0
        if height > 1.3 * reach * listed:
            merged = min(len(lines) - len(bands), round((height - reach * listed) / pitch))
        sizes.append(((height - max(0, merged) * pitch) / reach, stop - start))
    sizes.sort()
    half, passed = sum(weight for _, weight in sizes) / 2, 0
    measured = sizes[-1][0]
    for value, weight in sizes:
        passed += weight
        if passed >= half:
            measured = value
            break
    return listed if abs(measured - listed) <= max(_AGREES * listed, _BLURRED) else measured


def _pitch(bands: list[tuple[int, int]], layer: PlacedLayer, size: float) -> float | None:
    """From baseline to baseline, on average."""
    lines = _lines(layer)
    if len(lines) < 2 or len(bands) != len(lines):
        return None
    first, last = (
        band[1] - (_DESCENT * size if any(letter in _DEEP for letter in line) else 0.0)
        for band, line in ((bands[0], lines[0]), (bands[-1], lines[-1]))
    )
    return (last - first) / (len(lines) - 1)


def _expected_ink(layer: PlacedLayer, size: float) -> float:
    letters = sum(len(line.replace(" ", "")) for line in _lines(layer))
    boldness = 1 + ((layer.font_weight or 400) - 400) / 800
    return max(1.0, letters * _INK_PER_LETTER * boldness * size**2)


def _colour(
    window: _Window, mask: Mask, declared: NDArray[np.float32] | None, size: float | None
) -> tuple[float, float, float]:
    """The colour of the strokes' middle; the listed one where thin strokes show no more than a mix of it
    and the ground."""
    ground, inked = window.ground, np.flatnonzero(mask)
    squared = window.squared.take(inked)
    third = int(0.7 * (squared.size - 1))
    core = inked[squared >= np.partition(squared, third)[third]]
    colour = np.array([_median(plane.take(core)) for plane in window.offset], dtype=np.float32) + ground
    if declared is not None and size is not None and is_mix(colour, ground, declared, size):
        colour = declared
    red, green, blue = (float(channel) for channel in colour)
    return red, green, blue


def _median(values: NDArray[np.float32]) -> float:
    half = len(values) // 2
    return float(np.partition(values, half)[half])
