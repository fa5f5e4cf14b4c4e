"""Can every text be read on the pixels really behind it? WCAG 2.2, 1.4.3, in the worst region of each
text."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from onbrand.brand.colour import contrast_ratio, rgb
from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.cielab import luminance
from onbrand.compliance.masks import dilated
from onbrand.compliance.model import CheckResult, Component, Cure, Finding, Fix
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ground import Region, regions
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_contrast", Component.COLOUR)
# WCAG calls text large from 24 px (bold: 18.7 px) of a screen about 390 px wide, on which social pictures
# are seen.
_LARGE, _LARGE_BOLD = 24 / 390, 18.7 / 390
_UNREADABLE = 1.5


def check(subject: Subject) -> CheckResult:
    """The least readable text decides."""
    findings = [_unseen(subject, layer) for layer, ink in subject.clear_texts if ink is None]
    findings += [
        _text(subject, layer, ink, ground)
        for layer, ink, ground in subject.grounds
        if ink.is_whole and ground
    ]
    findings += [found for found in _vanished(subject) if found.score != 1]
    crossed = ", ".join(repr(layer.id) for layer in subject.crossed)
    unseen = (
        f"How {crossed} reads was not measured: something else stands on it." if crossed else subject.unseen
    )
    if findings:
        return RULE.besides(RULE.worst(findings), unseen)
    if crossed:
        return RULE.unknown(unseen or "")
    return RULE.unjudged(
        "No text was found whose contrast could be measured." + subject.want_of_list, not subject.is_listed
    )


def _unseen(subject: Subject, layer: PlacedLayer) -> Finding:
    """Letters that do not differ from their ground have no contrast."""
    message = f"The text {layer.id!r} cannot be told from its ground at all."
    return RULE.finding(0.0, 1.0, subject.design.compliance.minimum_large_contrast, message, layer.box)


def _vanished(subject: Subject) -> Iterator[Finding]:
    """Texts that are there in part only, in their listed colour against all of the ground that they were given: letters
    may be missing because nobody can see them there."""
    if not subject.is_listed:
        return
    for layer, ink in subject.clear_texts:
        if ink is None or ink.is_whole or not layer.colours:
            continue
        down, across = ink.mask.shape
        ground = regions(
            layer,
            replace(ink, box=(*ink.origin, across * ink.factor, down * ink.factor)),
            subject.logo.box if subject.logo else None,
        )
        if ground:
            own = float(luminance(np.array(rgb(layer.colours[0]))))
            contrast = rounded(min(_contrast(own, region) for region in ground))
            wanted = _wanted(subject, layer)
            message = (
                f"Only a part of the text {layer.id!r} can be seen: its colour has a contrast of {contrast:.1f}:1 "
                f"with a part of its ground; it needs {wanted:g}:1."
            )
            yield RULE.finding(_score(contrast, wanted), contrast, wanted, message, layer.box)


def _text(subject: Subject, layer: PlacedLayer, ink: Ink, ground: tuple[Region, ...]) -> Finding:
    own = float(luminance(np.array(ink.colour)))
    contrast, wanted = rounded(min(_contrast(own, region) for region in ground)), _wanted(subject, layer)
    message = (
        f"The text {layer.id!r} has a contrast of {contrast:.1f}:1 where it reads worst; it needs "
        f"{wanted:g}:1."
    )
    score = _score(contrast, wanted)
    fix = _fix(subject, layer, ink, wanted) if score < 1 else None
    return RULE.finding(score, contrast, wanted, message, ink.box, fix)


def _wanted(subject: Subject, layer: PlacedLayer) -> float:
    rules, bold = subject.design.compliance, (layer.font_weight or 400) >= 700
    large = (layer.font_size or 0) >= (_LARGE_BOLD if bold else _LARGE) * subject.shorter
    return rules.minimum_large_contrast if large else rules.minimum_contrast


def _score(contrast: float, wanted: float) -> float:
    return ramp(contrast, min(_UNREADABLE, wanted - 0.1), wanted)


def _contrast(own: float, region: Region) -> float:
    """With the quarter of a region that is nearest to the letters' own lightness."""
    close = region.three_quarters if own > region.half else region.quarter
    return (max(own, close) + 0.05) / (min(own, close) + 0.05)


def _fix(subject: Subject, layer: PlacedLayer, ink: Ink, wanted: float) -> Fix | None:
    """The colour of the palette that reads best on the text's ground, where one reads."""
    ground = np.median(ink.pixels[~dilated(ink.mask, 5)], axis=0) if not ink.mask.all() else None
    if ground is None or np.isnan(ground).any():
        return None
    under = "#{:02X}{:02X}{:02X}".format(*ground.astype(int).tolist())
    best = max((colour.hex for colour in subject.design.palette), key=lambda one: contrast_ratio(one, under))
    if contrast_ratio(best, under) < wanted:
        return None
    return Fix(cure=Cure.RECOLOUR, layer=layer.id, wanted=best)
