"""Can every text be read on the pixels really behind it? WCAG 2.2, 1.4.3, in the worst region of each
text."""

import numpy as np

from onbrand.brand.colour import MINIMUM_CONTRAST
from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.cielab import luminance
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink, dilated
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_contrast", Component.COLOUR)
_LARGE_CONTRAST = 3.0
# WCAG calls text large from 24 px (bold: 18.7 px) of a screen about 390 px wide, on which social pictures
# are seen.
_LARGE, _LARGE_BOLD = 24 / 390, 18.7 / 390
_UNREADABLE = 1.5
_LUMINANCES = luminance(np.repeat(np.arange(256)[:, None], 3, axis=1))  # of greys, to linearise by look-up
_CHANNELS = np.array([0.2126, 0.7152, 0.0722])


def check(subject: Subject) -> CheckResult:
    """The least readable text decides."""
    findings = [
        found
        for layer, ink in subject.texts
        if ink is not None and ink.is_whole and (found := _text(subject, layer, ink))
    ]
    return (
        RULE.worst(findings)
        if findings
        else RULE.nothing("No text was found whose contrast could be measured.")
    )


def _text(subject: Subject, layer: PlacedLayer, ink: Ink) -> Finding | None:
    left, top = ink.origin
    ground = ~dilated(ink.mask, 5)
    if subject.logo is not None:
        # A logo on a text is an overlap, not a ground that reads badly.
        x, y, width, height = subject.logo.box
        rows = slice(max(0, y - top), max(0, y + height - top))
        ground[rows, max(0, x - left) : max(0, x + width - left)] = False
    side = max(12, round(1.5 * (layer.font_size or 16)))
    # Half a region around the letters: between small ones every pixel is part of a letter's edge.
    x, y = max(0, ink.box[0] - left - side // 2), max(0, ink.box[1] - top - side // 2)
    ground = ground[y : y + ink.box[3] + side, x : x + ink.box[2] + side]
    height, width = ground.shape
    light = _LUMINANCES[subject.pixels[top + y : top + y + height, left + x : left + x + width]] @ _CHANNELS
    own = float(luminance(np.array(ink.colour)))
    worst = 21.0
    for row in range(0, height, side):
        for column in range(0, width, side):
            cell = (slice(row, row + side), slice(column, column + side))
            behind = light[cell][ground[cell]]
            if len(behind) >= 16:
                # The quarter of the region that is nearest to the letters' own lightness.
                close = float(np.percentile(behind, 75 if own > np.median(behind) else 25))
                worst = min(worst, (max(own, close) + 0.05) / (min(own, close) + 0.05))
    if worst == 21.0:
        return None
    contrast = rounded(worst)
    bold = (layer.font_weight or 400) >= 700
    large = (layer.font_size or 0) >= (_LARGE_BOLD if bold else _LARGE) * subject.shorter
    wanted = _LARGE_CONTRAST if large else MINIMUM_CONTRAST
    message = (
        f"The text {layer.id!r} has a contrast of {contrast:.1f}:1 where it reads worst; it needs "
        f"{wanted:g}:1."
    )
    return RULE.finding(ramp(contrast, _UNREADABLE, wanted), contrast, wanted, message, ink.box)
