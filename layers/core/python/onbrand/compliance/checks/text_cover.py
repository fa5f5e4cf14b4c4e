"""Does the text leave room for the picture?"""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("text_cover", Component.LAYOUT)


def check(subject: Subject) -> CheckResult:
    """The share of the picture that the text boxes take, against the brand's most."""
    texts = subject.text_layers
    if not texts:
        return RULE.unjudged(
            "No text is known that takes room." + subject.want_of_list, not subject.is_listed
        )
    most = subject.design.layout.maximum_text_cover
    share = rounded(sum(layer.box[2] * layer.box[3] for layer in texts) / (subject.width * subject.height))
    message = f"Text takes {percent(share)} of the picture; the brand allows {percent(most)}."
    return RULE.worst([RULE.finding(ramp(share, most + 0.3, most), share, most, message)])
