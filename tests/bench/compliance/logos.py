"""What can be wrong with a logo, drawn."""

import numpy as np
from PIL import Image

from onbrand.brand.colour import contrast_ratio
from onbrand.imaging import LogoFile
from onbrand.imaging.lines import Font
from onbrand.imaging.logo import drawn
from onbrand.imaging.model import LayerType, PlacedLayer
from onbrand.imaging.text import draw_line
from tests.bench.compliance.bases import Base, Doctored
from tests.bench.compliance.shades import named, shifted

Box = tuple[int, int, int, int]


def listed(base: Base) -> PlacedLayer:
    """The logo of the layer list."""
    return next(layer for layer in base.whole[1].layers if layer.type is LayerType.LOGO)


def removed(base: Base, _: float) -> Doctored:
    """It is gone."""
    return base.without_logo


def shrunk(base: Base, share: float) -> Doctored:
    """Its longer side is this share of the brand's least."""
    _, _, width, height = listed(base).box
    longer = share * base.profile.logo.minimum_size * min(base.whole[0].size)
    scale = min(1.0, longer / max(width, height))
    return _stamped(base, _own(base, round(width * scale), round(height * scale)))


def stretched(base: Base, factor: float) -> Doctored:
    """Wider by this factor; every second one squeezed by it."""
    _, _, width, height = listed(base).box
    across = factor if base.number % 2 else 1 / factor
    return _stamped(base, _own(base, round(width * across), height))


def rotated(base: Base, angle: float) -> Doctored:
    """Turned by this angle, every second one the other way."""
    _, _, width, height = listed(base).box
    turned = _own(base, 3 * width, 3 * height).rotate(
        angle if base.number % 2 else -angle, Image.Resampling.BICUBIC, expand=True
    )
    return _stamped(base, turned.resize((turned.width // 3, turned.height // 3), Image.Resampling.LANCZOS))


def recoloured(base: Base, distance: float) -> Doctored:
    """Each of its colours is this far from what it was."""
    _, _, width, height = listed(base).box
    logo = _own(base, width, height)
    pixels = np.array(logo)
    solid = pixels[..., 3] > 250
    bins, counts = np.unique(pixels[solid][:, :3], axis=0, return_counts=True)
    inks = bins[np.argsort(-counts)][:3] if len(counts) > 1 else bins
    inks = [
        ink for ink, count in zip(inks, np.sort(counts)[::-1], strict=False) if count > 0.03 * solid.sum()
    ]
    palette = [colour.hex for colour in base.profile.palette]
    away = np.abs(pixels[..., None, :3].astype(int) - np.array(inks)[None, None]).sum(axis=-1)
    new = np.array([_channels(shifted(named(ink), distance, [*palette, *map(named, inks)])) for ink in inks])
    pixels[..., :3] = new[away.argmin(axis=-1)]
    return _stamped(base, Image.fromarray(pixels, "RGBA"))


def old(base: Base, _: float) -> Doctored:
    """The one that was replaced stands in its place, in the colours of its variant."""
    _, _, width, height = listed(base).box
    now = _own(base, width, height)
    then = drawn(base.former, width, height).copy()
    if listed(base).variant is not base.former.variant:
        ink = np.array(now)[..., :3][np.array(now)[..., 3] > 250]
        then = Image.merge(
            "RGBA", (*Image.new("RGB", then.size, named(np.median(ink, axis=0))).split(), then.split()[3])
        )
    return _stamped(base, then)


def crowded(base: Base, share: float) -> Doctored | None:
    """A word stands beside it, leaving this share of its clear space; None where there is no room for one."""
    box = listed(base).box
    space = base.profile.logo.clear_space * box[3]
    word = _word(base, max(12, round(0.5 * box[3])))
    place = _beside(base, box, word.size, round(share * space))
    if place is None or space < 4:
        return None
    picture, composition = base.whole
    picture = picture.copy()
    picture.paste(word, place[:2], word)
    layer = PlacedLayer(
        id="crowd", type=LayerType.TEXT, box=place, text="New", lines=("New",), role="body", font_family="Inter",
        font_weight=600, font_size=float(max(12, round(0.5 * box[3]))), line_height=20.0, letter_case="as_written",
        colours=(_ink(base),),
    )  # fmt: skip
    return picture, composition.model_copy(update={"layers": (*composition.layers, layer)})


def moved(base: Base, share: float) -> Doctored:
    """Moved to the nearest edge, leaving this share of the brand's margin."""
    x, y, width, height = listed(base).box
    across, down = base.whole[0].size
    keep = round(share * base.profile.layout.margin * min(across, down))
    gaps = {"left": x, "top": y, "right": across - x - width, "bottom": down - y - height}
    side = min(gaps, key=lambda one: gaps[one])
    x = {"left": keep, "right": across - width - keep}.get(side, x)
    y = {"top": keep, "bottom": down - height - keep}.get(side, y)
    return _stamped(base, _own(base, width, height), (x + width / 2, y + height / 2))


def doubled(base: Base, share: float) -> Doctored | None:
    """A second one stands elsewhere, this share as large; None where there is no room for one."""
    _, _, width, height = listed(base).box
    width, height = max(2, round(share * width)), max(2, round(share * height))
    keep = round(base.profile.layout.margin * min(base.whole[0].size))
    across, down = base.target.width - width - keep, base.target.height - height - keep
    taken = [layer.box for layer in base.whole[1].layers if layer.type in (LayerType.LOGO, LayerType.TEXT)]
    free = [
        (x, y)
        for y in range(keep, down + 1, max(1, height // 2))
        for x in range(keep, across + 1, max(1, width // 2))
        if not any(_touch((x - keep, y - keep, width + 2 * keep, height + 2 * keep), box) for box in taken)
    ]
    if not free:
        return None
    picture, composition = base.whole
    picture, at = picture.copy(), free[7 * base.number % len(free)]
    ground = picture.crop((*at, at[0] + width, at[1] + height))
    again, variant = max(
        ((drawn(logo, width, height), logo.variant) for logo in base.artwork.logos),
        key=lambda one: _standing_out(one[0], ground),
    )
    picture.paste(again, at, again)
    layer = PlacedLayer(id="again", type=LayerType.LOGO, box=(*at, *again.size), variant=variant)
    return picture, composition.model_copy(update={"layers": (*composition.layers, layer)})


def _standing_out(logo: Image.Image, ground: Image.Image) -> float:
    """The least contrast that most of a logo has with most of its ground."""
    pixels = np.array(logo)
    ink = np.median(pixels[pixels[..., 3] > 250][:, :3], axis=0)
    light = np.percentile(np.array(ground).reshape(-1, 3), (20, 80), axis=0)
    return min(contrast_ratio(named(ink), named(level)) for level in light)


def _own(base: Base, width: int, height: int) -> Image.Image:
    variant = listed(base).variant
    logo: LogoFile = next(one for one in base.artwork.logos if one.variant is variant)
    return drawn(logo, max(2, width), max(2, height))


def _stamped(base: Base, logo: Image.Image, middle: tuple[float, float] | None = None) -> Doctored:
    """The picture with this logo around a point, its own middle when none is given; the list says so."""
    x, y, width, height = listed(base).box
    centre = middle or (x + width / 2, y + height / 2)
    at = (round(centre[0] - logo.width / 2), round(centre[1] - logo.height / 2))
    composition = base.whole[1]
    plate = base.without_logo[0].copy()
    plate.paste(logo, at, logo)
    layers = tuple(
        layer.model_copy(update={"box": (*at, *logo.size)}) if layer.type is LayerType.LOGO else layer
        for layer in composition.layers
    )
    return plate, composition.model_copy(update={"layers": layers})


def _beside(base: Base, box: Box, size: tuple[int, int], gap: int) -> Box | None:
    """The first side with room between the logo and the edge, and nothing else there."""
    x, y, width, height = box
    others = [layer.box for layer in base.whole[1].layers if layer.type is LayerType.TEXT]
    for left, top in (
        (x + width + gap, y + (height - size[1]) // 2),
        (x - gap - size[0], y + (height - size[1]) // 2),
        (x + (width - size[0]) // 2, y + height + gap),
        (x + (width - size[0]) // 2, y - gap - size[1]),
    ):
        inside = 0 <= left <= base.target.width - size[0] and 0 <= top <= base.target.height - size[1]
        if inside and not any(_touch((left, top, *size), other) for other in others):
            return (left, top, *size)
    return None


def _touch(one: Box, other: Box) -> bool:
    return (
        one[0] < other[0] + other[2]
        and other[0] < one[0] + one[2]
        and one[1] < other[1] + other[3]
        and other[1] < one[1] + one[3]
    )


def _ink(base: Base) -> str:
    x, y, width, height = listed(base).box
    ground = np.median(
        np.array(base.without_logo[0].crop((x, y, x + width, y + height))).reshape(-1, 3), axis=0
    )
    inks = [colour.hex for colour in base.profile.palette if colour.role.value == "text"]
    return max(inks, key=lambda one: contrast_ratio(one, named(ground)))


def _word(base: Base, size: int) -> Image.Image:
    """A word, cut to its ink."""
    mask = Image.new("L", (6 * size, 3 * size))
    draw_line(mask, size, 2 * size, "New", Font("Inter", 600), size, 255)
    mask = mask.crop(mask.getbbox())
    return Image.merge("RGBA", (*Image.new("RGB", mask.size, _ink(base)).split(), mask))


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour.lstrip("#")))
