"""Is the space around the logo really empty? Letters, codes and pictures in it, or anything drawn on an
even ground.

The texture of a photograph around the logo is not an intrusion.
"""

import numpy as np
from numpy.typing import NDArray

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded, shared
from onbrand.compliance.logo_search import LogoPlace
from onbrand.compliance.model import Box, CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("logo_clear_space", Component.LOGO)
_UNNOTICED = 0.01
_CROWDED = 0.2
_EVEN = 0.7  # share of one colour from which on a ground is even
_DIFFERENT = 40.0  # distance in RGB
_SURFACES = (LayerType.COLOUR, LayerType.SHAPE, LayerType.GRADIENT)


def check(subject: Subject) -> CheckResult:
    """The share of the clear space that something stands in."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so its clear space could not be measured.")
    if not place.listed:
        # Its surroundings are those of another place, which margins, overlaps and as_listed judge; and
        # without a list
        # nothing tells a photograph's texture from something drawn.
        return RULE.nothing(
            "The logo does not stand where a layer list puts it, so its clear space says nothing."
        )
    wanted = subject.design.logo.clear_space
    zone = _zone(subject, place.box)
    area = zone[2] * zone[3] - place.box[2] * place.box[3]
    if wanted == 0 or area <= 0:
        return RULE.nothing("The brand asks for no clear space around its logo.")
    filled = sum(shared(zone, box) for what, box in subject.standing if what != "logo") / area
    share = rounded(min(1.0, max(filled, _drawn(subject, place, zone))))
    message = (
        f"{percent(share)} of the logo's clear space is taken; the brand keeps "
        f"{percent(wanted)} of the logo's height empty around it."
    )
    return RULE.worst([RULE.finding(ramp(share, _CROWDED, _UNNOTICED), share, 0.0, message, zone)])


def _zone(subject: Subject, box: Box) -> Box:
    x, y, width, height = box
    space = round(subject.design.logo.clear_space * height)
    left, top = max(0, x - space), max(0, y - space)
    right, bottom = min(subject.width, x + width + space), min(subject.height, y + height + space)
    return (left, top, right - left, bottom - top)


def _drawn(subject: Subject, place: LogoPlace, zone: Box) -> float:
    """Share of an even ground that differs from it; photographs that show there are left out."""
    x, y, width, height = zone
    ring = np.ones((height, width), dtype=bool)
    for layer in subject.layers:
        if layer.type is LayerType.PHOTO or (layer.type in _SURFACES and layer.opacity >= 0.99):
            _fill(ring, zone, layer.box, layer.type is not LayerType.PHOTO)
    _fill(ring, zone, (place.box[0] - 2, place.box[1] - 2, place.box[2] + 4, place.box[3] + 4), False)
    pixels = subject.pixels[y : y + height, x : x + width][ring].astype(np.float32)
    if len(pixels) < 32:
        return 0.0
    differs = np.sqrt(((pixels - np.median(pixels, axis=0)) ** 2).sum(axis=-1)) > _DIFFERENT
    share = float(differs.mean())
    return share if share <= 1 - _EVEN else 0.0


def _fill(ring: NDArray[np.bool_], zone: Box, box: Box, value: bool) -> None:
    left, top = box[0] - zone[0], box[1] - zone[1]
    ring[max(0, top) : max(0, top + box[3]), max(0, left) : max(0, left + box[2])] = value
