"""Is what the picture says also said in words, in the alternative text or the caption? WCAG 2.2, 1.4.5."""

from onbrand.compliance.checks.rule import Rule, percent, rounded
from onbrand.compliance.model import CheckResult, Gate
from onbrand.compliance.phrases import share_said
from onbrand.compliance.subject import Subject

RULE = Rule("text_alternative", Gate.ACCESSIBILITY)
_ENOUGH = 0.7  # of the words: small words may change


def check(subject: Subject) -> CheckResult:
    """The share of the headings' words (of all texts', without headings) that are said elsewhere."""
    if subject.post is None or subject.words is None:
        return RULE.unknown("The words on the picture, or those that go with it, are not known.")
    texts = [layer for layer, _ in subject.texts]
    heard = [layer for layer in texts if layer.role == "heading"] or texts
    if not heard:
        return RULE.nothing("There are no words on the picture.")
    words = [layer.text or " ".join(layer.lines) for layer in heard]
    share = rounded(share_said(words, f"{subject.post.alt_text} {subject.post.caption}"))
    message = (
        f"{percent(share)} of the words on the picture are also in the alternative text or the caption; "
        f"at least {percent(_ENOUGH)} have to be."
    )
    return RULE.yes(share >= _ENOUGH, share, _ENOUGH, message)
