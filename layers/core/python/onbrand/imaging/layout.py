"""From a template to boxes in pixels. Pure geometry: no Pillow, no files; the same input gives the same
boxes.

Layers that fill a region (colour, gradient, scrim, photo, large shapes) take its rectangle. Texts,
logos, images, QR codes and small shapes flow inside it, within the safe insets and the brand's margin
and off what the platform covers.
"""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from math import ceil, sqrt

from onbrand.brand.layers import (
    ImageLayer,
    Layer,
    LogoLayer,
    PhotoLayer,
    QrLayer,
    ScrimLayer,
    ShapeLayer,
    TextLayer,
    TextRole,
)
from onbrand.brand.profile import FontChoice, LetterCase, ProfileDesign
from onbrand.brand.regions import CANVAS
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.crop import Interest, Photograph, PhotoPlace, Room, place_photo
from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError, TextMissingError
from onbrand.imaging.flow import Item, PlacedItem, SolidItem, TextItem, fits, flow
from onbrand.imaging.geometry import Rect, on_canvas, readable_area
from onbrand.imaging.lines import Font, TextMeasurer
from onbrand.imaging.subject import Subject
from onbrand.imaging.wording import cleaned, in_case
from onbrand.placement import Family, Placement

LEGIBLE_PIXELS = 13
"""No text is smaller than this, however small the canvas."""

LONG_LOGO = 4.0
"""Width over height of a logo whose size is taken as it is."""

NOTICEABLY = 0.02
"""Share of the interest that a mirrored arrangement must clear from texts to be preferred."""

STACKED = (Family.SQUARE, Family.PORTRAIT, Family.STORY)
"""Families that are mirrored upside down, since their texts stand above or below the picture."""

OPPOSITE: dict[bool, dict[str, str]] = {
    True: {"top": "bottom", "bottom": "top"},
    False: {"left": "right", "right": "left"},
}

INNER_PADDING = 0.4
"""Distance of a photo panel from a neighbouring region, in paddings."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the boxes depend on besides template and placement. ``texts`` by slot; ``ratios`` of width to
    height: of the logo under ``logo``, of images under their names; ``photo`` in pixels and its ``focal`` in
    fractions; ``interest`` lets crops lean towards what else draws the eye (focal.py); ``subject`` is what they
    keep whole (saliency.py)."""

    profile: ProfileDesign
    texts: Mapping[str, str]
    ratios: Mapping[str, float]
    photo: tuple[int, int]
    focal: tuple[float, float]
    interest: Interest | None = None
    subject: Subject | None = None


@dataclass(frozen=True, slots=True)
class Placed:
    """A layer with its box, and what is special about its kind."""

    layer: Layer
    box: Rect
    photo: PhotoPlace | None = None
    flowed: PlacedItem | None = None


def layout(
    design: TemplateDesign, placement: Placement, content: Content, measurer: TextMeasurer
) -> list[Placed]:
    """The boxes of all layers that show, bottom first. Raises TextMissingError, TextDoesNotFitError,
    LogoDoesNotFitError."""
    rules, plan = design.rules(placement.family), partial(_Layout, design, placement, content, measurer)
    plans = [plan()]
    if rules.mirror:
        mirrored = plan(mirrored=True)
        plans.insert(0 if mirrored.calmer_than(plans[0]) else 1, mirrored)
    # a grown picture, or what a platform covers on one side, may leave texts too little room
    for one in plans[:1] if rules.stretch else ():
        with suppress(TextDoesNotFitError, LogoDoesNotFitError):
            return one.placed()
    for mirror in dict.fromkeys((plans[0].mirrored, False)):
        with suppress(TextDoesNotFitError, LogoDoesNotFitError):
            return plan(mirrored=mirror, stretched=False).placed()
    return plan(stretched=False).placed()


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


class _Layout:
    def __init__(
        self,
        design: TemplateDesign,
        placement: Placement,
        content: Content,
        measurer: TextMeasurer,
        mirrored: bool = False,
        stretched: bool = True,
    ) -> None:
        self.placement, self.content, self.measurer = placement, content, measurer
        self.mirrored = mirrored
        layers = design.layers_for(placement.family)
        stacked = placement.family in STACKED
        self.layers = tuple(_mirrored_scrim(one, stacked) for one in layers) if mirrored else layers
        self.rules = design.rules(placement.family)
        self.short = min(placement.width, placement.height)
        seen = readable_area(placement, 0)
        self.unit = min(seen.width, seen.height)
        self.padding = max(
            round(self.rules.padding * self.unit), round(content.profile.layout.margin * self.short)
        )
        self.stretch = self.rules.stretch if stretched else 0.0
        self.gap = round(self.rules.gap * self.unit)
        self.regions = {
            name: on_canvas(
                region.mirrored(stacked) if mirrored else region, placement.width, placement.height
            )
            for name, region in design.regions(placement.family).items()
        }
        self.photos = {one.id: self._photo(one) for one in self.layers if isinstance(one, PhotoLayer)}
        for layer in self.layers:
            if isinstance(layer, PhotoLayer):
                place, own = self.photos[layer.id], self.regions[layer.focus or layer.region]
                if not place.panel and not (layer.focus not in (None, layer.region) and place.full):
                    self._give_way(own, place.box)

    def calmer_than(self, other: "_Layout") -> bool:
        """Whether more pictures fill their regions, or texts stand on calmer parts of them."""
        ours, theirs = self._fullness(), other._fullness()
        return ours > theirs or (ours == theirs and self._unrest() < other._unrest() - NOTICEABLY)

    def _fullness(self) -> int:
        return sum(place.full and not place.panel for place in self.photos.values())

    def _unrest(self) -> float:
        """The share of the interest that lies where texts do."""
        interest = self.content.interest
        if interest is None:
            return 0.0
        copy = [self.regions[layer.region] for layer in self.layers if isinstance(layer, TextLayer)]
        total = 0.0
        for place in self.photos.values():
            for index, share in enumerate(interest):
                source = (index + 0.5) / len(interest) * self.content.photo[0]
                x = place.box.x + (source - place.crop[0]) * place.scale
                total += share * any(one.x <= x < one.right and one.overlaps(place.box) for one in copy)
        return total

    def _give_way(self, region: Rect, box: Rect) -> None:
        """Regions beside a picture that took less than its region get what it left."""
        for name, one in self.regions.items():
            if name == CANVAS or one == region:
                continue
            beside = one.y < region.bottom and region.y < one.bottom
            stacked = one.x < region.right and region.x < one.right
            if beside and one.x == region.right:
                one = Rect(box.right, one.y, one.right - box.right, one.height)
            elif beside and one.right == region.x:
                one = one._replace(width=box.x - one.x)
            elif stacked and one.y == region.bottom:
                one = Rect(one.x, box.bottom, one.width, one.bottom - box.bottom)
            elif stacked and one.bottom == region.y:
                one = one._replace(height=box.y - one.y)
            self.regions[name] = one

    def placed(self) -> list[Placed]:
        flowing: dict[str, list[Item]] = {}
        for layer in self.layers:
            item = self._item(layer)
            if item is not None:
                flowing.setdefault(layer.region, []).append(item)
        flowed = {
            one.item.layer.id: one for region, items in flowing.items() for one in self._flow(region, items)
        }
        result = []
        for layer in self.layers:
            if layer.id in flowed:
                result.append(Placed(layer, flowed[layer.id].box, flowed=flowed[layer.id]))
            elif isinstance(layer, PhotoLayer):
                place = self.photos[layer.id]
                result.append(Placed(layer, place.box, photo=place))
            elif not _flows(layer) and not (isinstance(layer, ScrimLayer) and self._is_bare()):
                result.append(Placed(layer, self.regions[layer.region]))
        return result

    def _is_bare(self) -> bool:
        """Whether no picture lies under texts: all of them keep to the part that texts leave free."""
        focused = [layer.id for layer in self.layers if isinstance(layer, PhotoLayer) and layer.focus]
        return bool(focused) and not any(self.photos[one].full for one in focused)

    def _photo(self, layer: PhotoLayer) -> PhotoPlace:
        visible = readable_area(self.placement, 0)
        if self.placement.covered:
            visible = visible.clear_of(Rect(*self.placement.covered))
        region = self.regions[layer.region]
        # a panel keeps the padding to the canvas's edge; a part of it to another region, which has its own
        canvas = self.regions[CANVAS]
        focus = self.regions[layer.focus] if layer.focus else region
        inner = focus.inset(round(self.padding * INNER_PADDING)).cut(canvas.inset(self.padding))
        content = self.content
        photo = Photograph(content.photo, content.focal, content.interest, content.subject)
        return place_photo(photo, Room(region, focus, inner, visible, canvas, self.stretch))

    def _area(self, region: str) -> Rect:
        """The part of a region where text and logo may stand."""
        area = (
            self.regions[region]
            .inset(self.padding)
            .cut(readable_area(self.placement, self.content.profile.layout.margin))
        )
        return area.clear_of(Rect(*self.placement.covered)) if self.placement.covered else area

    def _flow(self, region: str, items: Sequence[Item]) -> list[PlacedItem]:
        area = self._area(region)
        placed = flow(items, area, self.gap, self.measurer)
        if placed is None:
            raise self._misfit(items, area)
        return placed

    def _misfit(self, items: Sequence[Item], area: Rect) -> Exception:
        """The error that names the text that has to give way: the first whose shortening helps."""
        texts = sorted((one for one in items if isinstance(one, TextItem)), key=lambda one: -len(one.text))
        for item in texts:
            fitting = self._longest(item, items, area)
            if fitting:
                return TextDoesNotFitError(item.layer.id, self.placement.id, item.text, fitting)
        if texts:
            return TextDoesNotFitError(texts[0].layer.id, self.placement.id, texts[0].text, "")
        return LogoDoesNotFitError(f"There is no room for the logo on {self.placement.id}.")

    def _longest(self, item: TextItem, items: Sequence[Item], area: Rect) -> str:
        """Whole words of it; where not even the first fits, its letters."""
        words = item.text.split()
        count = self._most(item, items, area, lambda taken: " ".join(words[:taken]), len(words) - 1)
        if count:
            return " ".join(words[:count])
        return words[0][: self._most(item, items, area, lambda taken: words[0][:taken], len(words[0]) - 1)]

    def _most(
        self, item: TextItem, items: Sequence[Item], area: Rect, shortened: Callable[[int], str], most: int
    ) -> int:
        low, high = 0, most
        while low < high:
            middle = (low + high + 1) // 2
            shorter = [_with_text(one, item, shortened(middle)) for one in items]
            if not fits(shorter, area, self.gap, self.measurer):
                high = middle - 1
            else:
                low = middle
        return low

    def _item(self, layer: Layer) -> Item | None:
        match layer:
            case TextLayer():
                return self._text(layer)
            case LogoLayer():
                return self._logo(layer)
            case ImageLayer():
                width, height = _sides(layer.size * self.unit, self.content.ratios[layer.image])
                return SolidItem(layer, layer.anchor, layer.space_before, width, height)
            case QrLayer():
                side = round(layer.size * self.unit)
                empty = not self._written(layer.slot, layer)
                return None if empty else SolidItem(layer, layer.anchor, layer.space_before, side, side)
            case ShapeLayer(width=float(), height=float()):
                return SolidItem(
                    layer,
                    layer.anchor,
                    layer.space_before,
                    max(1, round((layer.width or 0) * self.unit)),
                    max(1, round((layer.height or 0) * self.unit)),
                )
        return None

    def _written(self, slot: str, layer: TextLayer | QrLayer) -> str:
        text = cleaned(self.content.texts.get(slot, ""))
        if not text and not layer.optional:
            raise TextMissingError(f"The template needs a text for {slot!r}.")
        return text

    def _text(self, layer: TextLayer) -> TextItem | None:
        written = layer.text if layer.slot is None else self._written(layer.slot, layer)
        if not written:
            return None
        smallest = max(
            layer.min_size * self.unit,
            self.content.profile.typography.minimum_size * self.short,
            LEGIBLE_PIXELS,
        )
        return TextItem(
            layer=layer,
            anchor=layer.anchor,
            before=layer.space_before,
            text=in_case(written, case_of(layer, self.content.profile)),
            font=font_of(layer, self.content.profile),
            min_size=ceil(smallest),
            max_size=round(layer.max_size * self.unit),
            max_lines=layer.max_lines,
            line_height=layer.line_height,
            align=layer.align,
            padding=_room_around(layer),
        )

    def _logo(self, layer: LogoLayer) -> SolidItem:
        rules, ratio = self.content.profile.logo, self.content.ratios["logo"]
        area = self._area(layer.region)
        room = min(area.width * max(1, 1 / ratio), area.height * max(1, ratio))
        smallest, largest = ceil(rules.minimum_size * self.short), rules.maximum_size * self.short
        # a compact logo looks larger than a long one of the same length
        compact = min(sqrt(max(ratio, 1 / ratio) / LONG_LOGO), 1.0)
        wanted = min(max(layer.size * compact * self.unit, smallest), largest)
        longer = min(wanted, room)
        if longer < smallest:
            raise LogoDoesNotFitError(
                f"The logo would be smaller on {self.placement.id} than the brand allows "
                f"({longer:.0f} of {smallest} pixels)."
            )
        width, height = _sides(longer, ratio)
        return SolidItem(
            layer, layer.anchor, layer.space_before, width, height, clear=ceil(rules.clear_space * height)
        )


def _flows(layer: Layer) -> bool:
    if isinstance(layer, ShapeLayer):
        return layer.width is not None and layer.height is not None
    return isinstance(layer, TextLayer | LogoLayer | ImageLayer | QrLayer)


def _room_around(layer: TextLayer) -> tuple[float, float] | None:
    """What a box and an outline need around the letters, in font sizes."""
    line = layer.outline.width if layer.outline else 0.0
    if layer.box is None:
        return (line, line) if line else None
    return layer.box.padding[0] + line, layer.box.padding[1] + line


def _mirrored_scrim(layer: Layer, stacked: bool) -> Layer:
    if isinstance(layer, ScrimLayer) and layer.edge in OPPOSITE[stacked]:
        return layer.model_copy(update={"edge": OPPOSITE[stacked][layer.edge]})
    return layer


def _sides(longer: float, ratio: float) -> tuple[int, int]:
    """Width and height with the ratio, the longer of them ``longer`` pixels."""
    if ratio >= 1:
        return max(1, int(longer)), max(1, round(longer / ratio))
    return max(1, round(longer * ratio)), max(1, int(longer))


def _with_text(item: Item, wanted: TextItem, text: str) -> Item:
    return replace(wanted, text=text) if item is wanted else item
