"""Painting of single layers onto the canvas. The canvas is RGB throughout; masks are only as large as what
they mask."""

import math
from functools import lru_cache
from typing import Any

import numpy as np
import segno
from numpy.typing import NDArray
from PIL import Image, ImageDraw

from onbrand.brand.colour import rgb
from onbrand.imaging.errors import QrTooDenseError
from onbrand.imaging.geometry import Rect

SUPERSAMPLING = 4

QUIET_ZONE, READABLE_MODULE = 4, 2
"""Of QR codes: modules kept empty around (ISO/IEC 18004), and pixels that a module needs at least."""

SRGB_TO_LMS = np.array(
    [
        [0.4122214708, 0.5363325363, 0.0514459929],
        [0.2119034982, 0.6806995451, 0.1073969566],
        [0.0883024619, 0.2817188376, 0.6299787005],
    ]
)
LMS_TO_OKLAB = np.array(
    [
        [0.2104542553, 0.7936177850, -0.0040720468],
        [1.9779984951, -2.4285922050, 0.4505937099],
        [0.0259040371, 0.7827717662, -0.8086757660],
    ]
)
"""OKLab: Björn Ottosson, 2020, https://bottosson.github.io/posts/oklab/."""


def oklab(shares: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """sRGB channels from 0 to 1 (last axis) in OKLab."""
    linear = np.where(shares <= 0.04045, shares / 12.92, ((shares + 0.055) / 1.055) ** 2.4)
    return np.asarray(np.cbrt(linear @ SRGB_TO_LMS.T) @ LMS_TO_OKLAB.T)


def fill(canvas: Image.Image, box: Rect, colour: str) -> None:
    """A rectangle in one colour."""
    canvas.paste(rgb(colour), (box.x, box.y, box.right, box.bottom))


@lru_cache(maxsize=64)
def shape_mask(shape: str, width: int, height: int, radius: int) -> Image.Image:
    """An ellipse or a rounded rectangle as a mask with smooth edges."""
    large = Image.new("L", (width * SUPERSAMPLING, height * SUPERSAMPLING))
    draw = ImageDraw.Draw(large)
    edge = (0, 0, large.width - 1, large.height - 1)
    if shape == "ellipse":
        draw.ellipse(edge, fill=255)
    else:
        draw.rounded_rectangle(edge, radius * SUPERSAMPLING, fill=255)
    return large.reduce(SUPERSAMPLING)


def fill_shape(canvas: Image.Image, box: Rect, colour: str, shape: str, radius: int) -> None:
    """An ellipse or rectangle in one colour; ``radius`` of its corners in pixels."""
    if shape == "rectangle" and radius == 0:
        fill(canvas, box, colour)
    else:
        mask = shape_mask(shape, box.width, box.height, min(radius, box.width // 2, box.height // 2))
        canvas.paste(rgb(colour), (box.x, box.y, box.right, box.bottom), mask)


def fill_gradient(
    canvas: Image.Image, box: Rect, start: str, end: str, angle: float, radial: bool = False
) -> None:
    """A gradient, even to the eye (mixed in OKLab): linear with ``angle`` in degrees from left to right, clockwise;
    or radial from the middle to the corners."""
    stops = _mixed(start, end)
    if radial:
        y, x = np.ogrid[-1 : 1 : complex(box.height), -1 : 1 : complex(box.width)]
        share = np.hypot(x, y) / math.sqrt(2)
        canvas.paste(Image.fromarray(stops[np.clip(share * 255, 0, 255).astype(np.uint8)]), (box.x, box.y))
        return
    across, down = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    x = (np.arange(box.width) + 0.5 - box.width / 2) * across
    y = (np.arange(box.height) + 0.5 - box.height / 2) * down
    reach = (abs(across) * box.width + abs(down) * box.height) / 2
    share = (x[None, :] + y[:, None]) / (2 * reach) + 0.5
    canvas.paste(Image.fromarray(stops[np.clip(share * 255, 0, 255).astype(np.uint8)]), (box.x, box.y))


def _mixed(start: str, end: str) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    """256 steps between two colours."""
    lab = oklab(np.array([rgb(start), rgb(end)]) / 255)
    share = np.linspace(0, 1, 256)[:, None]
    steps = ((lab[0] * (1 - share) + lab[1] * share) @ np.linalg.inv(LMS_TO_OKLAB).T) ** 3
    back = np.clip(steps @ np.linalg.inv(SRGB_TO_LMS).T, 0, 1)
    coded = np.where(back <= 0.0031308, back * 12.92, 1.055 * back ** (1 / 2.4) - 0.055)
    return np.asarray(np.rint(coded * 255), dtype=np.uint8)


def veil(canvas: Image.Image, box: Rect, colour: str, strength: float, edge: str, hold: float = 0.0) -> None:
    """A scrim: ``strength`` opaque from ``edge`` over the share ``hold``, then easing to clear at the opposite one."""
    across = edge in ("left", "right")
    length = box.width if across else box.height
    left_of_it = 1 - (np.arange(length) + 0.5) / length
    ramp = np.clip(left_of_it / max(1 - hold, 1 / 256), 0, 1)
    eased = np.rint(255 * strength * ramp * ramp * (3 - 2 * ramp)).astype(np.uint8)
    seen = int(np.count_nonzero(eased))  # behind that it is clear
    if not seen:
        return
    line = eased[:seen] if edge in ("left", "top") else eased[:seen][::-1]
    alpha = np.broadcast_to(line, (box.height, seen)) if across else np.repeat(line[:, None], box.width, 1)
    mask = Image.fromarray(np.ascontiguousarray(alpha))
    left = box.right - seen if edge == "right" else box.x
    top = box.bottom - seen if edge == "bottom" else box.y
    # pasting an image costs half of what pasting a colour through a mask does
    canvas.paste(Image.new("RGB", mask.size, rgb(colour)), (left, top), mask)


def draw_qr(canvas: Image.Image, box: Rect, text: str, dark: str, light: str) -> None:
    """A QR code with its quiet zone; modules are whole pixels, so that it stays sharp. Raises
    QrTooDenseError."""
    try:
        matrix = segno.make(text, error="m", micro=False).matrix
    except segno.DataOverflowError as error:
        raise QrTooDenseError(f"A QR code cannot hold {len(text)} characters.") from error
    modules = np.pad(np.array([list(row) for row in matrix], dtype=np.uint8), QUIET_ZONE)
    pixels = box.width // len(modules)
    if pixels < READABLE_MODULE:
        raise QrTooDenseError(f"The QR code of {len(text)} characters is too fine for {box.width} pixels.")
    mask = Image.fromarray(np.kron(modules * 255, np.ones((pixels, pixels), dtype=np.uint8)))
    fill(canvas, box, light)
    canvas.paste(
        rgb(dark), (box.x + (box.width - mask.width) // 2, box.y + (box.height - mask.height) // 2), mask
    )
