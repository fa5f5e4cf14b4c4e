"""Which text has to give way where a region cannot hold them all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError
from onbrand.imaging.flow import Item, TextItem, fits
from onbrand.imaging.geometry import Rect
from onbrand.imaging.lines import TextMeasurer


@dataclass(frozen=True, slots=True)
class Misfit:
    """Items that do not fit in an area of a placement."""

    placement: str
    items: Sequence[Item]
    area: Rect
    gap: int
    measurer: TextMeasurer

    def error(self) -> TextDoesNotFitError | LogoDoesNotFitError:
        """Names the first text whose shortening helps, the longest first, and how much of it would fit."""
        texts = sorted(
            (one for one in self.items if isinstance(one, TextItem)), key=lambda one: -len(one.text)
        )
        for item in texts:
            fitting = self._longest(item)
            if fitting:
                return TextDoesNotFitError(item.layer.id, self.placement, item.text, fitting)
        if texts:
            return TextDoesNotFitError(texts[0].layer.id, self.placement, texts[0].text, "")
        return LogoDoesNotFitError(f"There is no room for the logo on {self.placement}.")

    def _longest(self, item: TextItem) -> str:
        """Whole words of it; where not even the first fits, its letters."""
        words = item.text.split()
        count = self._most(item, lambda taken: " ".join(words[:taken]), len(words) - 1)
        if count:
            return " ".join(words[:count])
        return words[0][: self._most(item, lambda taken: words[0][:taken], len(words[0]) - 1)]

    def _most(self, item: TextItem, shortened: Callable[[int], str], most: int) -> int:
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            shorter = [replace(item, text=shortened(middle)) if one is item else one for one in self.items]
            if fits(shorter, self.area, self.gap, self.measurer):
                low = middle
            else:
                high = middle - 1
        return low
