"""Do the pixels agree with the layer list about how large each text is?"""

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_as_listed", Component.TYPOGRAPHY)
_SAME, _ANOTHER = 0.3, 0.6  # of the larger size; families differ in the height of their letters


def check(subject: Subject) -> CheckResult:
    """Measured and listed size, where the ground is calm enough to measure; the worst decides."""
    findings = [
        _text(layer, ink.size, layer.font_size, ink.box)
        for layer, ink in subject.clear_texts
        if subject.is_listed and ink is not None and ink.size is not None and layer.font_size
    ]
    if findings:
        return RULE.worst(findings)
    return RULE.unjudged(
        "No text has a listed size to compare." + subject.want_of_list, not subject.is_listed
    )


def _text(layer: PlacedLayer, size: float, listed: float, box: tuple[int, int, int, int]) -> Finding:
    off = rounded(abs(size - listed) / max(size, listed))
    message = f"The text {layer.id!r} is {size:.0f} pixels tall; the layer list says {listed:.0f}."
    return RULE.finding(ramp(off, _ANOTHER, _SAME), rounded(size), rounded(listed), message, box)
