"""Does the platform hide or cover any text or logo? Insets and covered areas are the placement's."""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded, shared
from onbrand.compliance.model import Box, CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("safe_zones", Component.LAYOUT)
_UNNOTICED, _HIDDEN = 0.01, 0.25


def check(subject: Subject) -> CheckResult:
    """The share of each text and logo that the platform hides; the worst decides."""
    if subject.placement is None:
        return RULE.nothing("No placement was named, so there is no safe zone to keep.")
    if not subject.standing:
        return RULE.nothing("Neither text nor logo was found that could be hidden.")
    findings = []
    for what, box in subject.standing:
        share = rounded(_hidden(subject, box) / max(1, box[2] * box[3]))
        message = f"{percent(share)} of the {what} lies where the platform hides or covers the picture."
        findings.append(RULE.finding(ramp(share, _HIDDEN, _UNNOTICED), share, 0.0, message, box))
    return RULE.worst(findings)


def _hidden(subject: Subject, box: Box) -> int:
    """Pixels of a box outside the safe rectangle or under the covered area; both scale with the picture."""
    assert subject.placement is not None  # noqa: S101 - narrowed by the caller
    placement = subject.placement
    across, down = subject.width / placement.width, subject.height / placement.height
    left, top = round(placement.safe.left * across), round(placement.safe.top * down)
    right = subject.width - round(placement.safe.right * across)
    bottom = subject.height - round(placement.safe.bottom * down)
    hidden = box[2] * box[3] - shared(box, (left, top, right - left, bottom - top))
    if placement.covered is not None:
        x, y, width, height = placement.covered
        area = (round(x * across), round(y * down), round(width * across), round(height * down))
        hidden += shared(box, area)
    return min(hidden, box[2] * box[3])
