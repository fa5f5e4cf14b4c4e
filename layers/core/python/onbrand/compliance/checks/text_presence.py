"""Is every text of the design really there, as large as it was set?"""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_presence", Component.TYPOGRAPHY)
_SURELY = 0.4  # of the ink that the letters would have; families and weights differ


def check(subject: Subject) -> CheckResult:
    """The text with the least of its ink decides."""
    findings = [_text(layer, ink) for layer, ink in subject.texts] if subject.is_listed else []
    if findings:
        return RULE.worst(findings)
    return RULE.unjudged("No text is known to look for." + subject.want_of_list, not subject.is_listed)


def _text(layer: PlacedLayer, ink: Ink | None) -> Finding:
    if ink is None:
        message = f"The text {layer.id!r} is not on the picture."
        return RULE.finding(0.0, 0.0, _SURELY, message, layer.box)
    cover = rounded(min(1.0, ink.cover))
    if cover >= _SURELY:
        message = f"The text {layer.id!r} is on the picture."
    else:
        message = f"Of the text {layer.id!r} only {percent(cover)} of the strokes are on the picture."
    return RULE.finding(ramp(cover, 0.05, _SURELY), cover, _SURELY, message, layer.box)
