"""Is the caption short enough for the platform?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Gate
from onbrand.compliance.subject import Subject

RULE = Rule("caption_length", Gate.PLATFORM)


def check(subject: Subject) -> CheckResult:
    """Characters against the placement's limit."""
    if subject.placement is None or subject.post is None:
        return RULE.unknown("The caption, or the placement it is for, is not known.")
    limit, count = subject.placement.caption_limit, len(subject.post.caption)
    if limit == 0 or count == 0:
        return RULE.nothing("There is no caption in this placement.")
    message = f"The caption has {count} characters; the platform takes at most {limit}."
    return RULE.yes(count <= limit, float(count), float(limit), message)
