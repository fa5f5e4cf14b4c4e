"""Is the logo large enough to be recognised, and not so large that it shouts?"""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.logo_search import LogoPlace
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
    size = _size(subject, place)
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


def to_grow(subject: Subject, place: LogoPlace) -> float:
    """What a logo has to be enlarged by to be as large as the brand asks for; 1 when it is."""
    return max(1.0, subject.design.logo.minimum_size * _ROUNDING / max(0.001, _size(subject, place)))


def _size(subject: Subject, place: LogoPlace) -> float:
    return rounded(max(place.fit.pose.width, place.fit.pose.height) / subject.shorter)
