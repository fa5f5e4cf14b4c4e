"""Is the logo large enough to be recognised, and not so large that it shouts?"""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_size", Component.LOGO)
_ROUNDING = 0.98  # whole pixels and the search's own steps


def check(subject: Subject) -> CheckResult:
    """The logo's longer side over the picture's shorter side, against the brand's least and most."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so its size could not be measured.")
    rules = subject.design.logo
    size = rounded(max(place.fit.pose.width, place.fit.pose.height) / subject.shorter)
    if size * _ROUNDING <= rules.maximum_size:
        score = ramp(size / max(rules.minimum_size, 0.001), 0.4, _ROUNDING)
        message = (
            f"The logo is {percent(size)} of the shorter side; the brand asks for at least "
            f"{percent(rules.minimum_size)}."
        )
        return RULE.worst([RULE.finding(score, size, rules.minimum_size, message, place.box)])
    score = ramp(rules.maximum_size / size, 0.4, _ROUNDING)
    message = (
        f"The logo is {percent(size)} of the shorter side; the brand asks for at most "
        f"{percent(rules.maximum_size)}."
    )
    return RULE.worst([RULE.finding(score, size, rules.maximum_size, message, place.box)])
