"""Resizing goes through here: the SIMD resizer where its wheel is installed, Pillow elsewhere, the same
geometry."""

import logging
from collections.abc import Callable, Sequence
from functools import cache
from importlib import import_module
from threading import Lock
from typing import Any, NamedTuple, Protocol

from PIL import Image

Box = tuple[float, float, float, float]
"""Left, top, right, bottom in pixels of the source."""

WORTH = 2
"""How many times the pixels of windows drawn early the decoded photograph must have to be let go for them."""

BAND = 256
"""Rows that are halved at once: all of a large photograph would take half its memory again between the passes."""

logger = logging.getLogger(__name__)


class Resizer(Protocol):
    """Makes RGB images smaller or larger."""

    def __call__(self, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        """The part ``box`` of the image in ``size`` pixels, by Lanczos."""
        ...

    def half(self, image: Image.Image) -> Image.Image:
        """The whole image at half its size, rounded up, by a cheaper filter."""
        ...


def _half_of(image: Image.Image) -> tuple[int, int]:
    return (image.width + 1) // 2, (image.height + 1) // 2


class _Pillow:
    def __call__(self, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        return image.resize(size, Image.Resampling.LANCZOS, box=box)

    def half(self, image: Image.Image) -> Image.Image:
        if image.width % 2 == 0 == image.height % 2:
            return image.reduce(2)
        return image.resize(
            _half_of(image), Image.Resampling.BOX
        )  # reducing would shift what an odd size shows


class _Simd:
    """The SIMD resizer. Its objects take and clear the memory between their two passes when they are new, half of
    what resizing costs, so they are kept: as many as there were threads that resized at once."""

    def __init__(self, module: Any) -> None:
        self._module, self._idle = module, list[Any]()

    def __call__(self, image: Image.Image, size: tuple[int, int], box: Box) -> Image.Image:
        return self._convolved(image, size, box, self._module.FilterType.lanczos3)

    def half(self, image: Image.Image) -> Image.Image:
        target = Image.new(image.mode, _half_of(image))
        step = image.height / target.height
        for top in range(0, target.height, BAND):
            rows = min(BAND, target.height - top)
            box = (0, top * step, image.width, min((top + rows) * step, image.height))
            band = self._convolved(image, (target.width, rows), box, self._module.FilterType.catmull_rom)
            target.paste(band, (0, top))
        return target

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


class Window(NamedTuple):
    """``crop`` (left, top, width, height in pixels of the full size) is wanted in ``size`` pixels."""

    crop: tuple[float, float, float, float]
    size: tuple[int, int]


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
        self._ready: dict[Window, list[Image.Image]] = {}

    @property
    def full_size(self) -> tuple[int, int]:
        """Of the photograph as it was before it was decoded at a smaller scale, in pixels."""
        return self._full

    def window(self, crop: tuple[float, float, float, float], size: tuple[int, int]) -> Image.Image:
        """``crop`` (left, top, width, height in pixels of the full size) in ``size`` pixels."""
        wanted = Window(crop, size)
        ready = self._ready.get(wanted)
        return ready.pop() if ready else self._drawn(wanted)

    def prepare(self, windows: Sequence[Window]) -> None:
        """Lets go of what was decoded where few of the windows need more than the half of it: those are drawn now and
        kept until they are asked for."""
        levels = [self._smallest(one) for one in windows]
        large = [one for one, level in zip(windows, levels, strict=True) if level is self._levels[0]]
        kept = sum(width * height for _, (width, height) in large)
        if len(self._levels) == 1 or kept * WORTH > self._levels[0].width * self._levels[0].height:
            return
        for one in large:
            self._ready.setdefault(one, []).append(self._drawn(one))
        del self._levels[0]

    def overview(self, enough: int) -> Image.Image:
        """A level to look at as a whole: the half of what was decoded when that is ``enough`` pixels wide."""
        return self._level(1) if self._levels[0].width // 2 >= enough else self._levels[0]

    def _drawn(self, window: Window) -> Image.Image:
        crop, size = window
        level = self._smallest(window)
        across, down = level.width / self._reach[0], level.height / self._reach[1]
        left, top = max(crop[0] * across, 0.0), max(crop[1] * down, 0.0)
        right = min((crop[0] + crop[2]) * across, float(level.width))
        bottom = min((crop[1] + crop[3]) * down, float(level.height))
        return self._resizer(level, size, (left, top, right, bottom))

    def _smallest(self, window: Window) -> Image.Image:
        """The smallest level that need not be enlarged for the window."""
        shrink = window.crop[2] / window.size[0]
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
