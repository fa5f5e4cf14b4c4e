"""Is every text large enough to be read? The size is measured on the letters, not taken from the layer
list."""

from math import ceil

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component, Cure, Finding, Fix
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink
from onbrand.compliance.text_rows import has_letters
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_size", Component.TYPOGRAPHY)
_READABLE = 10.0  # pixels: whatever the brand allows, smaller letters have no shape


def check(subject: Subject) -> CheckResult:
    """The smallest text decides."""
    findings = [
        _text(subject, layer, ink)
        for layer, ink in subject.clear_texts
        if ink is not None and layer.lines and has_letters(layer)
    ]
    if findings:
        return RULE.worst(findings)
    return RULE.unjudged(
        "No text was found whose size could be measured." + subject.want_of_list, not subject.is_listed
    )


def _text(subject: Subject, layer: PlacedLayer, ink: Ink) -> Finding:
    wanted = rounded(max(_READABLE, subject.design.typography.minimum_size * subject.shorter))
    listed = layer.font_size or 0.0
    size = rounded(ink.size if ink.size is not None else listed)
    how = "" if ink.size is not None else " by the layer list (the ground is too busy to measure it)"
    message = (
        f"The text {layer.id!r} is {size:.0f} pixels tall{how}; the brand asks for at least {wanted:.0f}."
    )
    fix = Fix(cure=Cure.ENLARGE_TEXT, layer=layer.id, wanted=float(ceil(wanted)))
    # Half a pixel of rounding is no fault.
    return RULE.finding(ramp((size + 0.5) / wanted, 0.5, 1.0), size, wanted, message, ink.box, fix)
