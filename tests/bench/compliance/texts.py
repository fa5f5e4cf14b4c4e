"""What can be wrong with a text, drawn with the letters and layers of a render."""

from collections.abc import Sequence
from dataclasses import replace
from math import ceil

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageFilter

from onbrand.brand.colour import contrast_ratio, rgb
from onbrand.brand.layers import Align, TextLayer, TextRole
from onbrand.compliance.areas import covered_area, safe_area
from onbrand.compliance.subject import Subject
from onbrand.imaging.flow import PlacedItem, TextItem
from onbrand.imaging.fonts import is_vendored
from onbrand.imaging.geometry import Rect
from onbrand.imaging.layout import Placed
from onbrand.imaging.lines import Font, TextBlock, block
from onbrand.imaging.model import LayerType, PlacedLayer
from onbrand.imaging.text import PillowMeasurer
from tests.bench.compliance.bases import FORBIDDEN, Base, Doctored
from tests.bench.compliance.shades import named, nearer, shifted

MEASURER = PillowMeasurer()
LARGE, READABLE = 24 / 390, 10.0  # as text_contrast and text_size have them
FOREIGN = "Noto Sans Hebrew"
WIDE = 1e6


def parts(text: Placed) -> tuple[TextLayer, PlacedItem, TextItem, TextBlock]:
    """A placed text's layer, place, item and lines."""
    flowed = text.flowed
    assert isinstance(text.layer, TextLayer) and flowed and isinstance(flowed.item, TextItem) and flowed.text
    return text.layer, flowed, flowed.item, flowed.text


def victim(base: Base, choices: Sequence[Placed] | None = None) -> Placed | None:
    """The text that this render's number picks."""
    choices = base.texts if choices is None else choices
    return choices[base.number % len(choices)] if choices else None


def recoloured(base: Base, distance: float) -> Doctored | None:
    """Its colour is this far from what it was."""
    text = victim(base)
    if text is None:
        return None
    palette = [colour.hex for colour in base.profile.palette]
    return base.drawn(base.changed(_in(text, shifted(_ink(base, text), distance, palette))))


def faded(base: Base, share: float) -> Doctored | None:
    """Its colour has gone to its ground's: of the way from 1.5:1 to what it needs only this share is left."""
    text = victim(base)
    if text is None:
        return None
    ground, ink = _ground(base, text), _ink(base, text)
    low, high = 0.0, 1.0
    one, other = np.array(rgb(ground), dtype=float), np.array(rgb(ink), dtype=float)
    for _ in range(12):
        middle = (low + high) / 2
        if contrast_ratio(named(one + (other - one) * middle), ground) < _wanted(base, text, share):
            low = middle
        else:
            high = middle
    return base.drawn(base.changed(_in(text, named(one + (other - one) * high))))


def busy(base: Base, share: float) -> Doctored | None:
    """Half of the ground behind it has come near its colour, in specks; see ``faded``."""
    text = victim(base)
    if text is None:
        return None
    size = parts(text)[3].size
    x, y, width, height = text.box.inset(-round(0.4 * size)).cut(Rect(0, 0, *base.whole[0].size))
    under = nearer(_ink(base, text), _ground(base, text), _wanted(base, text, share))

    def speckle(picture: Image.Image) -> None:
        side = max(3, round(0.35 * size))
        cells = np.random.default_rng(base.number).random((-(-height // side), -(-width // side))) < 0.5
        mask = Image.fromarray((cells * 255).astype(np.uint8)).resize(
            (cells.shape[1] * side, cells.shape[0] * side), Image.Resampling.NEAREST
        )
        mask = mask.crop((0, 0, width, height)).filter(ImageFilter.GaussianBlur(side / 6))
        picture.paste(under, (x, y), mask)

    picture, composition = base.drawn(base.placed, text.layer.id, speckle)
    speckles = PlacedLayer(id="speckles", type=LayerType.PHOTO, box=(x, y, width, height))
    at = next(at for at, layer in enumerate(composition.layers) if layer.id == text.layer.id)
    layers = (*composition.layers[:at], speckles, *composition.layers[at:])
    return picture, composition.model_copy(update={"layers": layers})


def small(base: Base, share: float) -> Doctored | None:
    """Its letters have this share of the brand's least size."""
    text = victim(base)
    if text is None:
        return None
    least = max(READABLE, base.profile.typography.minimum_size * min(base.whole[0].size))
    size = int(share * least)
    return base.drawn(base.changed(reset(text, size=min(size, parts(text)[3].size))))


def in_another_font(base: Base, grade: float) -> Doctored | None:
    """In a weight that the brand has not (1), its other family (2), a foreign family (3)."""
    text = victim(base)
    if text is None:
        return None
    heading, body = base.profile.typography.heading, base.profile.typography.body
    is_heading = parts(text)[0].role is TextRole.HEADING
    own, other = (heading, body) if is_heading else (body, heading)
    foreign = {"Inter", "Archivo", "Literata", "Fraunces"} - {own.family, other.family}
    free = [
        weight
        for weight in (400, 700, 500, 600, 800)
        if weight not in own.weights and _has(own.family, weight)
    ]
    font = {
        1: Font(own.family, (free or [own.weights[0]])[0]),
        2: Font(other.family, other.weights[0]),
        3: Font(min(foreign), 400),
    }[int(grade)]
    if grade == 1 and not free:
        return None
    return base.drawn(base.changed(reset(text, font=font)))


def saying(base: Base, grade: float) -> Doctored | None:
    """Its last line is a word that the brand forbids: with a slip (1), in capitals (2), as it is (3)."""
    text = victim(base)
    if text is None:
        return None
    word, was = FORBIDDEN[0], parts(text)[3]
    said = {1: word[:4] + word[5:], 2: word.upper() + "!", 3: word}[int(grade)]
    kept = list(was.lines[:-1])
    # as large as the longest of them fits in
    longest = reset(text, lines=[*kept, word.upper() + "!"])
    size = int(was.size * min(1.0, text.box.width / longest.box.width))
    return base.drawn(base.changed(reset(text, size=size, lines=[*kept, said])))


def unsafe(base: Base, share: float) -> Doctored | None:
    """This share of its letters lies where the platform hides the picture; None where it hides nothing."""
    subject = Subject(base.whole[0], base.profile, placement=base.target)
    for text in sorted(base.texts, key=lambda one: one.box.area):
        x, y, width, height = ink_box(base, text)
        left, top, _, _ = safe_area(subject)
        covered = covered_area(subject)
        if top >= height:
            return _shifted(base, text, 0, round(top - share * height) - y)
        if left >= width:
            return _shifted(base, text, round(left - share * width) - x, 0)
        if covered is not None and min(covered[3], height) >= 0.8 * height:
            middle = covered[1] + (covered[3] - height) // 2 - y
            most = min(share * width, covered[2])
            if most < min(share, 0.5) * width:
                continue
            if covered[0] < base.target.width / 2:
                return _shifted(base, text, round(covered[0] + covered[2] - most) - x, middle)
            return _shifted(base, text, round(covered[0] - width + most) - x, middle)
    return None


def overlapping(base: Base, share: float) -> Doctored | None:
    """It stands on another text or the logo, with this share of the smaller of both."""
    text = victim(base)
    if text is None:
        return None
    mine = ink_box(base, text)
    others = [ink_box(base, one) for one in base.texts if one is not text]
    others += [Rect(*layer.box) for layer in base.whole[1].layers if layer.type is LayerType.LOGO]
    other = others[base.number // 2 % len(others)]
    smaller = min(mine.area, other.area)
    down = share * smaller / min(mine.width, other.width)
    if down > min(mine.height, other.height):
        return None
    x = min(max(other.x, 0), base.target.width - mine.width)
    # it slides on towards the other's far side, always away from where it was
    y = round(other.y - mine.height + down if mine.y < other.y else other.bottom - down)
    return _shifted(base, text, x - mine.x, y - mine.y)


def ink_box(base: Base, text: Placed) -> Rect:
    """Where its letters are."""
    without = base.drawn(tuple(one for one in base.placed if one is not text))[0]
    found = ImageChops.difference(base.whole[0], without).getbbox()
    if found is None:
        return text.box
    return Rect(found[0], found[1], found[2] - found[0], found[3] - found[1])


def reset(
    text: Placed, size: int | None = None, font: Font | None = None, lines: Sequence[str] | None = None
) -> Placed:
    """The text set anew at its place, in the lines that it has."""
    layer, flowed, item, was = parts(text)
    font = font or item.font
    words = "\n".join(lines or was.lines)
    new = block(words, font, size or was.size, WIDE, 99, was.line_height / was.size, MEASURER)
    assert new is not None
    free = text.box.width - ceil(new.width)
    x = text.box.x + {Align.LEFT: 0, Align.CENTRE: free // 2, Align.RIGHT: free}[layer.align]
    box = Rect(x, text.box.y, ceil(new.width), ceil(new.height))
    said = words.replace("\n", " ") if lines else item.text
    return replace(
        text, box=box, flowed=replace(flowed, item=replace(item, font=font, text=said), text=new, box=box)
    )


def _shifted(base: Base, text: Placed, across: int, down: int) -> Doctored:
    box = Rect(text.box.x + across, text.box.y + down, text.box.width, text.box.height)
    return base.drawn(base.changed(replace(text, box=box)))


def _in(text: Placed, colour: str) -> Placed:
    return replace(text, layer=text.layer.model_copy(update={"colour": colour}))


def _ink(base: Base, text: Placed) -> str:
    return next(layer.colours[0] for layer in base.whole[1].layers if layer.id == text.layer.id)


def _ground(base: Base, text: Placed) -> str:
    picture = base.drawn(tuple(one for one in base.placed if one is not text))[0]
    seen: NDArray[np.uint8] = np.asarray(
        picture.crop((text.box.x, text.box.y, text.box.right, text.box.bottom))
    )
    return named(np.median(seen.reshape(-1, 3), axis=0))


def _wanted(base: Base, text: Placed, share: float) -> float:
    rules = base.profile.compliance
    is_large = parts(text)[3].size >= LARGE * min(base.whole[0].size)
    return 1.5 + share * ((rules.minimum_large_contrast if is_large else rules.minimum_contrast) - 1.5)


def _has(family: str, weight: int) -> bool:
    return is_vendored(Font(family, weight))
