"""Are words used that the brand forbids, on the picture or in what goes with it?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import Box, CheckResult, Component
from onbrand.compliance.phrases import spoken
from onbrand.compliance.subject import Subject

RULE = Rule("forbidden_words", Component.TYPOGRAPHY)


def check(subject: Subject) -> CheckResult:
    """Every use of a forbidden word is a finding of its own."""
    forbidden = subject.design.wording.forbidden
    if not forbidden:
        return RULE.nothing("The brand forbids no words.")
    places = _places(subject)
    findings = []
    for where, text, box in places:
        for phrase in forbidden:
            said = spoken(phrase, text)
            if said is not None:
                message = f"{where} says “{said}”; the brand forbids “{phrase}”."
                findings.append(RULE.finding(0.0, said, f"without “{phrase}”", message, box))
    if findings:
        return RULE.worst(findings)
    if subject.words is None:
        return RULE.unknown("The words on the picture are not known." + subject.want_of_list)
    if not places:
        return RULE.nothing("There are no words to look for forbidden ones in.")
    message = f"None of the {len(forbidden)} forbidden words or phrases is used."
    return RULE.yes(True, 0.0, 0.0, message)


def _places(subject: Subject) -> list[tuple[str, str, Box | None]]:
    texts: list[tuple[str, str, Box | None]] = [
        (f"The text {layer.id!r}", layer.text or " ".join(layer.lines), layer.box)
        for layer, _ in subject.texts
    ]
    if subject.post is not None:
        texts += [("The caption", subject.post.caption, None), ("The alt text", subject.post.alt_text, None)]
    return [one for one in texts if one[1].strip()]
