"""Is the logo neither stretched nor squeezed? Measured on the pixels, whatever a layer list claims."""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_proportions", Component.LOGO)
_UNNOTICED, _STRETCHED = 0.025, 0.12
_PIXELS = 1.0  # whole pixels that the shorter side may be off by


def check(subject: Subject) -> CheckResult:
    """How far width over height is from the file's, as a share of it."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so its proportions could not be measured.")
    pose, raster = place.fit.pose, place.fit.shape.raster
    own = raster.width / raster.height
    measured = pose.width / pose.height
    off = rounded(max(measured / own, own / measured) - 1)
    tolerance = _UNNOTICED + _PIXELS / min(pose.width, pose.height)
    how = "wider" if measured > own else "narrower"
    message = (
        f"The logo is {percent(off)} {how} than its own proportions ({measured:.2f} wide to 1 high instead of "
        f"{own:.2f})."
        if off > tolerance
        else f"The logo has its own proportions ({own:.2f} wide to 1 high)."
    )
    score = ramp(off, _STRETCHED + tolerance, tolerance)
    return RULE.worst([RULE.finding(score, rounded(measured), rounded(own), message, place.box)])
