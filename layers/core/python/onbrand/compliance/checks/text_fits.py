"""Does every text lie wholly on the picture, with no letter cut off at its edge?"""

from onbrand.compliance.boxes import shared
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import Box, CheckResult, Component, Cure, Finding, Fix
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_ink import Ink
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_fits", Component.TYPOGRAPHY)
_UNNOTICED, _BROKEN = 0.01, 0.1


def check(subject: Subject) -> CheckResult:
    """The share of each text's box beyond the picture; letters that touch its edge are cut off."""
    findings = [_text(subject, layer, ink) for layer, ink in subject.texts if layer.lines]
    if findings:
        return RULE.worst(findings)
    return RULE.unjudged("No text is known that has to fit." + subject.want_of_list, not subject.is_listed)


def _text(subject: Subject, layer: PlacedLayer, ink: Ink | None) -> Finding:
    canvas: Box = (0, 0, subject.width, subject.height)
    beyond = rounded(1 - shared(layer.box, canvas) / max(1, layer.box[2] * layer.box[3]))
    score = ramp(beyond, _BROKEN, _UNNOTICED)
    message = f"{percent(beyond)} of the text {layer.id!r} lies beyond the picture's edge."
    if ink is not None and ink.is_whole and _touches(ink.box, canvas):
        score, message = 0.0, f"The letters of the text {layer.id!r} are cut off at the picture's edge."
    fix = Fix(cure=Cure.MOVE, layer=layer.id, wanted=canvas)
    return RULE.finding(score, beyond, 0.0, message, layer.box, fix)


def _touches(box: Box, canvas: Box) -> bool:
    x, y, width, height = box
    return x <= 0 or y <= 0 or x + width >= canvas[2] or y + height >= canvas[3]
