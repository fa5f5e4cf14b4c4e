"""Is the brand's logo on the picture? Found on the pixels, wherever it stands and whatever its colours."""

from onbrand.compliance.checks.rule import Rule, rounded
from onbrand.compliance.logo_fit import NEEDED
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("logo_presence", Component.LOGO)


def check(subject: Subject) -> CheckResult:
    """1 when it is found, 0 when not: how well it can be seen is for other checks."""
    if not subject.logos:
        return RULE.nothing("The brand has no logo files to look for.")
    place = subject.logo
    if place is None:
        box = next((layer.box for layer in subject.of_type(LayerType.LOGO)), None)
        message = "The brand's logo is nowhere on the picture."
        return RULE.worst([RULE.finding(0.0, "not found", "found", message, box)])
    match = rounded(place.score)
    message = f"The brand's logo is on the picture (match {match:.2f})."
    return RULE.worst([RULE.finding(1.0, match, NEEDED, message, place.box)])
