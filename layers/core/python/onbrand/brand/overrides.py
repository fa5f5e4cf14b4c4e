"""What a design does differently for one request: typed, applied to the design before it is laid out."""

from collections.abc import Sequence
from typing import Any, Literal

from pydantic import Field

from onbrand.brand.colour import Hex
from onbrand.brand.layers import ImageLayer, Layer, LogoLayer, QrLayer, ShapeLayer, TextLayer
from onbrand.brand.profile import Fraction, LogoVariant, Slug
from onbrand.brand.regions import Region
from onbrand.brand.template import FamilyRules, LayerRules, TemplateDesign
from onbrand.kernel.values import Value
from onbrand.placement import Family

ColourField = Literal["colour", "start", "end", "box"]


class LayerOverride(Value):
    """Changes of one layer; absent fields stay as they are. ``colours`` by the layer's fields, ``box`` being
    that of a text's box; ``min_size`` of texts and ``size`` of logos in fractions of the unit; ``variant`` of
    logos, ``readable`` for the one that reads best. ``within`` (of the canvas) is where the layer has to stand,
    and all that share its region with it. Sizes and places hold in ``families``."""

    layer: Slug
    families: tuple[Family, ...] = tuple(Family)
    colours: dict[ColourField, Hex] = Field(default_factory=dict)
    min_size: Fraction | None = None
    size: Fraction | None = None
    variant: LogoVariant | Literal["readable"] | None = None
    within: Region | None = None


def overridden(design: TemplateDesign, overrides: Sequence[LayerOverride]) -> TemplateDesign:
    """The design with the overrides, in their order. Locked layers and layers that it does not have stay as
    they are."""
    for override in overrides:
        layer = next((one for one in design.layers if one.id == override.layer and not one.locked), None)
        if layer is not None:
            design = _one(design, layer, override)
    return design


def _one(design: TemplateDesign, layer: Layer, override: LayerOverride) -> TemplateDesign:
    changed = _painted(layer, override)
    families = dict(design.families)
    for family in override.families:
        if any(one.id == layer.id for one in design.layers_for(family)):
            families[family] = _placed(design, family, layer.id, override)
    return TemplateDesign(
        name=design.name,
        layers=tuple(changed if one.id == layer.id else one for one in design.layers),
        families=families,
    )


def _painted(layer: Layer, override: LayerOverride) -> Layer:
    """The layer in its new colours and variant."""
    changes: dict[str, Any] = {
        field: colour
        for field, colour in override.colours.items()
        if field != "box" and field in type(layer).model_fields
    }
    if isinstance(layer, TextLayer) and layer.box is not None and "box" in override.colours:
        changes["box"] = layer.box.model_copy(update={"colour": override.colours["box"]})
    if isinstance(layer, LogoLayer) and override.variant is not None:
        changes["variant"] = None if override.variant == "readable" else override.variant
    return layer.model_copy(update=changes)


def _placed(design: TemplateDesign, family: Family, layer_id: str, override: LayerOverride) -> FamilyRules:
    """The family's rules with the layer's new sizes and place."""
    rules = design.rules(family)
    layers, regions = dict(rules.layers), dict(rules.regions)
    shown = {one.id: one for one in design.layers_for(family)}
    layer, changes = shown[layer_id], {}
    if isinstance(layer, TextLayer) and override.min_size is not None:
        smallest = max(layer.min_size, override.min_size)
        changes = {"min_size": smallest, "max_size": max(layer.max_size, smallest)}
    if isinstance(layer, LogoLayer) and override.size is not None:
        changes = {"size": override.size}
    layers[layer_id] = _with(layers.get(layer_id), changes)
    if override.within is not None and flows(layer):
        name = f"within_{layer.region}"[:40]
        regions[name] = _cut(design.regions(family)[layer.region], override.within)
        for one in shown.values():
            if one.region == layer.region and flows(one) and not one.locked:
                layers[one.id] = _with(layers.get(one.id), {"region": name})
    return rules.model_copy(update={"layers": layers, "regions": regions})


def flows(layer: Layer) -> bool:
    """Whether it takes its turn with others in its region, instead of filling it."""
    if isinstance(layer, ShapeLayer):
        return layer.width is not None and layer.height is not None
    return isinstance(layer, TextLayer | LogoLayer | ImageLayer | QrLayer)


def _with(rules: LayerRules | None, changes: dict[str, Any]) -> LayerRules:
    return (rules or LayerRules()).model_copy(update=changes)


def _cut(region: Region, within: Region) -> Region:
    """What both have in common; all of ``within`` where that is nothing."""
    left, top = max(region.x, within.x), max(region.y, within.y)
    right = min(region.x + region.width, within.x + within.width)
    bottom = min(region.y + region.height, within.y + within.height)
    if right <= left or bottom <= top:
        return within
    return Region(x=left, y=top, width=right - left, height=bottom - top)
