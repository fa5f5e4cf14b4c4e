"""Does the logo have its own colours? Compared with the brand's logo files, in the middle of its strokes."""

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_colours", Component.LOGO)


def check(subject: Subject) -> CheckResult:
    """The farthest colour's distance to the variant that comes nearest: any variant of the brand will do."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so its colours could not be compared.")
    if place.former:
        return RULE.nothing(
            "The logo is a former one, so its colours were not compared with the current files."
        )
    if subject.logo_variant is None:
        return RULE.nothing("The logo's strokes are too thin to compare their colours.")
    _, found = subject.logo_variant
    distance, tolerance = rounded(found.distance), subject.design.compliance.design_tolerance
    seen, own = ("#{:02X}{:02X}{:02X}".format(*colour) for colour in (found.seen, found.own))
    message = (
        f"The logo's {seen} is {distance:.1f} away from the {own} of the brand's logo file; up to "
        f"{tolerance:g} is allowed."
    )
    return RULE.worst(
        [RULE.finding(ramp(distance, 2.5 * tolerance, tolerance), distance, tolerance, message, place.box)]
    )
