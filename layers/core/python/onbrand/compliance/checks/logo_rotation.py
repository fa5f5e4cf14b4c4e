"""Does the logo stand upright?"""

from math import atan2, degrees

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_rotation", Component.LOGO)
_UNNOTICED, _TURNED = 0.75, 4.0  # degrees
_PIXELS = 0.5  # that one end of the logo may stand higher than the other


def check(subject: Subject) -> CheckResult:
    """By how many degrees it is turned, either way."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so it could not be seen whether it stands upright.")
    pose = place.fit.pose
    angle = rounded(pose.angle)
    tolerance = _UNNOTICED + degrees(atan2(_PIXELS, max(pose.width, pose.height)))
    way = "clockwise" if angle > 0 else "counterclockwise"
    message = (
        f"The logo is turned by {abs(angle):.1f} degrees {way}; it has to stand upright."
        if abs(angle) > tolerance
        else "The logo stands upright."
    )
    score = ramp(abs(angle), _TURNED, tolerance)
    return RULE.worst([RULE.finding(score, angle, 0.0, message, place.box)])
