"""Does the logo stand out from what is behind it?"""

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.logo_ink import contrast
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_contrast", Component.LOGO)
_NEEDED = 3.0  # WCAG 2.2, success criterion 1.4.11: graphics need 3:1
_INVISIBLE, _ROUNDING = 1.5, 0.1


def check(subject: Subject) -> CheckResult:
    """The contrast of the logo's outline with the darker and the lighter parts of its ground, the worse of both."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so its contrast could not be measured.")
    shape = subject.logo_variant[0] if subject.logo_variant else place.fit.shape
    measured = contrast(place.fit, shape)
    if measured is None:
        return RULE.nothing("The logo's strokes are too thin to measure their contrast.")
    value = rounded(measured)
    message = f"The logo's contrast with its background is {value:.1f}:1; it needs {_NEEDED:g}:1 to be seen."
    score = ramp(value + _ROUNDING, _INVISIBLE, _NEEDED)
    return RULE.worst([RULE.finding(score, value, _NEEDED, message, place.box)])
