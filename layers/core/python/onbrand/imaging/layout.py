"""From a template to boxes in pixels. Pure geometry: no Pillow, no files; the same input gives the same
boxes.

Layers that fill a region (colour, gradient, scrim, photo, large shapes) take its rectangle. Texts,
logos, images, QR codes and small shapes flow inside it, within the safe insets and the brand's margin
and off what the platform covers.
"""

from contextlib import suppress
from functools import partial

from onbrand.brand.layers import PhotoLayer, ScrimLayer, TextLayer
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.arrangement import Arrangement
from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError
from onbrand.imaging.flow import Item, PlacedItem, flow
from onbrand.imaging.items import case_of, is_flowing, item_of
from onbrand.imaging.lines import TextMeasurer
from onbrand.imaging.misfit import Misfit
from onbrand.imaging.placed import Content, Placed
from onbrand.placement import Placement

PROMINENT = 0.6
"""Share of its largest size that the main text must keep to stand on a picture; beside it there is more room."""

__all__ = ["Content", "Placed", "case_of", "layout"]


def layout(
    design: TemplateDesign, placement: Placement, content: Content, measurer: TextMeasurer
) -> list[Placed]:
    """The boxes of all layers that show, bottom first. Raises TextMissingError, TextDoesNotFitError,
    LogoDoesNotFitError."""
    plan = partial(Arrangement, design, placement, content)
    own = plan()
    for overlay in own.others() if design.rules(placement.family).mirror else ():
        with suppress(TextDoesNotFitError, LogoDoesNotFitError):
            boxes = _placed(plan(overlay=overlay), measurer)
            if _is_prominent(boxes, own):
                return boxes
    # a grown picture may leave texts too little room
    if design.rules(placement.family).stretch:
        with suppress(TextDoesNotFitError, LogoDoesNotFitError):
            return _placed(own, measurer)
    return _placed(plan(stretched=False), measurer)


def _is_prominent(boxes: list[Placed], own: Arrangement) -> bool:
    """Whether the largest written text is nearly as large as the design wants its largest."""
    wanted = max(
        (one.max_size for one in own.layers if isinstance(one, TextLayer) and one.slot is not None), default=0
    )
    sizes = [
        one.flowed.text.size
        for one in boxes
        if isinstance(one.layer, TextLayer) and one.layer.slot and one.flowed and one.flowed.text
    ]
    return max(sizes, default=0) >= PROMINENT * wanted * own.scale.unit


def _placed(plan: Arrangement, measurer: TextMeasurer) -> list[Placed]:
    flowing: dict[str, list[Item]] = {}
    for layer in plan.layers:
        item = item_of(layer, plan.content, plan.scale, plan.area(layer.region))
        if item is not None:
            flowing.setdefault(layer.region, []).append(item)
    flowed = {
        one.item.layer.id: one
        for region, items in flowing.items()
        for one in _flowed(plan, region, items, measurer)
    }
    result = []
    for layer in plan.layers:
        if layer.id in flowed:
            result.append(Placed(layer, flowed[layer.id].box, flowed=flowed[layer.id]))
        elif isinstance(layer, PhotoLayer):
            place = plan.photos[layer.id]
            result.append(Placed(layer, place.box, photo=place))
        elif not is_flowing(layer) and not (isinstance(layer, ScrimLayer) and plan.is_bare()):
            result.append(Placed(layer, plan.regions[layer.region]))
    return result


def _flowed(plan: Arrangement, region: str, items: list[Item], measurer: TextMeasurer) -> list[PlacedItem]:
    area = plan.area(region)
    placed = flow(items, area, plan.gap, measurer)
    if placed is None:
        raise Misfit(plan.placement.id, items, area, plan.gap, measurer).error()
    return placed
