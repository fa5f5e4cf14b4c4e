"""Does the platform hide or cover any text or logo? Insets and covered areas are the placement's."""

from onbrand.compliance.areas import covered_area, moved_inside, safe_area
from onbrand.compliance.boxes import shared
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import Box, CheckResult, Component
from onbrand.compliance.subject import Standing, Subject

RULE = Rule("safe_zones", Component.LAYOUT)
_UNNOTICED, _HIDDEN = 0.01, 0.25


def check(subject: Subject) -> CheckResult:
    """The share of each text and logo that the platform hides; the worst decides. A listed text that fades into its ground
    stands where its list puts it."""
    if subject.placement is None:
        return RULE.nothing("No placement was named, so there is no safe zone to keep.")
    faded = [
        Standing(f"text {layer.id!r}", layer.box, layer.id) for layer, ink in subject.texts if ink is None
    ]
    elements = [*subject.elements, *faded]
    if not elements:
        return RULE.unjudged(
            "Neither text nor logo was found that could be hidden." + subject.want_of_list,
            not subject.is_listed,
        )
    findings = []
    for one in elements:
        share = rounded(_hidden(subject, one.box) / max(1, one.box[2] * one.box[3]))
        message = f"{percent(share)} of the {one.what} lies where the platform hides or covers the picture."
        fix = moved_inside(subject, one)
        findings.append(RULE.finding(ramp(share, _HIDDEN, _UNNOTICED), share, 0.0, message, one.box, fix))
    return RULE.besides(RULE.worst(findings), subject.unseen)


def _hidden(subject: Subject, box: Box) -> int:
    """Pixels of a box outside the safe rectangle or under the covered area."""
    hidden = box[2] * box[3] - shared(box, safe_area(subject))
    covered = covered_area(subject)
    if covered is not None:
        hidden += shared(box, covered)
    return min(hidden, box[2] * box[3])
