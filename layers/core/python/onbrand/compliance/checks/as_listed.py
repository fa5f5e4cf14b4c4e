"""Do the pixels agree with the layer list about the picture's size and where the logo stands?"""

from math import hypot

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("as_listed", Component.LAYOUT)
_SAME, _ELSEWHERE = 0.02, 0.10


def check(subject: Subject) -> CheckResult:
    """Two sizes of the picture, and how far the logo lies from its listed place, in shares of the shorter
    side."""
    composition = subject.composition
    if composition is None:
        return RULE.unknown("There is no list of the picture's layers to compare with.")
    size, listed = (f"{subject.width}x{subject.height}", f"{composition.width}x{composition.height}")
    if size != listed:
        message = f"The picture has {size} pixels; its layer list is of one with {listed}."
        return RULE.yes(False, size, listed, message)
    found = _logo(subject)
    if found is None:
        return RULE.nothing("There is no logo with a listed place to compare.")
    return RULE.worst([found])


def _logo(subject: Subject) -> Finding | None:
    listed, place = subject.of_type(LayerType.LOGO), subject.logo
    if place is None or not listed:
        return None
    x, y, width, height = place.box
    centre = (x + width / 2, y + height / 2)
    shift = min(
        hypot(layer.box[0] + layer.box[2] / 2 - centre[0], layer.box[1] + layer.box[3] / 2 - centre[1])
        for layer in listed
    )
    share = rounded(shift / subject.shorter)
    message = f"The logo stands {shift:.0f} pixels away from where the design puts it."
    return RULE.finding(ramp(share, _ELSEWHERE, _SAME), share, 0.0, message, place.box)
