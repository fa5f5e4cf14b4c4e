"""Does anything stand on something else: text on text, text on the logo, a code on a text, any of them on a
face?"""

from itertools import combinations, product

from onbrand.compliance.boxes import covered
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Standing, Subject
from onbrand.imaging.model import LayerType

RULE = Rule("overlaps", Component.LAYOUT)
_UNNOTICED, _BROKEN = 0.02, 0.25


def check(subject: Subject) -> CheckResult:
    """The share of the smaller of two boxes that the other lies on; the worst pair decides."""
    faces = [Standing("face", box, None) for photo in subject.of_type(LayerType.PHOTO) for box in photo.faces]
    # lines that were read off a picture lie apart: only of layers is it known where each one ends
    pairs = [
        pair
        for pair in (*combinations(subject.elements, 2), *product(subject.elements, faces))
        if subject.is_listed or "logo" in (pair[0].what, pair[1].what)
    ]
    if not pairs:
        return RULE.unjudged(
            "There are no two elements that could overlap." + subject.want_of_list, not subject.is_listed
        )
    worst, pair = -1.0, pairs[0]
    for one, other in pairs:
        share = rounded(covered(one.box, other.box))
        if share > worst:
            worst, pair = share, (one, other)
    message = (
        f"The {pair[0].what} and the {pair[1].what} overlap by {percent(worst)}."
        if worst > 0
        else "No text, logo, code or picture stands on another or on a face."
    )
    found = RULE.finding(ramp(worst, _BROKEN, _UNNOTICED), worst, 0.0, message, pair[0].box)
    return RULE.besides(RULE.worst([found]), subject.unseen)
