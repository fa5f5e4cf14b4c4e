"""Is there exactly one logo?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_single", Component.LOGO)


def check(subject: Subject) -> CheckResult:
    """0 when a second one of about the same size stands elsewhere."""
    if subject.logo is None:
        return RULE.nothing("No logo was found, so there is none that could stand twice.")
    other = subject.second_logo
    if other is None:
        return RULE.worst(
            [RULE.finding(1.0, 1.0, 1.0, "There is one logo on the picture.", subject.logo.box)]
        )
    message = f"The logo is on the picture a second time (match {other.score:.2f}); once is enough."
    return RULE.worst([RULE.finding(0.0, 2.0, 1.0, message, other.box)])
