"""Where the regions of a design lie on one placement, and how its photographs stand in them."""

from typing import Self

from onbrand.brand.layers import Layer, PhotoLayer, ScrimLayer, TextLayer
from onbrand.brand.regions import CANVAS
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.crop import Photograph, PhotoPlace, Room, place_photo
from onbrand.imaging.geometry import Rect, on_canvas, readable_area
from onbrand.imaging.items import Scale
from onbrand.imaging.placed import Content
from onbrand.placement import Family, Placement

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


class Arrangement:
    """A design's regions on a placement; ``mirrored`` to the other side, ``stretched`` where pictures may grow."""

    def __init__(
        self,
        design: TemplateDesign,
        placement: Placement,
        content: Content,
        mirrored: bool = False,
        stretched: bool = True,
    ) -> None:
        self.placement, self.content, self.mirrored = placement, content, mirrored
        layers = design.layers_for(placement.family)
        stacked = placement.family in STACKED
        self.layers = tuple(_mirrored_scrim(one, stacked) for one in layers) if mirrored else layers
        rules = design.rules(placement.family)
        seen = readable_area(placement, 0)
        short, unit = min(placement.width, placement.height), min(seen.width, seen.height)
        self.scale = Scale(placement.id, unit, short)
        self.padding = max(round(rules.padding * unit), round(content.profile.layout.margin * short))
        self.gap = round(rules.gap * unit)
        self._stretch = rules.stretch if stretched else 0.0
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

    def area(self, region: str) -> Rect:
        """The part of a region where text and logo may stand."""
        area = (
            self.regions[region]
            .inset(self.padding)
            .cut(readable_area(self.placement, self.content.profile.layout.margin))
        )
        return area.clear_of(Rect(*self.placement.covered)) if self.placement.covered else area

    def is_bare(self) -> bool:
        """Whether no picture lies under texts: all of them keep to the part that texts leave free."""
        focused = [layer.id for layer in self.layers if isinstance(layer, PhotoLayer) and layer.focus]
        return bool(focused) and not any(self.photos[one].full for one in focused)

    def calmer_than(self, other: Self) -> bool:
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
        return place_photo(photo, Room(region, focus, inner, visible, canvas, self._stretch))


def _mirrored_scrim(layer: Layer, stacked: bool) -> Layer:
    if isinstance(layer, ScrimLayer) and layer.edge in OPPOSITE[stacked]:
        return layer.model_copy(update={"edge": OPPOSITE[stacked][layer.edge]})
    return layer
