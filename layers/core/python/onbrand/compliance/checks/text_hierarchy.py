"""Does the heading stand out from the body text?"""

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject
from onbrand.compliance.text_rows import has_letters

RULE = Rule("text_hierarchy", Component.TYPOGRAPHY)
_ROUNDING = 0.98  # sizes are whole pixels


def check(subject: Subject) -> CheckResult:
    """The smallest heading's size over the largest body text's, both measured."""
    sizes: dict[str, list[float]] = {"heading": [], "body": []}
    box = None
    for layer, ink in subject.clear_texts:
        if ink is not None and layer.role in sizes and has_letters(layer):
            sizes[layer.role].append(ink.size or layer.font_size or 0.0)
            box = ink.box if layer.role == "heading" else box
    if not sizes["heading"] or not sizes["body"]:
        return RULE.unjudged(
            "There is no heading with a body text to compare it with." + subject.want_of_list,
            not subject.is_listed,
        )
    ratio = rounded(min(sizes["heading"]) / max(1.0, max(sizes["body"])))
    wanted = subject.design.typography.heading_ratio
    message = (
        f"The heading is {ratio:.2f} times as large as the body text; the brand asks for at least "
        f"{wanted:g} times."
    )
    return RULE.worst([RULE.finding(ramp(ratio / wanted, 0.6, _ROUNDING), ratio, wanted, message, box)])
