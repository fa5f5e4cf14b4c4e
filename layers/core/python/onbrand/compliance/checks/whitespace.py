"""Is the design left room to breathe? Everything that stands on the picture together, by the boxes it was
given."""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType

RULE = Rule("whitespace", Component.LAYOUT, gentle=True)


def check(subject: Subject) -> CheckResult:
    """The share of the picture that no text, logo, code or picture of the brand takes."""
    standing = subject.of_type(LayerType.TEXT, LayerType.LOGO, LayerType.IMAGE, LayerType.QR)
    if not standing:
        return RULE.unjudged(
            "Nothing is known that takes room on the picture." + subject.want_of_list, not subject.is_listed
        )
    least = subject.design.layout.minimum_whitespace
    taken = sum(layer.box[2] * layer.box[3] for layer in standing) / (subject.width * subject.height)
    share = rounded(max(0.0, 1 - taken))
    message = (
        f"{percent(share)} of the picture is free of text and logo; at least {percent(least)} lets "
        "it breathe."
    )
    return RULE.worst([RULE.finding(ramp(share, 0.0, max(least, 0.001)), share, least, message)])
