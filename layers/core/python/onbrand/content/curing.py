"""From cures in pixels of one picture to changes of the design that it was composed by."""

from collections.abc import Sequence
from typing import Any

from onbrand.brand.layers import GradientLayer, Layer, LogoLayer, TextLayer
from onbrand.brand.overrides import ColourField, LayerOverride, flows
from onbrand.brand.regions import Region
from onbrand.compliance.model import Cure, Fix
from onbrand.imaging.geometry import readable_area
from onbrand.imaging.model import Artwork, Composition
from onbrand.placement import Placement, placement

_BOX = "-box"
"""How the box of a text is called in the layer list, after its text's name."""


def overrides_for(
    fixes: Sequence[Fix], artwork: Artwork, composition: Composition
) -> tuple[tuple[Fix, ...], tuple[LayerOverride, ...]]:
    """The fixes that the design can take, and their overrides. Locked layers are left alone. Colours and sizes
    hold on every placement; places and variants, which depend on what is around them, in this one's family."""
    target = placement(composition.placement)
    layers = {layer.id: layer for layer in artwork.template.layers_for(target.family)}
    taken: list[Fix] = []
    made: list[LayerOverride] = []
    for fix in fixes:
        layer = layers.get(fix.layer) or layers.get(fix.layer.removesuffix(_BOX))
        if layer is None or layer.locked:
            continue
        changes = _changes(fix, layer, artwork, composition, target)
        if changes:
            taken.append(fix)
            made.append(LayerOverride(layer=layer.id, **changes))
    return tuple(taken), tuple(made)


def _changes(
    fix: Fix, layer: Layer, artwork: Artwork, composition: Composition, target: Placement
) -> dict[str, Any]:
    seen = readable_area(target, 0)
    unit = min(seen.width, seen.height)
    wanted, here = fix.wanted, {"families": (target.family,)}
    match fix.cure:
        case Cure.RECOLOUR if isinstance(wanted, str):
            fields = _fields(fix, layer, artwork)
            return {"colours": dict.fromkeys(fields, wanted)} if fields else {}
        case Cure.ENLARGE_TEXT if isinstance(layer, TextLayer) and isinstance(wanted, float):
            return {"min_size": min(1.0, round(wanted / unit, 6))}
        case Cure.RESIZE_LOGO if isinstance(layer, LogoLayer) and isinstance(wanted, float):
            now = next((max(one.box[2:]) for one in composition.layers if one.id == layer.id), 0)
            # a compact logo is drawn smaller than its size says, so what counts is by how much it changes
            size = max(layer.size, now / unit) if wanted > now else layer.size
            return {"size": min(1.0, round(size * wanted / now, 6))} if now else {}
        case Cure.USE_VARIANT if isinstance(layer, LogoLayer):
            return {"variant": wanted, **here} if layer.variant is not None else {}
        case Cure.MOVE if isinstance(wanted, tuple) and flows(layer):
            room = _room(wanted, target)
            return {"within": room, **here} if room else {}
    return {}


def _fields(fix: Fix, layer: Layer, artwork: Artwork) -> list[ColourField]:
    """The colours of the layer that are to change: of a gradient those that the palette does not have."""
    if isinstance(layer, GradientLayer):
        stops: tuple[tuple[ColourField, str], ...] = (("start", layer.start), ("end", layer.end))
        palette = {colour.hex for colour in artwork.profile.palette}
        return [field for field, name in stops if name.startswith("#") and name.upper() not in palette]
    if isinstance(layer, TextLayer) and fix.layer != layer.id:
        return ["box"] if layer.box is not None else []
    return ["colour"] if hasattr(layer, "colour") else []


def _room(box: tuple[int, int, int, int], target: Placement) -> Region | None:
    """A rectangle in pixels as a part of the canvas; None when it is empty or the whole canvas."""
    x, y, width, height = box
    if width <= 0 or height <= 0 or (width, height) == (target.width, target.height):
        return None
    left, top = max(0.0, x / target.width), max(0.0, y / target.height)
    return Region(
        x=left,
        y=top,
        width=min(width / target.width, 1 - left),
        height=min(height / target.height, 1 - top),
    )
