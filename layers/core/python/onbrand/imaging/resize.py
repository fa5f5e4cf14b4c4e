"""Resizing goes through here: the SIMD resizer where its wheel is installed, Pillow elsewhere, the same
geometry."""

import logging
from collections.abc import Callable
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any, Protocol

from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the source."""

logger = logging.getLogger(__name__)


class Resizer(Protocol):
    """Makes RGB images smaller or larger."""

    def __call__(self, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        """The part ``box`` of the image in ``size`` pixels, by Lanczos."""
        ...

    def half(self, image: Image.Image) -> Image.Image:
        """The whole image at half its size, rounded up, by a cheaper filter."""
        ...


class _Pillow:
    def __call__(self, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        return image.resize(size, Image.Resampling.LANCZOS, box=box)

    def half(self, image: Image.Image) -> Image.Image:
        return image.reduce(2)


class _Simd:
    """The SIMD resizer. Its objects take and clear the memory between their two passes when they are new, half of
    what resizing costs, so they are kept: as many as there were threads that resized at once."""

    def __init__(self, module: Any) -> None:
        self._module, self._idle = module, list[Any]()

    def __call__(self, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        return self._convolved(image, size, box, self._module.FilterType.lanczos3)

    def half(self, image: Image.Image) -> Image.Image:
        size = (image.width + 1) // 2, (image.height + 1) // 2
        return self._convolved(image, size, (0, 0, *image.size), self._module.FilterType.catmull_rom)

    def _convolved(self, image: Image.Image, size: tuple[int, int], box: Box, kernel: Any) -> Image.Image:
        target = Image.new(image.mode, size)
        left, top, right, bottom = box
        options = self._module.ResizeOptions(
            resize_alg=self._module.ResizeAlg.convolution(kernel),
            crop_box=self._module.CropBox(left, top, right - left, bottom - top),
        )
        try:
            resizer = self._idle.pop()
        except IndexError:
            resizer = self._module.Resizer()
        resizer.resize_pil(image, target, options)
        self._idle.append(resizer)
        return target


def found_resizer(load: Callable[[str], Any] = import_module) -> Resizer:
    """The fastest resizer that ``load`` can import; says so once in the log when that is Pillow."""
    try:
        return _Simd(load("cykooz_resizer"))
    except ImportError:
        logger.info("cykooz.resizer is not installed; Pillow resizes, more slowly")
        return _Pillow()


@cache
def _usual() -> Resizer:
    return found_resizer()


def resized(image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
    """The part ``box`` of an RGB image in ``size`` pixels, by Lanczos."""
    return _usual()(image, size, box)


class Pyramid:
    """A photograph and its halves, made when they are first needed: each crop is resized from the smallest
    that will do."""

    def __init__(
        self, image: Image.Image, full_size: tuple[int, int], resizer: Resizer | None = None
    ) -> None:
        self._levels = [image]
        self._full = full_size
        shrink = round(full_size[0] / image.width)  # decoders round the size up, not the scale
        self._reach = image.width * shrink, image.height * shrink
        self._resizer = resizer or _usual()
        self._growing = Lock()

    def window(self, crop: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
        """``crop`` (left, top, width, height in pixels of the full size) in ``size`` pixels."""
        level = self._smallest(crop[2] / size[0])
        across, down = level.width / self._reach[0], level.height / self._reach[1]
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
                self._levels.append(self._resizer.half(self._levels[-1]))
            return self._levels[index]
