"""Resizing goes through here: the SIMD resizer where its wheel is installed, Pillow elsewhere, the same
geometry."""

import logging
from functools import cache
from threading import Lock
from typing import Any

from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the source."""

logger = logging.getLogger(__name__)


@cache
def _simd() -> Any | None:
    try:
        import cykooz_resizer
    except ImportError:
        logger.info("cykooz.resizer is not installed; Pillow resizes, more slowly")
        return None
    return cykooz_resizer


def resized(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    """The part ``box`` of an RGB image in ``size`` pixels, by Lanczos."""
    simd = _simd()
    if simd is None:
        return image.resize(size, Image.Resampling.LANCZOS, box=box)
    target = Image.new(image.mode, size)
    left, top, right, bottom = box
    options = simd.ResizeOptions(
        resize_alg=simd.ResizeAlg.convolution(simd.FilterType.lanczos3),
        crop_box=simd.CropBox(left, top, right - left, bottom - top),
    )
    simd.Resizer().resize_pil(image, target, options)
    return target


class Pyramid:
    """A photograph and its halves, made when they are first needed: each crop is resized from the smallest
    that will do."""

    def __init__(self, image: Image.Image, full_size: tuple[int, int]) -> None:
        self._levels = [image]
        self._full = full_size
        self._growing = Lock()

    def window(self, crop: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
        """``crop`` (left, top, width, height in pixels of the full size) in ``size`` pixels."""
        level = self._level(crop[2] / size[0])
        across, down = level.width / self._full[0], level.height / self._full[1]
        left, top = max(crop[0] * across, 0.0), max(crop[1] * down, 0.0)
        right = min((crop[0] + crop[2]) * across, float(level.width))
        bottom = min((crop[1] + crop[3]) * down, float(level.height))
        return resized(level, size, (left, top, right, bottom))

    def _level(self, shrink: float) -> Image.Image:
        """The smallest level that is not smaller than a ``1 / shrink`` of the full size."""
        chosen = self._levels[0]
        index = 0
        while self._full[0] / (chosen.width / 2) <= shrink:
            index += 1
            with self._growing:
                if index == len(self._levels):
                    self._levels.append(chosen.reduce(2))
            chosen = self._levels[index]
        return chosen
