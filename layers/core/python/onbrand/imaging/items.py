"""From layers that flow (texts, logos, images, QR codes, small shapes) to items with sizes in pixels."""

from dataclasses import dataclass
from math import ceil, sqrt

from onbrand.brand.layers import ImageLayer, Layer, LogoLayer, QrLayer, ShapeLayer, TextLayer, TextRole
from onbrand.brand.profile import FontChoice, LetterCase, ProfileDesign
from onbrand.imaging.errors import LogoDoesNotFitError, TextMissingError
from onbrand.imaging.flow import Item, SolidItem, TextItem
from onbrand.imaging.geometry import Rect
from onbrand.imaging.lines import Font
from onbrand.imaging.placed import Content
from onbrand.imaging.wording import cleaned, in_case

LEGIBLE_PIXELS = 13
"""No text is smaller than this, however small the canvas."""

LONG_LOGO = 4.0
"""Width over height of a logo whose size is taken as it is."""


def font_of(layer: TextLayer, profile: ProfileDesign) -> Font:
    """The font of a text by its role: headings in the boldest heading weight, calls to action in the
    boldest of the body."""
    typography = profile.typography
    choice: FontChoice = typography.heading if layer.role is TextRole.HEADING else typography.body
    bold = layer.role in (TextRole.HEADING, TextRole.CTA)
    weight = layer.weight or (max(choice.weights) if bold else min(choice.weights))
    near = min(choice.weights, key=lambda one: abs(one - weight))
    return Font(choice.family, near, layer.letter_spacing)


def case_of(layer: TextLayer, profile: ProfileDesign) -> LetterCase:
    """The layer's own case, else the profile's for headings."""
    if layer.case is not None:
        return layer.case
    return profile.typography.heading_case if layer.role is TextRole.HEADING else LetterCase.AS_WRITTEN


def is_flowing(layer: Layer) -> bool:
    """Whether a layer stands among texts instead of filling its region."""
    if isinstance(layer, ShapeLayer):
        return layer.width is not None and layer.height is not None
    return isinstance(layer, TextLayer | LogoLayer | ImageLayer | QrLayer)


@dataclass(frozen=True, slots=True)
class Scale:
    """What sizes are fractions of, in pixels: ``unit`` in templates, ``short`` (the canvas's shorter side) in
    profiles. ``placement`` is named in errors."""

    placement: str
    unit: int
    short: int


def item_of(layer: Layer, content: Content, scale: Scale, area: Rect) -> Item | None:
    """The item of a layer in ``area``; None for one that has nothing to show or does not flow. Raises
    TextMissingError, LogoDoesNotFitError."""
    match layer:
        case TextLayer():
            return _text(layer, content, scale)
        case LogoLayer():
            return _logo(layer, content, scale, area)
        case ImageLayer():
            width, height = _sides(layer.size * scale.unit, content.ratios[layer.image])
            return SolidItem(layer, layer.anchor, layer.space_before, width, height)
        case QrLayer():
            side = round(layer.size * scale.unit)
            empty = not _written(layer.slot, layer, content)
            return None if empty else SolidItem(layer, layer.anchor, layer.space_before, side, side)
        case ShapeLayer(width=float(), height=float()):
            return SolidItem(
                layer,
                layer.anchor,
                layer.space_before,
                max(1, round((layer.width or 0) * scale.unit)),
                max(1, round((layer.height or 0) * scale.unit)),
            )
    return None


def _written(slot: str, layer: TextLayer | QrLayer, content: Content) -> str:
    text = cleaned(content.texts.get(slot, ""))
    if not text and not layer.optional:
        raise TextMissingError(f"The template needs a text for {slot!r}.")
    return text


def _text(layer: TextLayer, content: Content, scale: Scale) -> TextItem | None:
    written = layer.text if layer.slot is None else _written(layer.slot, layer, content)
    if not written:
        return None
    least = content.profile.typography.minimum_size * scale.short
    return TextItem(
        layer=layer,
        anchor=layer.anchor,
        before=layer.space_before,
        text=in_case(written, case_of(layer, content.profile)),
        font=font_of(layer, content.profile),
        min_size=ceil(max(layer.min_size * scale.unit, least, LEGIBLE_PIXELS)),
        max_size=round(layer.max_size * scale.unit),
        max_lines=layer.max_lines,
        line_height=layer.line_height,
        align=layer.align,
        padding=_room_around(layer),
    )


def _logo(layer: LogoLayer, content: Content, scale: Scale, area: Rect) -> SolidItem:
    rules, ratio = content.profile.logo, content.ratios["logo"]
    room = min(area.width * max(1, 1 / ratio), area.height * max(1, ratio))
    smallest, largest = ceil(rules.minimum_size * scale.short), rules.maximum_size * scale.short
    # a compact logo looks larger than a long one of the same length
    compact = min(sqrt(max(ratio, 1 / ratio) / LONG_LOGO), 1.0)
    wanted = min(max(layer.size * compact * scale.unit, smallest), largest)
    longer = min(wanted, room)
    if longer < smallest:
        raise LogoDoesNotFitError(
            f"The logo would be smaller on {scale.placement} than the brand allows "
            f"({longer:.0f} of {smallest} pixels)."
        )
    width, height = _sides(longer, ratio)
    clear = ceil(rules.clear_space * height)
    return SolidItem(layer, layer.anchor, layer.space_before, width, height, clear)


def _room_around(layer: TextLayer) -> tuple[float, float] | None:
    """What a box and an outline need around the letters, in font sizes."""
    line = layer.outline.width if layer.outline else 0.0
    if layer.box is None:
        return (line, line) if line else None
    return layer.box.padding[0] + line, layer.box.padding[1] + line


def _sides(longer: float, ratio: float) -> tuple[int, int]:
    """Width and height with the ratio, the longer of them ``longer`` pixels."""
    if ratio >= 1:
        return max(1, int(longer)), max(1, round(longer / ratio))
    return max(1, round(longer * ratio)), max(1, int(longer))
