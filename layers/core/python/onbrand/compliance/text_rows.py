"""What the rows of a text's letters tell: the size of its font, the pitch of its lines, how much ink it should have."""

from functools import lru_cache

import numpy as np

from onbrand.compliance.masks import Mask
from onbrand.imaging.model import PlacedLayer

_CAP, _X_HEIGHT, _DESCENT = 0.72, 0.53, 0.21  # of the font size; the open fonts lie within 8 % of these
_TALL = set("bdfhijklt0123456789!?&%$€#'\"()/")
_DEEP = set("gjpqy()Q,;/")
_INK_PER_LETTER = 0.11  # ink of a letter at a weight of 400, in squares of the font size
_CAPITALS = 1.35  # ink of a line in capitals over that of others: 1.28 to 1.47 in the open fonts
_AGREES = 0.15  # measured and listed size closer than this are the same
_BLURRED = 2.0  # pixels that smoothing adds to the smallest letters


def bands(mask: Mask) -> list[tuple[int, int]]:
    """Rows that hold ink, as (first, one past last) of each run."""
    rows = mask.view(np.uint8).sum(axis=1, dtype=np.int32)  # in bytes: twice as quick as in booleans
    held = np.concatenate([[False], rows >= max(1, 0.02 * rows.max()), [False]])
    edges = np.flatnonzero(held[1:] != held[:-1])
    runs = [(int(start), int(stop)) for start, stop in zip(edges[::2], edges[1::2], strict=True)]
    counts = rows.tolist()
    least = 0.02 * sum(counts)
    return [run for run in runs if sum(counts[run[0] : run[1]]) >= least] or runs


@lru_cache(maxsize=512)
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


def font_size(runs: list[tuple[int, int]], layer: PlacedLayer, factor: int) -> float:
    """The font size that the runs of inked rows speak of. Lines that touch are told apart by the listed line height."""
    runs = [(start * factor, stop * factor) for start, stop in runs]
    listed = layer.font_size or 0.0
    pitch = layer.line_height or 1.2 * listed
    lines = _lines(layer)
    whole = extent("".join(lines))
    sizes: list[tuple[float, int]] = []
    for index, (start, stop) in enumerate(runs):
        reach = extent(lines[index]) if len(runs) == len(lines) else whole
        height = float(stop - start)
        merged = 0
        if height > 1.3 * reach * listed:
            merged = min(len(lines) - len(runs), round((height - reach * listed) / pitch))
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


def line_pitch(runs: list[tuple[int, int]], layer: PlacedLayer, size: float) -> float | None:
    """From baseline to baseline, on average."""
    lines = _lines(layer)
    if len(lines) < 2 or len(runs) != len(lines):
        return None
    first, last = (
        band[1] - (_DESCENT * size if any(letter in _DEEP for letter in line) else 0.0)
        for band, line in ((runs[0], lines[0]), (runs[-1], lines[-1]))
    )
    return (last - first) / (len(lines) - 1)


def expected_ink(layer: PlacedLayer, size: float) -> float:
    """Pixels that the letters of a text have at this font size, roughly."""
    letters = sum(
        len(line.replace(" ", "")) * (_CAPITALS if line.isupper() else 1.0) for line in _lines(layer)
    )
    boldness = 1 + ((layer.font_weight or 400) - 400) / 800
    return max(1.0, letters * _INK_PER_LETTER * boldness * size**2)
