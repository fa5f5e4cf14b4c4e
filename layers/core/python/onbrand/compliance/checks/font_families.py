"""How many families are the texts set in?"""

from onbrand.compliance.checks.rule import Rule, ramp
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("font_families", Component.TYPOGRAPHY)


def check(subject: Subject) -> CheckResult:
    """The number of families against the brand's most."""
    families = sorted({layer.font_family for layer, _ in subject.texts if layer.font_family is not None})
    if not families:
        return RULE.unjudged("No text names its font." + subject.want_of_list, not subject.is_listed)
    most, count = subject.design.typography.maximum_families, len(families)
    message = f"The texts are set in {count} font families ({', '.join(families)}); at most {most} may be."
    score = ramp(count, most + 2, most)
    return RULE.worst([RULE.finding(score, float(count), float(most), message)])
