"""Can every text be read on the pixels really behind it? WCAG 2.2, 1.4.3, in the worst region of each
text."""

import numpy as np
from numpy.typing import NDArray

from onbrand.brand.colour import contrast_ratio
from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.cielab import luminance
from onbrand.compliance.model import CheckResult, Component, Cure, Finding, Fix
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink, Mask, dilated
from onbrand.imaging.model import PlacedLayer

Lights = NDArray[np.float32]

RULE = Rule("text_contrast", Component.COLOUR)
# WCAG calls text large from 24 px (bold: 18.7 px) of a screen about 390 px wide, on which social pictures
# are seen.
_LARGE, _LARGE_BOLD = 24 / 390, 18.7 / 390
_UNREADABLE = 1.5
_LINEAR = luminance(np.repeat(np.arange(256)[:, None], 3, axis=1))  # of greys: to linearise by look-up
_RED, _GREEN, _BLUE = ((_LINEAR * weight).astype(np.float32) for weight in (0.2126, 0.7152, 0.0722))


def check(subject: Subject) -> CheckResult:
    """The least readable text decides."""
    findings = [
        found
        for layer, ink in subject.texts
        if (found := _unseen(subject, layer) if ink is None else _text(subject, layer, ink))
    ]
    if findings:
        return RULE.worst(findings)
    return RULE.unjudged(
        "No text was found whose contrast could be measured." + subject.want_of_list, not subject.is_listed
    )


def _unseen(subject: Subject, layer: PlacedLayer) -> Finding:
    """Letters that do not differ from their ground have no contrast."""
    message = f"The text {layer.id!r} cannot be told from its ground at all."
    return RULE.finding(0.0, 1.0, subject.design.compliance.minimum_large_contrast, message, layer.box)


def _text(subject: Subject, layer: PlacedLayer, ink: Ink) -> Finding | None:
    if not ink.is_whole:
        return None
    own = float(luminance(np.array(ink.colour)))
    worst = _worst(own, *_behind(subject, layer, ink))
    if worst is None:
        return None
    contrast, rules = rounded(worst), subject.design.compliance
    bold = (layer.font_weight or 400) >= 700
    large = (layer.font_size or 0) >= (_LARGE_BOLD if bold else _LARGE) * subject.shorter
    wanted = rules.minimum_large_contrast if large else rules.minimum_contrast
    message = (
        f"The text {layer.id!r} has a contrast of {contrast:.1f}:1 where it reads worst; it needs "
        f"{wanted:g}:1."
    )
    score = ramp(contrast, min(_UNREADABLE, wanted - 0.1), wanted)
    fix = _fix(subject, layer, ink, wanted) if score < 1 else None
    return RULE.finding(score, contrast, wanted, message, ink.box, fix)


def _behind(subject: Subject, layer: PlacedLayer, ink: Ink) -> tuple[Lights, Mask, int]:
    """The luminance around the letters, which of it is ground, and the side of a region; all as reduced as
    the ink."""
    (left, top), factor = ink.origin, ink.factor
    ground = ~dilated(ink.mask, 5 if factor == 1 else 3)
    if subject.logo is not None:
        # A logo on a text is an overlap, not a ground that reads badly.
        x, y, width, height = subject.logo.box
        rows = slice(max(0, (y - top) // factor), max(0, -((top - y - height) // factor)))
        ground[rows, max(0, (x - left) // factor) : max(0, -((left - x - width) // factor))] = False
    side = max(12, round(1.5 * (layer.font_size or 16) / factor))
    # Half a region around the letters: between small ones every pixel is part of a letter's edge.
    x = max(0, (ink.box[0] - left) // factor - side // 2)
    y = max(0, (ink.box[1] - top) // factor - side // 2)
    area = (slice(y, y + ink.box[3] // factor + side), slice(x, x + ink.box[2] // factor + side))
    seen = ink.pixels[area]
    light: Lights = _RED[seen[..., 0]] + _GREEN[seen[..., 1]] + _BLUE[seen[..., 2]]
    return light, ground[area], side


def _worst(own: float, light: Lights, ground: Mask, side: int) -> float | None:
    """The lowest contrast of the regions: with the quarter of each that is nearest to the letters' own
    lightness."""
    worst = None
    for row in range(0, light.shape[0], side):
        for column in range(0, light.shape[1], side):
            cell = (slice(row, row + side), slice(column, column + side))
            behind = light[cell][ground[cell]]
            if len(behind) >= 16:
                quarter, half, rest = (round(share * (len(behind) - 1)) for share in (0.25, 0.5, 0.75))
                ordered = np.partition(behind, (quarter, half, rest))
                close = float(ordered[rest if own > ordered[half] else quarter])
                contrast = (max(own, close) + 0.05) / (min(own, close) + 0.05)
                worst = contrast if worst is None else min(worst, contrast)
    return worst


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
