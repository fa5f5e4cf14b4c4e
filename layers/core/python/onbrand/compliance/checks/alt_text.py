"""Is there an alternative text for people who cannot see the picture? WCAG 2.2, success criterion 1.1.1."""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Gate
from onbrand.compliance.phrases import plain
from onbrand.compliance.subject import Subject

RULE = Rule("alt_text", Gate.ACCESSIBILITY)
_LEAST = 2  # words


def check(subject: Subject) -> CheckResult:
    """Words of the alternative text."""
    if subject.post is None:
        return RULE.unknown("Whether the picture has an alternative text is not known.")
    words = len(plain(subject.post.alt_text).split())
    message = (
        f"The alternative text has {words} word{'' if words == 1 else 's'}; at least {_LEAST} are needed to "
        "say what the picture shows."
        if words
        else "The picture has no alternative text."
    )
    return RULE.yes(words >= _LEAST, float(words), float(_LEAST), message)
