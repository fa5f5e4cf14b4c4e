"""Line breaking and text sizes, without pixels: widths come from a measurer in ems, so one measurement
serves all sizes."""

import itertools
from collections.abc import Sequence
from math import ceil
from typing import NamedTuple, Protocol


class Font(NamedTuple):
    """A family of the vendored fonts in one weight."""

    family: str
    weight: int


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

BALANCING_STEPS = 8

HEIGHT_SLACK = 2
"""Pixels above and below the letters that hinting and smoothing may touch."""


def block(
    text: str, font: Font, size: int, width: float, max_lines: int, line_height: float, measurer: TextMeasurer
) -> TextBlock | None:
    """The text in as few lines as possible, then in lines as equal as possible; None when it cannot be done
    in ``width`` pixels and ``max_lines`` lines."""
    available = width / (size * WIDTH_SLACK)
    lines: list[str] = []
    for paragraph in text.split("\n"):
        broken = _balanced(paragraph.split(), font, available, measurer)
        if broken is None:
            return None
        lines += [" ".join(line) for line in broken]
    if not lines or len(lines) > max_lines:
        return None
    extents = [measurer.extent(line, font) for line in lines]
    widest = max(
        measurer.width(line, font) * WIDTH_SLACK + extent.left + extent.right
        for line, extent in zip(lines, extents, strict=True)
    )
    if widest * size > width:
        return None
    ascent = ceil(extents[0].ascent * size) + HEIGHT_SLACK
    step = max(line_height, _tallest_joint(extents)) * size
    return TextBlock(
        lines=tuple(lines),
        size=size,
        ascent=ascent,
        line_height=step,
        width=widest * size,
        height=ascent + step * (len(lines) - 1) + extents[-1].descent * size + HEIGHT_SLACK,
    )


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
    if len(rows) == 1:
        return rows
    low, high = max(widths), available
    for _ in range(BALANCING_STEPS):
        middle = (low + high) / 2
        if len(_greedy(words, widths, space, middle)) > len(rows):
            low = middle
        else:
            high = middle
    lines = _greedy(words, widths, space, high)
    if len(lines[-1]) == 1 and len(lines[-2]) > 1:
        # a word left alone takes its neighbour with it where that fits
        last = [lines[-2][-1], *lines[-1]]
        if measurer.width(" ".join(last), font) <= available:
            lines[-2:] = [lines[-2][:-1], last]
    return lines


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
