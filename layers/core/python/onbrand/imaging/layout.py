"""From a template to boxes in pixels. Pure geometry: no Pillow, no files; the same input gives the same
boxes.

Layers that fill a region (colour, gradient, scrim, photo, large shapes) take its rectangle. Texts,
logos, images, QR codes and small shapes flow inside it, within the safe insets and the brand's margin
and off what the platform covers.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import ceil

from onbrand.brand.layers import (
    ImageLayer,
    Layer,
    LogoLayer,
    PhotoLayer,
    QrLayer,
    ShapeLayer,
    TextLayer,
    TextRole,
)
from onbrand.brand.profile import FontChoice, LetterCase, ProfileDesign
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.crop import Interest, PhotoPlace, place_photo
from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError, TextMissingError
from onbrand.imaging.flow import Item, PlacedItem, SolidItem, TextItem, flow
from onbrand.imaging.geometry import Rect, on_canvas, readable_area
from onbrand.imaging.lines import Font, TextMeasurer
from onbrand.imaging.wording import cleaned, in_case
from onbrand.placement import Placement

LEGIBLE_PIXELS = 13
"""No text is smaller than this, however small the canvas."""

INNER_PADDING = 0.4
"""Distance of a photo panel from a neighbouring region, in paddings."""


@dataclass(frozen=True, slots=True)
class Content:
    """What the boxes depend on besides template and placement. ``texts`` by slot; ``ratios`` of width to
    height: of the logo under ``logo``, of images under their names; ``photo`` in pixels and its ``focal`` in
    fractions; ``interest`` lets crops lean towards what else draws the eye (focal.py)."""

    profile: ProfileDesign
    texts: Mapping[str, str]
    ratios: Mapping[str, float]
    photo: tuple[int, int]
    focal: tuple[float, float]
    interest: Interest | None = None


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
    return _Layout(design, placement, content, measurer).placed()


def font_of(layer: TextLayer, profile: ProfileDesign) -> Font:
    """The font of a text by its role: headings in the boldest heading weight, calls to action in the
    boldest of the body."""
    typography = profile.typography
    choice: FontChoice = typography.heading if layer.role is TextRole.HEADING else typography.body
    if layer.weight is not None:
        return Font(choice.family, min(choice.weights, key=lambda weight: abs(weight - (layer.weight or 0))))
    bold = layer.role in (TextRole.HEADING, TextRole.CTA)
    return Font(choice.family, max(choice.weights) if bold else min(choice.weights))


def case_of(layer: TextLayer, profile: ProfileDesign) -> LetterCase:
    """The layer's own case, else the profile's for headings."""
    if layer.case is not None:
        return layer.case
    return profile.typography.heading_case if layer.role is TextRole.HEADING else LetterCase.AS_WRITTEN


class _Layout:
    def __init__(
        self, design: TemplateDesign, placement: Placement, content: Content, measurer: TextMeasurer
    ) -> None:
        self.placement, self.content, self.measurer = placement, content, measurer
        self.layers = design.layers_for(placement.family)
        self.rules = design.rules(placement.family)
        self.short = min(placement.width, placement.height)
        seen = readable_area(placement, 0)
        self.unit = min(seen.width, seen.height)
        self.padding = max(
            round(self.rules.padding * self.unit), round(content.profile.layout.margin * self.short)
        )
        self.gap = round(self.rules.gap * self.unit)
        self.regions = {
            name: on_canvas(region, placement.width, placement.height)
            for name, region in design.regions(placement.family).items()
        }

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
                place = self._photo(layer)
                result.append(Placed(layer, place.box, photo=place))
            elif not _flows(layer):
                result.append(Placed(layer, self.regions[layer.region]))
        return result

    def _photo(self, layer: PhotoLayer) -> PhotoPlace:
        visible = readable_area(self.placement, 0)
        if self.placement.covered:
            visible = visible.clear_of(Rect(*self.placement.covered))
        region = self.regions[layer.region]
        # a panel keeps the padding to the canvas's edge; a part of it to another region, which has its own
        edges = Rect(0, 0, self.placement.width, self.placement.height).inset(self.padding)
        inner = region.inset(round(self.padding * INNER_PADDING)).cut(edges)
        content = self.content
        return place_photo(region, content.photo, content.focal, visible, inner, content.interest)

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
        words = item.text.split()
        low, high = 0, len(words) - 1
        while low < high:
            middle = (low + high + 1) // 2
            shorter = [_with_text(one, item, " ".join(words[:middle])) for one in items]
            if flow(shorter, area, self.gap, self.measurer) is None:
                high = middle - 1
            else:
                low = middle
        return " ".join(words[:low])

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
            padding=layer.box.padding if layer.box else None,
        )

    def _logo(self, layer: LogoLayer) -> SolidItem:
        rules, ratio = self.content.profile.logo, self.content.ratios["logo"]
        area = self._area(layer.region)
        room = min(area.width * max(1, 1 / ratio), area.height * max(1, ratio))
        smallest, largest = ceil(rules.minimum_size * self.short), rules.maximum_size * self.short
        wanted = min(max(layer.size * self.unit, smallest), largest)
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


def _sides(longer: float, ratio: float) -> tuple[int, int]:
    """Width and height with the ratio, the longer of them ``longer`` pixels."""
    if ratio >= 1:
        return max(1, int(longer)), max(1, round(longer / ratio))
    return max(1, round(longer * ratio)), max(1, int(longer))


def _with_text(item: Item, wanted: TextItem, text: str) -> Item:
    return replace(wanted, text=text) if item is wanted else item
