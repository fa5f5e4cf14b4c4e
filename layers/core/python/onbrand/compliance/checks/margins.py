"""Do texts and logo keep their distance from the edges? Measured where they really lie."""

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("margins", Component.LAYOUT)
_ROUNDING = 2  # pixels


def check(subject: Subject) -> CheckResult:
    """The least distance to any edge, against the brand's margin."""
    margin = round(subject.design.layout.margin * subject.shorter)
    if not subject.standing:
        return RULE.nothing("Neither text nor logo was found whose margin could be measured.")
    if margin <= _ROUNDING:
        return RULE.nothing("The brand asks for no margin.")
    findings = []
    for what, box in subject.standing:
        x, y, width, height = box
        distance = max(0, min(x, y, subject.width - x - width, subject.height - y - height))
        score = ramp(rounded((distance + _ROUNDING) / margin), _ROUNDING / margin, 1.0)
        message = f"The {what} stands {distance} pixels from the edge; the brand's margin is {margin}."
        findings.append(RULE.finding(score, float(distance), float(margin), message, box))
    return RULE.worst(findings)
