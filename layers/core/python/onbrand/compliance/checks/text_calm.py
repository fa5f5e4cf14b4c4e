"""Is the ground behind every text calm enough to read on, whatever its contrast is?"""

import numpy as np

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.cielab import luminance
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ground import Region
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_calm", Component.COLOUR)
_CALM, _RESTLESS = 0.45, 0.9  # of the step from the letters to their ground
_LEAST = 10.0  # of lightness: what letters and ground differ by at least to compare with


def check(subject: Subject) -> CheckResult:
    """How much the ground's lightness changes, over its step to the letters, in the worst region of each
    text."""
    findings = [
        _text(layer, ink, ground) for layer, ink, ground in subject.grounds if ink.is_whole and ground
    ]
    if findings:
        return RULE.besides(RULE.worst(findings), subject.unseen)
    return RULE.unjudged("No text was found to see its ground." + subject.want_of_list, not subject.is_listed)


def _text(layer: PlacedLayer, ink: Ink, ground: tuple[Region, ...]) -> Finding:
    own = _lightness(float(luminance(np.array(ink.colour))))
    unrest = rounded(max(_unrest(own, region) for region in ground))
    message = (
        f"The ground behind the text {layer.id!r} changes by {percent(unrest)} of its step to the letters; "
        f"up to {percent(_CALM)} is calm."
    )
    return RULE.finding(ramp(unrest, _RESTLESS, _CALM), unrest, _CALM, message, ink.box)


def _unrest(own: float, region: Region) -> float:
    spread = _lightness(region.nine_tenths) - _lightness(region.tenth)
    return spread / max(_LEAST, abs(own - _lightness(region.half)))


def _lightness(light: float) -> float:
    """L* of a luminance."""
    return float(116 * light ** (1 / 3) - 16) if light > 216 / 24389 else light * 24389 / 27
