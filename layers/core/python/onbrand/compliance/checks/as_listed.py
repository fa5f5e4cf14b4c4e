"""Do the pixels agree with the layer list about where the logo stands?"""

from math import hypot

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("as_listed", Component.LAYOUT)
_SAME, _ELSEWHERE = 0.02, 0.10


def check(subject: Subject) -> CheckResult:
    """How far the logo lies from its listed place, in shares of the shorter side."""
    listed = subject.of_type(LayerType.LOGO)
    place = subject.logo
    if place is None or not listed:
        return RULE.nothing("There is no logo with a listed place to compare.")
    x, y, width, height = place.box
    centre = (x + width / 2, y + height / 2)
    shift = min(
        hypot(layer.box[0] + layer.box[2] / 2 - centre[0], layer.box[1] + layer.box[3] / 2 - centre[1])
        for layer in listed
    )
    share = rounded(shift / subject.shorter)
    message = f"The logo stands {shift:.0f} pixels away from where the design puts it."
    return RULE.worst([RULE.finding(ramp(share, _ELSEWHERE, _SAME), share, 0.0, message, place.box)])
