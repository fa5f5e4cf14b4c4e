"""Are the lines short enough to be read at a glance?"""

from onbrand.compliance.checks.rule import Rule, ramp
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import PlacedLayer

RULE = Rule("line_length", Component.TYPOGRAPHY)
_BROKEN = 1.6  # times the brand's most


def check(subject: Subject) -> CheckResult:
    """The longest line of each text; the worst decides."""
    findings = [_text(subject, layer) for layer, _ in subject.texts if layer.lines]
    if findings:
        return RULE.worst(findings)
    return RULE.unjudged("No line of text is known." + subject.want_of_list, not subject.is_listed)


def _text(subject: Subject, layer: PlacedLayer) -> Finding:
    most = subject.design.typography.maximum_line_length
    longest = max(len(line) for line in layer.lines)
    message = f"The longest line of the text {layer.id!r} has {longest} characters; at most {most} read well."
    return RULE.finding(ramp(longest / most, _BROKEN, 1.0), float(longest), float(most), message, layer.box)
