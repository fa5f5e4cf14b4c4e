"""Do texts and logo keep their distance from the edges? Measured where they really lie."""

from onbrand.compliance.areas import margin, moved_inside
from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("margins", Component.LAYOUT)
_ROUNDING = 2  # pixels


def check(subject: Subject) -> CheckResult:
    """The least distance to any edge, against the brand's margin."""
    wanted = margin(subject)
    if not subject.elements:
        return RULE.unjudged(
            "Neither text nor logo was found whose margin could be measured." + subject.want_of_list,
            not subject.is_listed,
        )
    if wanted <= _ROUNDING:
        return RULE.nothing("The brand asks for no margin.")
    findings = []
    for one in subject.elements:
        x, y, width, height = one.box
        distance = max(0, min(x, y, subject.width - x - width, subject.height - y - height))
        score = ramp(rounded((distance + _ROUNDING) / wanted), _ROUNDING / wanted, 1.0)
        message = f"The {one.what} stands {distance} pixels from the edge; the brand's margin is {wanted}."
        fix = moved_inside(subject, one)
        findings.append(RULE.finding(score, float(distance), float(wanted), message, one.box, fix))
    return RULE.besides(RULE.worst(findings), subject.unseen)
