"""Do the lines of each text stand neither too close nor too far apart?"""

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

RULE = Rule("line_spacing", Component.TYPOGRAPHY)
_ROUNDING = 0.03  # whole pixels
_BROKEN = 0.25  # font sizes beyond what the brand allows


def check(subject: Subject) -> CheckResult:
    """From line to line, in font sizes; measured where the lines are apart on the picture."""
    findings = [
        found
        for layer, ink in subject.texts
        if ink is not None and len(layer.lines) > 1 and (found := _text(subject, layer, ink))
    ]
    if findings:
        return RULE.worst(findings)
    return RULE.unjudged("No text has several lines." + subject.want_of_list, not subject.is_listed)


def _text(subject: Subject, layer: PlacedLayer, ink: Ink) -> Finding | None:
    size = ink.size or layer.font_size
    pitch = ink.pitch or layer.line_height
    if not size or not pitch:
        return None
    rules = subject.design.typography
    least, most = rules.minimum_line_height, rules.maximum_line_height
    spacing = rounded(pitch / size)
    off = max(least - spacing, spacing - most, 0.0)
    message = (
        f"The lines of the text {layer.id!r} stand {spacing:.2f} font sizes apart; the brand allows "
        f"{least:g} to {most:g}."
    )
    score = ramp(rounded(off), _BROKEN + _ROUNDING, _ROUNDING)
    return RULE.finding(score, spacing, least if spacing < least else most, message, ink.box)
