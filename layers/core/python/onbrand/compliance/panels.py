"""The even surfaces that a design painted, on a picture without a layer list: large ones anywhere, small ones such as
buttons around the letters that stand on them."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from onbrand.compliance.flats import Flats
from onbrand.compliance.model import Box
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

_LARGE = 0.03  # share of the picture from which on an even area needs no letters to be a design's
_REACH = 2.0  # heights of a line within which the edge of its button lies
_OWN = 10  # steps of a channel that JPEG's halo of the letters takes from a button's colour
_WITHIN, _BEYOND = 0.85, 0.25  # share of a side that has the button's colour, inside and outside of its edge
_EDGE = 0.2  # of a line's height: how far its round corners spread an edge
_SAME = 2  # steps of a channel between grounds that are one
_CLIPPED = (
    1,
    254,
)  # black and white of a photograph are even, too: its darkest shadow, an overexposed backdrop


class Panel(NamedTuple):
    """A surface in one colour (RGB): its share of the picture, or else the text that stands on it and its box."""

    colour: NDArray[np.uint8]
    share: float | None = None
    behind: str | None = None
    box: Box | None = None


def panels(picture: Image.Image, even: Flats, texts: Iterable[tuple[PlacedLayer, Ink]]) -> tuple[Panel, ...]:
    """The surfaces of an RGB picture that are surely painted, each colour once; white and black may be a photograph's."""
    found: list[Panel] = []
    dark, light = _CLIPPED
    for panel in [*_large(even), *_buttons(picture, texts)]:
        own = panel.colour.astype(np.int16)
        is_new = all(np.abs(own - other.colour).max() > _SAME for other in found)
        if is_new and own.max() > dark and own.min() < light:
            found.append(panel)
    return tuple(found)


def _large(even: Flats) -> Iterator[Panel]:
    for colour, share in zip(even.colours, even.shares, strict=True):
        if share >= _LARGE:
            yield Panel(colour, share)


def _buttons(picture: Image.Image, texts: Iterable[tuple[PlacedLayer, Ink]]) -> Iterator[Panel]:
    """Grounds that end in straight edges above, below and beside their line of letters."""
    for layer, ink in texts:
        x, y, width, height = ink.box
        reach = round(_REACH * height)
        left, top = max(0, x - reach), max(0, y - reach)
        right, bottom = min(picture.width, x + width + reach), min(picture.height, y + height + reach)
        seen = np.asarray(picture.crop((left, top, right, bottom))).astype(np.int16)
        rows, columns = slice(y - top, y - top + height), slice(x - left, x - left + width)
        above, below = seen[: rows.start, columns][::-1], seen[rows.stop :, columns]
        beside = [seen[rows, : columns.start].swapaxes(0, 1)[::-1], seen[rows, columns.stop :].swapaxes(0, 1)]
        near = max(1, height // 2)
        colour = np.median(np.concatenate([above[:near], below[:near]]).reshape(-1, 3), axis=0)
        spread = max(3, round(_EDGE * height))
        up, down = _edge(above, colour, spread), _edge(below, colour, spread)
        across = [_edge(side, colour, spread) for side in beside]
        if up is None or down is None or across == [None, None]:
            continue
        start, stop = x - (across[0] or 0), x + width + (across[1] or 0)
        box = (start, y - up, stop - start, height + up + down)
        yield Panel(colour.astype(np.uint8), behind=layer.id, box=box)


def _edge(lines: NDArray[np.int16], colour: NDArray[np.floating], spread: int) -> int | None:
    """How many lines of pixels, from the letters on, have the colour before it ends all at once; None when it does not."""
    own = (np.abs(lines - colour) <= _OWN).all(axis=-1).mean(axis=1)
    # what letters bleed and descend comes first
    starts = np.flatnonzero(own[: 2 * spread] >= _WITHIN)
    if not starts.size:
        return None
    ends = np.flatnonzero(own[starts[0] :] < _WITHIN)
    if not ends.size:
        return None
    end = int(starts[0] + ends[0])
    beyond = own[end + spread : end + 2 * spread]  # a line of letters lets its ground through
    return end if beyond.size and (beyond <= _BEYOND).all() else None
