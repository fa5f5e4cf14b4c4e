"""How texts, logos and small shapes share a region: bands from top to bottom, columns in a band, stacks in
a column.

All texts of a region shrink together from their largest towards their smallest size until everything
fits, so that the hierarchy stays.
"""

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from math import ceil

from onbrand.brand.layers import Align, Anchor, Layer
from onbrand.imaging.geometry import Rect
from onbrand.imaging.lines import Font, TextBlock, TextMeasurer, block

STEPS = 32
"""Sizes tried between the largest and the smallest."""

BAND_GAP = 2.2
"""Space between bands, in gaps."""


@dataclass(frozen=True, slots=True)
class TextItem:
    """A text that wants a place. Sizes in pixels; ``padding`` of its box in font sizes."""

    layer: Layer
    anchor: Anchor
    before: float
    text: str
    font: Font
    min_size: int
    max_size: int
    max_lines: int
    line_height: float
    align: Align
    padding: tuple[float, float] | None = None


@dataclass(frozen=True, slots=True)
class SolidItem:
    """A layer with a size of its own, in pixels; ``clear`` is the space that must stay empty around it."""

    layer: Layer
    anchor: Anchor
    before: float
    width: int
    height: int
    clear: int = 0


Item = TextItem | SolidItem


@dataclass(frozen=True, slots=True)
class PlacedItem:
    """An item with its box; for texts the block and, where they have a filled box, that one."""

    item: Item
    box: Rect
    text: TextBlock | None = None
    pill: Rect | None = None


@dataclass(frozen=True, slots=True)
class Sized:
    """An item at the size that was tried. Outer measures include its filled box."""

    item: Item
    width: int
    height: int
    text: TextBlock | None = None


Cells = dict[tuple[int, int], list[Sized]]


def flow(items: Sequence[Item], area: Rect, gap: int, measurer: TextMeasurer) -> list[PlacedItem] | None:
    """The items in ``area`` with the largest texts that fit, if it can be without short words alone in last lines;
    None when not even the smallest do."""
    return _flow(items, area, gap, measurer, True) or _flow(items, area, gap, measurer, False)


def _flow(
    items: Sequence[Item], area: Rect, gap: int, measurer: TextMeasurer, tidy: bool
) -> list[PlacedItem] | None:
    texts = [item for item in items if isinstance(item, TextItem)]
    caps = {item.layer.id: _largest(item, area.width, measurer, tidy) for item in texts}

    def together(step: int) -> dict[str, int]:
        return {
            item.layer.id: caps[item.layer.id] - round((caps[item.layer.id] - item.min_size) * step / STEPS)
            for item in texts
        }

    def attempt(sizes: Mapping[str, int]) -> list[PlacedItem] | None:
        return _arranged(items, area, gap, sizes, measurer, tidy)

    if attempt(together(STEPS)) is None:
        return None
    sizes = together(_bisect(0, STEPS, lambda step: attempt(together(step)) is not None))
    # one long text may have held all of them down: the others take what room is left, the smallest first
    for item in sorted(texts, key=lambda one: one.max_size):
        sizes[item.layer.id] = -_bisect(
            -caps[item.layer.id],
            -sizes[item.layer.id],
            lambda size, name=item.layer.id: attempt({**sizes, name: -size}) is not None,  # type: ignore[misc]
        )
    return attempt(sizes)


def fits(items: Sequence[Item], area: Rect, gap: int, measurer: TextMeasurer) -> bool:
    """Whether the items fit with their smallest texts."""
    sizes = {item.layer.id: item.min_size for item in items if isinstance(item, TextItem)}
    return _arranged(items, area, gap, sizes, measurer) is not None


def _bisect(first: int, last: int, works: Callable[[int], bool]) -> int:
    """The first number that works, when ``last`` is known to."""
    while first < last:
        middle = (first + last) // 2
        if works(middle):
            last = middle
        else:
            first = middle + 1
    return last


def _largest(item: TextItem, width: int, measurer: TextMeasurer, tidy: bool) -> int:
    """The largest size at which the text alone keeps to its lines."""
    top = max(item.max_size, item.min_size)
    return -_bisect(-top, -item.min_size, lambda size: _sized(item, -size, width, measurer, tidy) is not None)


def _sized(item: TextItem, size: int, width: int, measurer: TextMeasurer, tidy: bool) -> Sized | None:
    aside, above = _padding(item, size)
    text = block(
        item.text, item.font, size, width - 2 * aside, item.max_lines, item.line_height, measurer, tidy
    )
    if text is None:
        return None
    return Sized(item, ceil(text.width) + 2 * aside, ceil(text.height) + 2 * above, text)


def _padding(item: TextItem, size: int) -> tuple[int, int]:
    if item.padding is None:
        return 0, 0
    return round(item.padding[0] * size), round(item.padding[1] * size)


def _arranged(
    items: Sequence[Item],
    area: Rect,
    gap: int,
    sizes: Mapping[str, int],
    measurer: TextMeasurer,
    tidy: bool = False,
) -> list[PlacedItem] | None:
    cells: Cells = {}
    for item in sorted(items, key=lambda one: isinstance(one, TextItem)):
        place = (item.anchor.band, item.anchor.column)
        if isinstance(item, SolidItem):
            sized: Sized | None = Sized(item, item.width, item.height)
        else:
            taken = sum(
                max(one.width + max(gap, _clear(one)) for one in cells[other])
                for other in cells
                if other[0] == place[0] and other[1] != place[1]
            )
            sized = _sized(item, sizes[item.layer.id], area.width - taken, measurer, tidy)
        if sized is None:
            return None
        cells.setdefault(place, []).append(sized)
    order = {id(item): index for index, item in enumerate(items)}
    for stack in cells.values():
        stack.sort(key=lambda one: order[id(one.item)])
    return _placed(cells, area, gap)


def _clear(sized: Sized) -> int:
    return sized.item.clear if isinstance(sized.item, SolidItem) else 0


def _space(above: Sized, below: Sized, gap: int) -> int:
    return max(round(gap * below.item.before), _clear(above), _clear(below))


def _stack_height(stack: Sequence[Sized], gap: int) -> int:
    return sum(one.height for one in stack) + sum(
        _space(above, below, gap) for above, below in itertools.pairwise(stack)
    )


def _placed(cells: Cells, area: Rect, gap: int) -> list[PlacedItem] | None:
    bands = sorted({band for band, _ in cells})
    heights = {
        band: max(_stack_height(stack, gap) for place, stack in cells.items() if place[0] == band)
        for band in bands
    }
    between = max([round(gap * BAND_GAP)] + [_clear(one) for stack in cells.values() for one in stack])
    if sum(heights.values()) + between * (len(bands) - 1) > area.height:
        return None
    for band in bands:
        columns = [stack for place, stack in cells.items() if place[0] == band]
        widths = [max(one.width for one in stack) for stack in columns]
        apart = max([gap] + [_clear(one) for stack in columns for one in stack])
        if sum(widths) + apart * (len(columns) - 1) > area.width or not _middle_fits(
            band, cells, area, apart
        ):
            return None
    tops = _band_tops(heights, area, between)
    placed: list[PlacedItem] = []
    for (band, column), stack in cells.items():
        y = tops[band] + (0 if band == 0 else (heights[band] - _stack_height(stack, gap)) // 2)
        for index, one in enumerate(stack):
            y += _space(stack[index - 1], one, gap) if index else 0
            free = area.width - one.width
            x = area.x + (0, free // 2, free)[column]
            placed.append(_at(one, Rect(x, y, one.width, one.height)))
            y += one.height
    return placed


def _middle_fits(band: int, cells: Cells, area: Rect, apart: int) -> bool:
    """A centred column must not touch the ones beside it."""
    if (band, 1) not in cells:
        return True
    half = max(one.width for one in cells[band, 1]) / 2
    beside = max((one.width + apart for column in (0, 2) for one in cells.get((band, column), ())), default=0)
    return half + beside <= area.width / 2


def _band_tops(heights: dict[int, int], area: Rect, between: int) -> dict[int, int]:
    tops = {0: area.y, 2: area.bottom - heights.get(2, 0)}
    if 1 in heights:
        first = area.y + (heights[0] + between if 0 in heights else 0)
        last = area.bottom - (heights[2] + between if 2 in heights else 0)
        tops[1] = first + (last - first - heights[1]) // 2
    return tops


def _at(sized: Sized, outer: Rect) -> PlacedItem:
    if not isinstance(sized.item, TextItem) or sized.text is None:
        return PlacedItem(sized.item, outer)
    aside, above = _padding(sized.item, sized.text.size)
    if sized.item.padding is None:
        return PlacedItem(sized.item, outer, sized.text)
    # few letters reach below the baseline: half of that lower, the text looks centred in its box
    below = sized.text.height - sized.text.ascent - (len(sized.text.lines) - 1) * sized.text.line_height
    lower = min(round(below / 2), above)
    inner = Rect(outer.x + aside, outer.y + above + lower, outer.width - 2 * aside, outer.height - 2 * above)
    return PlacedItem(sized.item, inner, sized.text, outer)
