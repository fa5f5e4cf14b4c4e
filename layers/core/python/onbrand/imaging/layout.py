"""From a template to boxes in pixels. Pure geometry: no Pillow, no files; the same input gives the same
boxes.

Layers that fill a region (colour, gradient, scrim, photo, large shapes) take its rectangle. Texts,
logos, images, QR codes and small shapes flow inside it, within the safe insets and the brand's margin
and off what the platform covers.
"""

from contextlib import suppress
from functools import partial

from onbrand.brand.layers import PhotoLayer, ScrimLayer
from onbrand.brand.template import TemplateDesign
from onbrand.imaging.arrangement import Arrangement
from onbrand.imaging.errors import LogoDoesNotFitError, TextDoesNotFitError
from onbrand.imaging.flow import Item, PlacedItem, flow
from onbrand.imaging.items import case_of, is_flowing, item_of
from onbrand.imaging.lines import TextMeasurer
from onbrand.imaging.misfit import Misfit
from onbrand.imaging.placed import Content, Placed
from onbrand.placement import Placement

__all__ = ["Content", "Placed", "case_of", "layout"]


def layout(
    design: TemplateDesign, placement: Placement, content: Content, measurer: TextMeasurer
) -> list[Placed]:
    """The boxes of all layers that show, bottom first. Raises TextMissingError, TextDoesNotFitError,
    LogoDoesNotFitError."""
    rules, plan = design.rules(placement.family), partial(Arrangement, design, placement, content)
    plans = [plan()]
    if rules.mirror:
        mirrored = plan(mirrored=True)
        plans.insert(0 if mirrored.calmer_than(plans[0]) else 1, mirrored)
    # a grown picture, or what a platform covers on one side, may leave texts too little room
    for one in plans[:1] if rules.stretch else ():
        with suppress(TextDoesNotFitError, LogoDoesNotFitError):
            return _placed(one, measurer)
    for mirror in dict.fromkeys((plans[0].mirrored, False)):
        with suppress(TextDoesNotFitError, LogoDoesNotFitError):
            return _placed(plan(mirrored=mirror, stretched=False), measurer)
    return _placed(plan(stretched=False), measurer)


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
