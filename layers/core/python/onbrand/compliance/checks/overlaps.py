"""Does anything stand on something else: text on text, text on the logo, a code on a text, any of them on a
face?"""

from itertools import combinations, product

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded, shared
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("overlaps", Component.LAYOUT)
_UNNOTICED, _BROKEN = 0.02, 0.25


def check(subject: Subject) -> CheckResult:
    """The share of the smaller of two boxes that the other lies on; the worst pair decides."""
    faces = [("face", box) for photo in subject.of_type(LayerType.PHOTO) for box in photo.faces]
    pairs = [*combinations(subject.standing, 2), *product(subject.standing, faces)]
    if not pairs:
        return RULE.unjudged(
            "There are no two elements that could overlap." + subject.want_of_list, not subject.is_listed
        )
    worst, pair = -1.0, None
    for one, other in pairs:
        smaller = max(1, min(one[1][2] * one[1][3], other[1][2] * other[1][3]))
        share = rounded(shared(one[1], other[1]) / smaller)
        if share > worst:
            worst, pair = share, (one, other)
    assert pair is not None  # noqa: S101 - there is at least one
    (what, box), (second, _) = pair
    message = (
        f"The {what} and the {second} overlap by {percent(worst)}."
        if worst > 0
        else "No text, logo, code or picture stands on another or on a face."
    )
    return RULE.worst([RULE.finding(ramp(worst, _BROKEN, _UNNOTICED), worst, 0.0, message, box)])
