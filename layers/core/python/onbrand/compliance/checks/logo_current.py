"""Is it the brand's current logo, and not one that was replaced?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_current", Component.LOGO)


def check(subject: Subject) -> CheckResult:
    """0 when a former logo matches the pixels better than every current one."""
    if not subject.former_logos:
        return RULE.nothing("The brand has no former logos that could stand on the picture.")
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so it could not be compared with the brand's former ones.")
    if not place.former:
        message = "The logo is the brand's current one."
        return RULE.worst([RULE.finding(1.0, "current", "current", message, place.box)])
    message = (
        f"This is a former logo of the brand, which has been replaced (match {place.score:.2f}); "
        "use the current one."
    )
    return RULE.worst([RULE.finding(0.0, "former", "current", message, place.box)])
