"""Are headings written in the case that the brand asks for?"""

from onbrand.brand.profile import LetterCase
from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import PlacedLayer

RULE = Rule("text_case", Component.TYPOGRAPHY)
_WORDS = {
    LetterCase.UPPER: "in capitals",
    LetterCase.SENTENCE: "as a sentence, with small letters after the first",
}


def check(subject: Subject) -> CheckResult:
    """Each heading as it was set."""
    rule = subject.design.typography.heading_case
    headings = [layer for layer, _ in subject.texts if layer.role == "heading"]
    if rule is LetterCase.AS_WRITTEN:
        return RULE.nothing("The brand has no rule for the case of its headings.")
    if not headings:
        return RULE.unjudged("No heading is known." + subject.want_of_list, not subject.is_listed)
    return RULE.mean([_heading(layer, rule) for layer in headings])


def _heading(layer: PlacedLayer, rule: LetterCase) -> Finding:
    text = " ".join(layer.lines) or layer.text or ""
    drawn = text.upper() if layer.letter_case == LetterCase.UPPER else text
    right = drawn == drawn.upper() if rule is LetterCase.UPPER else _is_sentence(drawn)
    message = f"The heading {drawn!r} is {'' if right else 'not '}written {_WORDS[rule]}."
    return RULE.finding(1.0 if right else 0.0, drawn, rule.value, message, layer.box)


def _is_sentence(text: str) -> bool:
    """A capital first and not a text of capitals; names inside may have theirs."""
    letters = [letter for letter in text if letter.isalpha()]
    return not letters or (letters[0] == letters[0].upper() and (len(letters) < 4 or text != text.upper()))
