"""Line breaking and text sizes, without pixels: widths come from a measurer in ems, so one measurement
serves all sizes."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field
from math import ceil, inf
from typing import NamedTuple, Protocol


@dataclass(frozen=True, slots=True)
class FontFile:
    """An uploaded font that texts are set in. Files with one ``sha256`` (of ``data``) are the same."""

    family: str
    weight: int
    sha256: str
    data: bytes = field(repr=False, compare=False)


WEIGHT_AXIS = "wght"
"""The axis of variable fonts that CSS weights are values of (OpenType 1.9.1, fvar)."""


class Font(NamedTuple):
    """A family in one weight; ``spacing`` is added after each letter, in ems. ``file`` is the uploaded font that it is
    set in; without one it is a vendored font."""

    family: str
    weight: int
    spacing: float = 0.0
    file: FontFile | None = None


class Extent(NamedTuple):
    """How far letters reach above and below the baseline, and over the ends of their line, in ems."""

    ascent: float
    descent: float
    left: float = 0.0
    right: float = 0.0


class TextMeasurer(Protocol):
    """Measures text in ems, i.e. in font sizes."""

    def width(self, text: str, font: Font) -> float:
        """The advance of the text set in one line."""
        ...

    def extent(self, text: str, font: Font) -> Extent:
        """The height of the letters: at least that of ordinary ones, more where an accent reaches higher."""
        ...


class TextBlock(NamedTuple):
    """Text broken into lines at one size. ``width`` and ``height`` enclose all letters, in pixels."""

    lines: tuple[str, ...]
    size: int
    ascent: float
    line_height: float
    width: float
    height: float


WIDTH_SLACK = 1.01
"""Shaping at a small size may differ from the measured one by rounding; boxes are this much wider."""

Breaks = tuple[float, tuple[int, ...]]
"""What lines cost, and behind which words they end."""

UNREACHED: Breaks = (inf, ())

MOST_BALANCED = 60
"""Words up to which lines are made equal; longer texts fill one line after the other."""

SHORT = 0.5
"""Share of the longest line below which a last word looks forgotten."""

HEIGHT_SLACK = 2
"""Pixels above and below the letters that hinting and smoothing may touch."""


def block(
    text: str,
    font: Font,
    size: int,
    width: float,
    max_lines: int,
    line_height: float,
    measurer: TextMeasurer,
    tidy: bool = False,
) -> TextBlock | None:
    """The text in as few lines as possible, then in lines as equal as possible; None when it cannot be done
    in ``width`` pixels and ``max_lines`` lines, or, if ``tidy``, without a short word alone in the last line."""
    available = width / (size * WIDTH_SLACK)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        broken = _balanced(paragraph.split(), font, available, measurer)
        if broken is None:
            return None
        lines += [" ".join(line) for line in broken]
    if not lines or len(lines) > max_lines:
        return None
    if tidy and _ends_alone(lines, font, measurer):
        return None
    extents = [measurer.extent(line, font) for line in lines]
    widest = max(
        measurer.width(line, font) * WIDTH_SLACK + extent.left + extent.right
        for line, extent in zip(lines, extents, strict=True)
    )
    if widest * size > width:
        return None
    ascent = first_baseline(extents[0], size)
    step = max(line_height, _tallest_joint(extents)) * size
    return TextBlock(
        lines=tuple(lines),
        size=size,
        ascent=ascent,
        line_height=step,
        width=widest * size,
        height=ascent + step * (len(lines) - 1) + extents[-1].descent * size + HEIGHT_SLACK,
    )


def first_baseline(extent: Extent, size: float) -> int:
    """Pixels from the top of a text's box to the baseline of its first line."""
    return ceil(extent.ascent * size) + HEIGHT_SLACK


def _ends_alone(lines: Sequence[str], font: Font, measurer: TextMeasurer) -> bool:
    """Whether the last line is a short word below a line of several."""
    if len(lines) < 2 or " " in lines[-1] or " " not in lines[-2]:
        return False
    return measurer.width(lines[-1], font) < SHORT * max(measurer.width(line, font) for line in lines)


def _tallest_joint(extents: Sequence[Extent]) -> float:
    """The smallest line step at which no line touches the next."""
    return max((upper.descent + lower.ascent for upper, lower in itertools.pairwise(extents)), default=0)


def _balanced(
    words: Sequence[str], font: Font, available: float, measurer: TextMeasurer
) -> list[list[str]] | None:
    space = measurer.width(" ", font)
    widths = [measurer.width(word, font) for word in words]
    if not words:
        return []
    if max(widths) > available:
        return None
    rows = _greedy(words, widths, space, available)
    if len(rows) == 1 or len(words) > MOST_BALANCED:
        return rows
    return _evened(words, widths, space, available, len(rows))


def _evened(
    words: Sequence[str], widths: Sequence[float], space: float, available: float, count: int
) -> list[list[str]]:
    """The words in ``count`` lines with the smallest sum of squared widths: as equal as they can be. A word alone in
    the last line counts as much as a line too many."""
    ends = list(itertools.accumulate(widths, initial=0.0))
    total = len(words)

    def cost(start: int, end: int) -> float:
        width = ends[end] - ends[start] + space * (end - start - 1)
        if width > available:
            return inf
        alone = end == total and end - start == 1 and total > count
        return width**2 + (available**2 if alone else 0.0)

    best: list[Breaks] = [(cost(0, end), (end,)) for end in range(1, total + 1)]
    for line in range(2, count + 1):
        grown = [UNREACHED] * (line - 1)
        for end in range(line, total + 1):
            options = (
                (best[start - 1][0] + cost(start, end), (*best[start - 1][1], end))
                for start in range(end - 1, line - 2, -1)
                if ends[end] - ends[start] + space * (end - start - 1) <= available
            )
            grown.append(min(options, default=UNREACHED))
        best = grown
    breaks = (0, *best[-1][1])
    return [list(words[start:end]) for start, end in itertools.pairwise(breaks)]


def _greedy(words: Sequence[str], widths: Sequence[float], space: float, available: float) -> list[list[str]]:
    lines: list[list[str]] = []
    filled = 0.0
    for word, width in zip(words, widths, strict=True):
        if lines and filled + space + width <= available:
            lines[-1].append(word)
            filled += space + width
        else:
            lines.append([word])
            filled = width
    return lines
