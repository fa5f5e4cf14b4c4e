"""Resizing goes through here: the SIMD resizer where its wheel is installed, Pillow elsewhere, the same
geometry."""

import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from threading import Lock, local
from typing import Any

from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the source."""

Resizer = Callable[[Image.Image, tuple[int, int], Box], Image.Image]
"""The part ``Box`` of an RGB image in so many pixels, by Lanczos."""

logger = logging.getLogger(__name__)


def found_resizer(load: Callable[[str], Any] = import_module) -> Resizer:
    """The fastest resizer that ``load`` can import; says so once in the log when that is Pillow."""
    try:
        simd = load("cykooz_resizer")
    except ImportError:
        logger.info("cykooz.resizer is not installed; Pillow resizes, more slowly")
        return _by_pillow
    # one a thread: a new one would clear the memory between its two passes at each call, half of what resizing costs
    own = local()

    def by_simd(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        if not hasattr(own, "resizer"):
            own.resizer = simd.Resizer()
        return _by_simd(simd, own.resizer, image, size, box)

    return by_simd


@cache
def _usual() -> Resizer:
    return found_resizer()


def resized(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    """The part ``box`` of an RGB image in ``size`` pixels, by Lanczos."""
    return _usual()(image, size, box)


def _by_pillow(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    return image.resize(size, Image.Resampling.LANCZOS, box=box)


def _by_simd(simd: Any, resizer: Any, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    target = Image.new(image.mode, size)
    left, top, right, bottom = box
    options = simd.ResizeOptions(
        resize_alg=simd.ResizeAlg.convolution(simd.FilterType.lanczos3),
        crop_box=simd.CropBox(left, top, right - left, bottom - top),
    )
    resizer.resize_pil(image, target, options)
    return target


class Pyramid:
    """A photograph and its halves, made when they are first needed: each crop is resized from the smallest
    that will do."""

    def __init__(self, image: Image.Image, full_size: tuple[int, int], resizer: Resizer = resized) -> None:
        self._levels = [image]
        self._full = full_size
        self._resizer = resizer
        self._growing = Lock()

    def window(self, crop: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
        """``crop`` (left, top, width, height in pixels of the full size) in ``size`` pixels."""
        level = self._smallest(crop[2] / size[0])
        across, down = level.width / self._full[0], level.height / self._full[1]
        left, top = max(crop[0] * across, 0.0), max(crop[1] * down, 0.0)
        right = min((crop[0] + crop[2]) * across, float(level.width))
        bottom = min((crop[1] + crop[3]) * down, float(level.height))
        return self._resizer(level, size, (left, top, right, bottom))

    def overview(self, enough: int) -> Image.Image:
        """A level to look at as a whole: the half of what was decoded when that is ``enough`` pixels wide."""
        return self._level(1) if self._levels[0].width // 2 >= enough else self._levels[0]

    def _smallest(self, shrink: float) -> Image.Image:
        """The smallest level that is not smaller than a ``1 / shrink`` of the full size."""
        chosen = self._levels[0]
        index = 0
        while self._full[0] / (chosen.width / 2) <= shrink:
            index += 1
            chosen = self._level(index)
        return chosen

    def _level(self, index: int) -> Image.Image:
        with self._growing:
            while index >= len(self._levels):
                self._levels.append(self._levels[-1].reduce(2))
            return self._levels[index]
