"""All variants of a set on one page, each with its name, for a quick look."""

import io
from collections.abc import Mapping

from PIL import Image

from onbrand.imaging.encode import encode
from onbrand.imaging.lines import Font
from onbrand.imaging.text import draw_line

PAGE_WIDTH = 2000
ROW_HEIGHT = 320
GAP = 36
LABEL = 58
LABEL_SIZE = 17
LABEL_FONT = Font("Inter", 500)
PAPER, INK = (244, 243, 240), (70, 70, 68)
MAX_BYTES = 8_000_000
FORMATS = ("JPEG", "PNG", "WEBP")


def contact_sheet(pictures: Mapping[str, bytes]) -> bytes:
    """A JPEG of our own pictures by name, in rows of equal height, tallest shapes first."""
    opened: list[tuple[str, Image.Image]] = [
        (name, Image.open(io.BytesIO(data), formats=FORMATS)) for name, data in pictures.items()
    ]
    rows: list[list[tuple[str, Image.Image, int, int]]] = []
    filled = 0
    for name, image in sorted(opened, key=lambda one: (one[1].width / one[1].height, one[0])):
        height = min(ROW_HEIGHT, image.height, (PAGE_WIDTH - 2 * GAP) * image.height // image.width)
        width = round(image.width * height / image.height)
        if not rows or filled + GAP + width > PAGE_WIDTH - GAP:
            rows.append([])
            filled = 0
        rows[-1].append((name, image, width, height))
        filled += GAP + width
    heights = [max(height for *_, height in row) + LABEL + GAP for row in rows]
    page = Image.new("RGB", (PAGE_WIDTH, sum(heights) + GAP), PAPER)
    top = GAP
    for row, row_height in zip(rows, heights, strict=True):
        left = GAP
        for name, image, width, height in row:
            _place(page, name, image, (left, top), (width, height))
            left += width + GAP
        top += row_height
    return encode(page, "jpeg", MAX_BYTES)


def _place(
    page: Image.Image, name: str, image: Image.Image, at: tuple[int, int], size: tuple[int, int]
) -> None:
    label = f"{image.width} × {image.height}"
    image.draft("RGB", size)
    page.paste(image.convert("RGB").resize(size, Image.Resampling.LANCZOS), at)
    for line, text in enumerate((name, label)):
        draw_line(page, at[0], at[1] + size[1] + 24 + 22 * line, text, LABEL_FONT, LABEL_SIZE, INK)
