"""All variants of a set on one page, each with its name, for a quick look."""

import io
from collections.abc import Mapping

from PIL import Image

from onbrand.imaging.encode import encode
from onbrand.imaging.lines import Font
from onbrand.imaging.text import draw_line

PAGE_WIDTH = 2000
ROW_HEIGHT = 420
TALLEST = 520
GAP = 36
LABEL = 58
LABEL_SIZE = 17
LABEL_FONT = Font("Inter", 500)
PAPER, INK = (244, 243, 240), (70, 70, 68)
MAX_BYTES = 8_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def contact_sheet(pictures: Mapping[str, bytes]) -> bytes:
    """A JPEG of our own pictures by name, in rows as wide as the page, tallest shapes first."""
    opened: list[tuple[str, Image.Image]] = [
        (name, Image.open(io.BytesIO(data), formats=FORMATS)) for name, data in pictures.items()
    ]
    rows: list[list[tuple[str, Image.Image]]] = [[]]
    for name, image in sorted(opened, key=lambda one: (one[1].width / one[1].height, one[0])):
        rows[-1].append((name, image))
        if _height(rows[-1]) <= ROW_HEIGHT:
            rows.append([])
    rows = [row for row in rows if row]
    heights = [min(round(_height(row)), TALLEST) for row in rows]
    page = Image.new("RGB", (PAGE_WIDTH, sum(height + LABEL + GAP for height in heights) + GAP), PAPER)
    top = GAP
    for row, height in zip(rows, heights, strict=True):
        left = GAP
        for name, image in row:
            width = round(image.width * height / image.height)
            _place(page, name, image, (left, top), (width, height))
            left += width + GAP
        top += height + LABEL + GAP
    return encode(page, "jpeg", MAX_BYTES)


def _height(row: list[tuple[str, Image.Image]]) -> float:
    """The height at which the pictures of a row fill the page's width."""
    free = PAGE_WIDTH - GAP * (len(row) + 1)
    return free / sum(image.width / image.height for _, image in row)


def _place(
    page: Image.Image, name: str, image: Image.Image, at: tuple[int, int], size: tuple[int, int]
) -> None:
    label = f"{image.width} × {image.height}"
    image.draft("RGB", size)
    page.paste(image.convert("RGB").resize(size, Image.Resampling.LANCZOS), at)
    for line, text in enumerate((name, label)):
        draw_line(page, at[0], at[1] + size[1] + 24 + 22 * line, text, LABEL_FONT, LABEL_SIZE, INK)
