"""Where the lines of a text stand in its box."""

from onbrand.brand.layers import Align
from onbrand.imaging.geometry import Rect
from onbrand.imaging.lines import Font, TextBlock, TextMeasurer
from onbrand.imaging.text import reads_leftwards

Lines = list[tuple[float, int, str]]
"""Left end, baseline and words of each line, in pixels."""

OTHER_SIDE = {Align.LEFT: Align.RIGHT, Align.CENTRE: Align.CENTRE, Align.RIGHT: Align.LEFT}


def set_lines(box: Rect, block: TextBlock, font: Font, align: Align, measurer: TextMeasurer) -> Lines:
    """The lines of a text; one that is read from right to left begins at the other side."""
    align = OTHER_SIDE[align] if reads_leftwards(" ".join(block.lines)) else align
    lines = []
    for index, line in enumerate(block.lines):
        extent = measurer.extent(line, font)
        free = box.width - (measurer.width(line, font) + extent.right) * block.size
        start = max({Align.LEFT: 0.0, Align.CENTRE: free / 2, Align.RIGHT: free}[align], 0.0)
        left = box.x + max(start, extent.left * block.size)
        lines.append((left, round(box.y + block.ascent + index * block.line_height), line))
    return lines
