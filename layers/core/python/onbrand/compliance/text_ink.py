"""What is really drawn inside a text's box: where its strokes lie, their colour, how large the letters are.

The layer list only says where to look and what the text should be; every number is taken from the pixels.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from onbrand.brand.colour import rgb
from onbrand.compliance.model import Box
from onbrand.imaging.model import PlacedLayer

Mask = NDArray[np.bool_]

_CAP, _X_HEIGHT, _DESCENT = 0.72, 0.53, 0.21  # of the font size; the open fonts lie within 8 % of these
_TALL = set("bdfhijklt0123456789!?&%$€#'\"()/")
_DEEP = set("gjpqy()Q,;/")
_INK_PER_LETTER = 0.11  # ink of a letter at a weight of 400, in squares of the font size
# Sizes below which strokes have no pixel of their own colour, and below which JPEG's halved chroma bleeds
# into them.
_NO_MIDDLE, _BLED = 16, 48
_YCC = np.array([[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]])
_WHOLE = 0.4
_AGREES = 0.15  # measured and listed size closer than this are the same


@dataclass(frozen=True)
class Ink:
    """Strokes found. ``cover``: their area over what the listed text would have; ``size``: font size in
    pixels, None when
    the ground is too busy to tell; ``mask`` lies at ``origin`` of the picture."""

    box: Box
    colour: tuple[float, float, float]
    size: float | None
    cover: float
    mask: Mask
    origin: tuple[int, int]

    @property
    def is_whole(self) -> bool:
        """Whether enough of the text is there to speak of its colour; how much is missing is for typography
        to say."""
        return self.cover >= _WHOLE


def measure(picture: NDArray[np.uint8], layer: PlacedLayer) -> Ink | None:
    """The ink of a text layer on a picture (height, width, 3); None when there is none in its box."""
    size = layer.font_size or 0.0
    x, y, width, height = layer.box
    left, top = max(0, x), max(0, y)
    pixels = picture[top : max(top, y + height), left : max(left, x + width)].astype(np.float32)
    if pixels.size == 0 or size <= 0:
        return None
    ground = np.median(pixels.reshape(-1, 3), axis=0)
    distance = np.sqrt(((pixels - ground) ** 2).sum(axis=-1))
    reach = float(np.percentile(distance, 99.7))
    reach = max(reach, 0.6 * float(distance.max()))
    if reach < 24:
        return None
    declared = np.array(rgb(layer.colours[0]), dtype=np.float32) if layer.colours else None
    mask = _strokes(pixels, ground, declared, distance > 0.6 * reach, layer)
    if not mask.any():
        return None
    bands = _bands(mask)
    if not bands:
        return None
    cover = float(mask.sum()) / _expected_ink(layer)
    measured = _size(bands, layer) if cover <= 3 else None
    columns = np.flatnonzero(mask.sum(axis=0) > 0)
    box = (
        left + int(columns[0]),
        top + bands[0][0],
        int(columns[-1] - columns[0]) + 1,
        bands[-1][1] - bands[0][0],
    )
    colour = _colour(pixels, mask, ground, declared, measured)
    return Ink(box, colour, measured, cover, mask, (left, top))


def _strokes(
    pixels: NDArray[np.float32],
    ground: NDArray[np.float32],
    declared: NDArray[np.float32] | None,
    far: Mask,
    layer: PlacedLayer,
) -> Mask:
    """Strokes in the listed colour; in the most frequent colour far from the ground when that shows the
    text better."""
    side = max(5, round(0.34 * (layer.font_size or 0.0)))
    seen = _thin(_towards(pixels, ground, _mode(pixels[far])), side)
    if declared is None:
        return seen
    listed = _thin(_towards(pixels, ground, declared), side)
    credible = seen.sum() >= 0.4 * _expected_ink(layer) and seen.sum() > 2 * listed.sum()
    return seen if credible or not listed.any() else listed


def _towards(pixels: NDArray[np.float32], ground: NDArray[np.float32], ink: NDArray[np.float32]) -> Mask:
    """Pixels that lie more than half way from the ground's colour to the ink's, and near that line."""
    axis = ink - ground
    length = float(np.sqrt((axis**2).sum()))
    if length < 24:
        return np.zeros(pixels.shape[:2], dtype=bool)
    offset = pixels - ground
    along = offset @ (axis / length)
    aside = np.sqrt(np.maximum((offset**2).sum(axis=-1) - along**2, 0))
    mask: Mask = (along > 0.5 * length) & (along < 1.5 * length) & (aside < 0.35 * length + 12)
    return mask


def _mode(colours: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the most frequent of 4096 colour bins."""
    bins = (colours.astype(np.int32) // 16) @ np.array([256, 16, 1])
    fullest = np.bincount(bins).argmax()
    mode: NDArray[np.float32] = colours[bins == fullest].mean(axis=0)
    return mode


def _window_sum(mask: Mask, side: int) -> NDArray[np.int32]:
    """For each pixel the number of set pixels in the square around it."""
    before, after = side // 2 + 1, side - side // 2 - 1
    padded = np.pad(mask.astype(np.int32), ((before, after), (before, after)))
    total = padded.cumsum(axis=0).cumsum(axis=1)
    height, width = mask.shape
    sums: NDArray[np.int32] = (
        total[side : side + height, side : side + width]
        - total[:height, side : side + width]
        - total[side : side + height, :width]
        + total[:height, :width]
    )
    return sums


def dilated(mask: Mask, side: int) -> Mask:
    """The mask grown to a square of this side around each of its pixels."""
    grown: Mask = _window_sum(mask, side) > 0
    return grown


def _thin(mask: Mask, side: int) -> Mask:
    """The mask without areas too thick for a stroke: parts of the photograph that happen to have the ink's
    colour."""
    side |= 1
    solid = _window_sum(mask, side) == side * side
    return mask & ~dilated(solid, side + 4) if solid.any() else mask


def _bands(mask: Mask) -> list[tuple[int, int]]:
    """Rows that hold ink, as (first, one past last) of each run."""
    rows = mask.sum(axis=1)
    held = np.concatenate([[False], rows >= max(1, 0.02 * rows.max()), [False]])
    edges = np.flatnonzero(held[1:] != held[:-1])
    runs = [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    total = float(rows.sum())
    return [run for run in runs if rows[run[0] : run[1]].sum() >= 0.02 * total] or runs


def _extent(text: str) -> float:
    """Height of a line's ink over its font size."""
    tall = any(letter.isupper() or letter in _TALL for letter in text)
    deep = any(letter in _DEEP for letter in text)
    return (_CAP if tall else _X_HEIGHT) + (_DESCENT if deep else 0.0)


def _lines(layer: PlacedLayer) -> tuple[str, ...]:
    return tuple(line for line in (layer.lines or (layer.text or "",)) if line.strip()) or ("x",)


def _size(bands: list[tuple[int, int]], layer: PlacedLayer) -> float:
    """The font size that the bands speak of. Lines that touch are told apart by the listed line height."""
    listed = layer.font_size or 0.0
    pitch = layer.line_height or 1.2 * listed
    lines = _lines(layer)
    whole = _extent("".join(lines))
    sizes: list[tuple[float, int]] = []
    for index, (start, stop) in enumerate(bands):
        extent = _extent(lines[index]) if len(bands) == len(lines) else whole
        height = float(stop - start)
        merged = 0
        if height > 1.3 * extent * listed:
            merged = min(len(lines) - len(bands), round((height - extent * listed) / pitch))
        sizes.append(((height - max(0, merged) * pitch) / extent, stop - start))
    sizes.sort()
    half, passed = sum(weight for _, weight in sizes) / 2, 0
    measured = sizes[-1][0]
    for value, weight in sizes:
        passed += weight
        if passed >= half:
            measured = value
            break
    return listed if abs(measured / listed - 1) <= _AGREES else measured


def _expected_ink(layer: PlacedLayer) -> float:
    letters = sum(len(line.replace(" ", "")) for line in _lines(layer))
    boldness = 1 + ((layer.font_weight or 400) - 400) / 800
    return max(1.0, letters * _INK_PER_LETTER * boldness * (layer.font_size or 0.0) ** 2)


def _colour(
    pixels: NDArray[np.float32],
    mask: Mask,
    ground: NDArray[np.float32],
    declared: NDArray[np.float32] | None,
    size: float | None,
) -> tuple[float, float, float]:
    """The colour of the strokes' middle; the listed one where thin strokes show no more than a mix of it
    and the ground."""
    ink = pixels[mask]
    distance = ((ink - ground) ** 2).sum(axis=-1)
    core = ink[distance >= np.percentile(distance, 70)]
    colour = np.median(core, axis=0)
    if declared is not None and size is not None and _is_mix(colour, ground, declared, size):
        colour = declared
    red, green, blue = (float(channel) for channel in colour)
    return red, green, blue


def _is_mix(
    colour: NDArray[np.float32], ground: NDArray[np.float32], declared: NDArray[np.float32], size: float
) -> bool:
    """Whether anti-aliasing and JPEG's halved chroma explain a colour."""
    if size < _NO_MIDDLE:
        axis, offset = declared - ground, colour - ground
        return float(offset @ axis) > 0.9 * float(np.linalg.norm(axis) * np.linalg.norm(offset))
    if size >= _BLED:
        return False
    seen, below, listed = (_YCC @ one for one in (colour, ground, declared))
    if abs(seen[0] - listed[0]) > 0.25 * abs(listed[0] - below[0]):
        return False
    axis, offset = (listed - below)[1:], (seen - below)[1:]
    share = float(offset @ axis) / max(1.0, float(axis @ axis))
    return 0.3 <= share <= 1.2 and float(np.linalg.norm(offset - share * axis)) < 6
