"""Are words used that the brand forbids, on the picture or in what goes with it?"""

from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import Box, CheckResult, Component, Finding
from onbrand.compliance.phrases import spoken
from onbrand.compliance.subject import Subject
from onbrand.compliance.told import at_its_word

RULE = Rule("forbidden_words", Component.TYPOGRAPHY)


def check(subject: Subject) -> CheckResult:
    """Every use of a forbidden word is a finding of its own."""
    forbidden = subject.design.wording.forbidden
    if not forbidden:
        return RULE.nothing("The brand forbids no words.")
    places, found = _places(subject), list[Finding]()
    for phrase in forbidden:
        uses = [
            (where, said, box) for where, text, box in places if (said := spoken(phrase, text)) is not None
        ]
        for where, said, box in uses or _read(subject, phrase):
            message = f"{where} says “{said}”; the brand forbids “{phrase}”."
            found.append(RULE.finding(0.0, said, f"without “{phrase}”", message, box))
    rest = at_its_word([one for one in subject.told if not one.is_known], "what is said")
    if found:
        return RULE.besides(RULE.worst(found), rest)
    if subject.words is None:
        return RULE.unknown("The words on the picture are not known." + subject.want_of_list)
    if not places and not subject.read:
        return RULE.nothing("There are no words to look for forbidden ones in.")
    message = f"None of the {len(forbidden)} forbidden words or phrases is used."
    return RULE.besides(RULE.yes(True, 0.0, 0.0, message), rest)


def _places(subject: Subject) -> list[tuple[str, str, Box | None]]:
    texts: list[tuple[str, str, Box | None]] = [
        (f"The text {layer.id!r}", layer.text or " ".join(layer.lines), layer.box)
        for layer, _ in subject.texts
    ]
    if subject.post is not None:
        texts += [("The caption", subject.post.caption, None), ("The alt text", subject.post.alt_text, None)]
    return [one for one in texts if one[1].strip()]


def _read(subject: Subject, phrase: str) -> list[tuple[str, str, Box | None]]:
    """Where a phrase was read that no known text has; over the ends of lines, too."""
    lines = subject.read or ()
    alone = [
        ("The picture", said, one.box) for one in lines if (said := spoken(phrase, one.words)) is not None
    ]
    said = spoken(phrase, " ".join(one.words for one in lines))
    return list(alone) or ([("The picture", said, None)] if said is not None else [])
