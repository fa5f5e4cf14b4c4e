"""Are the colours that the design adds - panels, shapes, gradients, letters - the brand's? Measured on the
pixels; without a layer list on the even areas, which no photograph has."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from onbrand.brand.colour import rgb
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.cielab import Floats, ciede2000, lab, luminance, nearest
from onbrand.compliance.model import CheckResult, Component, Cure, Finding, Fix
from onbrand.compliance.panels import panels
from onbrand.compliance.subject import Subject
from onbrand.compliance.surfaces import Surface, surfaces
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import LayerType, PlacedLayer

RULE = Rule("design_colours", Component.COLOUR)
_MIXES = 17  # colours along a gradient
# Share of its box that a surface's own colour fills: an ellipse fills 79 % of it.
_FULL = {LayerType.COLOUR: 0.9, LayerType.SHAPE: 0.6, LayerType.GRADIENT: 0.9}
_READABLE = 1.5  # contrast below which letters cannot be told from their ground


def check(subject: Subject) -> CheckResult:
    """Every opaque surface and every text, each counting the same."""
    if not len(subject.palette):
        return RULE.nothing("The brand's palette is empty, so no colour can be its own.")
    if not subject.is_listed:
        return _unlisted(subject)
    findings = [*_surfaces(subject), *_texts(subject)]
    if not findings:
        return RULE.nothing("No layer with a colour of its own could be measured.")
    return RULE.mean(findings)


def _unlisted(subject: Subject) -> CheckResult:
    findings = [*_panels(subject), *_texts(subject)]
    if findings:
        return RULE.besides(RULE.worst(findings), subject.unseen)
    return RULE.unknown("No even area was found that a design added." + subject.want_of_list)


def _panels(subject: Subject) -> list[Finding]:
    texts = [(layer, ink) for layer, ink in subject.clear_texts if ink is not None and ink.is_whole]
    found = panels(subject.opaque, subject.flats, texts)
    if not found:
        return []
    distances, index = nearest(lab(np.array([panel.colour for panel in found])), subject.palette)
    tolerance = subject.design.compliance.design_tolerance
    findings = []
    for panel, far, near in zip(found, distances, index, strict=True):
        distance = rounded(far)
        what = (
            f"The even ground behind the text {panel.behind!r}"
            if panel.share is None
            else f"An even area of {percent(rounded(panel.share))} of the picture"
        )
        message = (
            f"{what} is {_named(panel.colour)}, a distance of {distance:.1f} from the nearest brand colour "
            f"({subject.design.palette[near].name}); up to {tolerance:g} is allowed."
        )
        findings.append(
            RULE.finding(ramp(distance, 3 * tolerance, tolerance), distance, tolerance, message, panel.box)
        )
    return findings


def _surfaces(subject: Subject) -> list[Finding]:
    found = surfaces(subject)
    if not found:
        return []
    # all distances at once: one call costs as much as hundreds of colours
    listed = lab(np.array([rgb(colour) for one in found for colour in one.layer.colours], dtype=float))
    brand = nearest(listed, subject.palette)[0] <= subject.design.compliance.design_tolerance
    stops = np.cumsum([len(one.layer.colours) for one in found])[:-1]
    wanted = [
        _mixed(one.layer, colours[own])
        for one, colours, own in zip(found, np.split(listed, stops), np.split(brand, stops), strict=True)
    ]
    return [
        _surface(subject, one, close)
        for one, close in zip(found, _close(found, wanted, subject), strict=True)
    ]


def _mixed(layer: PlacedLayer, colours: Floats) -> Floats:
    """The colours that a surface shows: those along a gradient, too."""
    if layer.type is not LayerType.GRADIENT or len(colours) < 2:
        return colours
    shares = np.linspace(0, 1, _MIXES)[:, None]
    return np.concatenate([one * (1 - shares) + other * shares for one, other in pairwise(colours)])


def _close(found: Sequence[Surface], wanted: Sequence[Floats], subject: Subject) -> list[float]:
    """The share of each surface that shows one of its wanted colours."""
    sizes = [len(one.colours) for one in found]
    seen = np.split(lab(np.concatenate([one.colours for one in found])), np.cumsum(sizes)[:-1])
    ones = [np.repeat(own, len(colours), axis=0) for own, colours in zip(seen, wanted, strict=True)]
    others = [np.tile(colours, (size, 1)) for size, colours in zip(sizes, wanted, strict=True)]
    distances = ciede2000(np.concatenate(ones), np.concatenate(others))
    near = distances <= subject.design.compliance.design_tolerance
    parts = np.split(near, np.cumsum([len(one) for one in ones])[:-1])
    return [
        float(one.counts[part.reshape(size, -1).any(axis=1)].sum() / one.counts.sum())
        for one, part, size in zip(found, parts, sizes, strict=True)
    ]


def _surface(subject: Subject, surface: Surface, close: float) -> Finding:
    layer = surface.layer
    share, seen = rounded(close), _named(surface.middle)
    score, expected = ramp(share, 0.0, _FULL[layer.type]), ", ".join(layer.colours)
    message = f"{percent(share)} of the surface {layer.id!r} shows the brand colour it was given; it looks like {seen}."
    fix = None
    if score < 1:
        _, index = nearest(lab(np.array([rgb(colour) for colour in layer.colours])), subject.palette)
        wanted = [subject.design.palette[at] for at in dict.fromkeys(index.tolist())]
        expected = ", ".join(colour.hex for colour in wanted)
        names = " and ".join(colour.name for colour in wanted)
        message = (
            f"{percent(share)} of the surface {layer.id!r} shows a brand colour that it was given; it looks like "
            f"{seen}, and the nearest of the brand is {names}."
        )
        fix = Fix(cure=Cure.RECOLOUR, layer=layer.id, wanted=wanted[0].hex)
    return RULE.finding(score, seen, expected, message, layer.box, fix)


def _texts(subject: Subject) -> list[Finding]:
    unseen = [_unseen(subject, layer) for layer, ink in subject.clear_texts if ink is None]
    texts = [(layer, ink) for layer, ink in subject.clear_texts if ink is not None and ink.is_whole]
    if not texts:
        return unseen
    measured = lab(np.array([ink.colour for _, ink in texts]))
    listed = lab(np.array([_listed(subject, layer) or ink.colour for layer, ink in texts]))
    # Each text's listed colour stands behind the palette's: one call costs as much as one colour.
    palette = np.broadcast_to(subject.palette, (len(texts), *subject.palette.shape))
    away = ciede2000(measured[:, None], np.concatenate([palette, listed[:, None]], axis=1))
    apart, away = away[:, -1], np.where(_unreadable(subject, texts), np.inf, away[:, :-1])
    index = away.argmin(axis=1)
    distances = away[np.arange(len(texts)), index]
    return unseen + [
        _text(subject, layer, ink, rounded(max(distances[at], apart[at])), int(index[at]))
        for at, (layer, ink) in enumerate(texts)
    ]


def _unreadable(subject: Subject, texts: Sequence[tuple[PlacedLayer, Ink]]) -> NDArray[np.bool_]:
    """For each text the colours of the palette that nobody could read on its ground: letters that fade away do not
    become such a colour. None where all are."""
    grounds = luminance(np.array([ink.ground for _, ink in texts]))[:, None] + 0.05
    inks = luminance(np.array([rgb(colour.hex) for colour in subject.design.palette]))[None] + 0.05
    faint: NDArray[np.bool_] = np.maximum(grounds, inks) < _READABLE * np.minimum(grounds, inks)
    return faint & ~faint.all(axis=1, keepdims=True)


def _listed(subject: Subject, layer: PlacedLayer) -> tuple[int, int, int] | None:
    return rgb(layer.colours[0]) if subject.is_listed and layer.colours else None


def _unseen(subject: Subject, layer: PlacedLayer) -> Finding:
    tolerance = subject.design.compliance.design_tolerance
    message = f"The text {layer.id!r} shows no colour of its own: nothing stands out from its ground."
    return RULE.finding(0.0, "none", f"within {tolerance:g} of the brand colour", message, layer.box)


def _text(subject: Subject, layer: PlacedLayer, ink: Ink, distance: float, index: int) -> Finding:
    near, tolerance = subject.design.palette[index], subject.design.compliance.design_tolerance
    message = (
        f"The text {layer.id!r} is drawn in {_named(ink.colour)}, a distance of {distance:.1f} from the brand "
        f"colour it should have (nearest: {near.name}); up to {tolerance:g} is allowed."
    )
    score = ramp(distance, 3 * tolerance, tolerance)
    fix = Fix(cure=Cure.RECOLOUR, layer=layer.id, wanted=near.hex)
    return RULE.finding(score, distance, tolerance, message, ink.box, fix)


def _named(colour: NDArray[np.generic] | tuple[float, ...]) -> str:
    return "#{:02X}{:02X}{:02X}".format(*(round(float(channel)) for channel in colour))
