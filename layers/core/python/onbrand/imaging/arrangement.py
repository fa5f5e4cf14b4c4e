"""Where the regions of a design lie on one placement, and how its photographs stand in them."""

from onbrand.brand.layers import Layer, LogoLayer, PhotoLayer, ScrimLayer
from onbrand.brand.regions import CANVAS
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.crop import Photograph, PhotoPlace, Room, place_photo
from onbrand.imaging.geometry import Rect, on_canvas, readable_area
from onbrand.imaging.items import Scale, is_flowing
from onbrand.imaging.overlay import Overlay, overlays, splits, written
from onbrand.imaging.placed import Content
from onbrand.placement import Family, Placement

INNER_PADDING = 0.4
"""Distance of a photo panel from a neighbouring region, in paddings."""

TRIED = 8
"""Places on a picture that texts are tried in, so that layout stays quick."""

SHAPES = ((0.7, Family.STORY), (0.95, Family.PORTRAIT), (1.3, Family.SQUARE), (2.2, Family.LANDSCAPE))
"""Families of shapes by their largest width over height; wider ones are banners."""


class Arrangement:
    """A design's regions on a placement; ``stretched`` where pictures may grow; with an ``overlay``, texts stand on
    the picture instead, in the order of the family whose shape their place has."""

    def __init__(
        self,
        design: TemplateDesign,
        placement: Placement,
        content: Content,
        stretched: bool = True,
        overlay: Overlay | None = None,
    ) -> None:
        self.placement, self.content, self._design = placement, content, design
        rules = design.rules(placement.family)
        seen = readable_area(placement, 0)
        short, unit = min(placement.width, placement.height), min(seen.width, seen.height)
        self.scale = Scale(placement.id, unit, short)
        self.padding = max(round(rules.padding * unit), round(content.profile.layout.margin * short))
        self.gap = round(rules.gap * unit)
        self._stretch = rules.stretch if stretched else 0.0
        self.layers = design.layers_for(placement.family)
        self.regions = {
            name: on_canvas(region, placement.width, placement.height)
            for name, region in design.regions(placement.family).items()
        }
        self._overlaid = overlay is not None and overlay.place.full
        if overlay is None:
            self.photos = {one.id: self._photo(one) for one in self.layers if isinstance(one, PhotoLayer)}
            self._share()
        else:
            self._lay_over(overlay)

    def others(self) -> list[Overlay]:
        """Other places for its texts: on its picture, the calmest first; then, where the picture would be a panel,
        beside it on the other axis. None unless all texts have one region beside the focus of one picture."""
        photos = [one for one in self.layers if isinstance(one, PhotoLayer)]
        copies = {one.region for one in self.layers if is_flowing(one)}
        if len(photos) != 1 or len(copies) != 1 or photos[0].region != CANVAS or photos[0].focus is None:
            return []
        target = self.placement
        region = self._design.regions(target.family)[copies.pop()]
        own = on_canvas(region, target.width, target.height)
        photo, canvas, seen = self._photograph(), self.regions[CANVAS], self._visible()
        found = overlays(photo, canvas, seen, own, self.padding)[:TRIED]
        return found + (splits(photo, canvas, seen, own) if self.photos[photos[0].id].panel else [])

    def area(self, region: str) -> Rect:
        """The part of a region where text and logo may stand."""
        own, canvas = self.regions[region], self.regions[CANVAS]
        area = written(own, canvas, self.padding) if self._overlaid else own.inset(self.padding)
        area = area.cut(readable_area(self.placement, self.content.profile.layout.margin))
        return area.clear_of(Rect(*self.placement.covered)) if self.placement.covered else area

    def is_bare(self) -> bool:
        """Whether no picture lies under texts: all of them keep to the part that texts leave free."""
        focused = [layer.id for layer in self.layers if isinstance(layer, PhotoLayer) and layer.focus]
        return bool(focused) and not any(self.photos[one].full for one in focused)

    def _lay_over(self, overlay: Overlay) -> None:
        if overlay.turned:
            self.layers = _as_large(self._design.layers_for(_shape_of(overlay.copy)), self.layers)
        self.layers = tuple(_veiled(one, overlay) for one in self.layers)
        self.photos = {one.id: overlay.place for one in self.layers if isinstance(one, PhotoLayer)}
        for layer in self.layers:
            if isinstance(layer, PhotoLayer) and layer.focus:
                self.regions[layer.focus] = overlay.free
            elif isinstance(layer, ScrimLayer):
                self.regions[layer.region] = overlay.veil
            elif is_flowing(layer):
                self.regions[layer.region] = overlay.copy

    def _share(self) -> None:
        for layer in self.layers:
            if isinstance(layer, PhotoLayer):
                place, own = self.photos[layer.id], self.regions[layer.focus or layer.region]
                if not place.panel and not (layer.focus not in (None, layer.region) and place.full):
                    self._give_way(own, place.box)

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

    def _photograph(self) -> Photograph:
        content = self.content
        return Photograph(content.photo, content.focal, content.interest, content.subject)

    def _visible(self) -> Rect:
        visible = readable_area(self.placement, 0)
        return visible.clear_of(Rect(*self.placement.covered)) if self.placement.covered else visible

    def _photo(self, layer: PhotoLayer) -> PhotoPlace:
        region = self.regions[layer.region]
        # a panel keeps the padding to the canvas's edge; a part of it to another region, which has its own
        canvas = self.regions[CANVAS]
        focus = self.regions[layer.focus] if layer.focus else region
        inner = focus.inset(round(self.padding * INNER_PADDING)).cut(canvas.inset(self.padding))
        room = Room(region, focus, inner, self._visible(), canvas, self._stretch)
        return place_photo(self._photograph(), room)


def _shape_of(rect: Rect) -> Family:
    ratio = rect.width / rect.height
    return next((family for most, family in SHAPES if ratio <= most), Family.BANNER)


def _as_large(layers: tuple[Layer, ...], own: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """Layers of another family with the logo of the canvas's own: its size is the canvas's, not the band's."""
    sizes = {one.id: one.size for one in own if isinstance(one, LogoLayer)}
    return tuple(one.model_copy(update={"size": sizes[one.id]}) if one.id in sizes else one for one in layers)


def _veiled(layer: Layer, overlay: Overlay) -> Layer:
    if isinstance(layer, ScrimLayer) and layer.region != CANVAS:
        return layer.model_copy(update={"edge": overlay.edge, "hold": overlay.hold})
    return layer
