"""Does the wording sound like the brand? By its lists of words to avoid and words it wants."""

from onbrand.brand.profile import ToneRule
from onbrand.compliance.checks.rule import Rule
from onbrand.compliance.model import CheckResult, Component, Finding
from onbrand.compliance.phrases import spoken
from onbrand.compliance.subject import Subject
from onbrand.compliance.told import at_its_word

RULE = Rule("tone", Component.TYPOGRAPHY, gentle=True)


def check(subject: Subject) -> CheckResult:
    """Each list, in all words of the picture and its caption."""
    rules = subject.design.wording.tone
    if not rules:
        return RULE.nothing("The brand has no word lists for its tone.")
    caption = subject.post.caption if subject.post else ""
    words = f"{subject.words or ''} {caption}".strip()
    if not words:
        return RULE.unjudged(
            "There are no words to hear a tone in." + subject.want_of_list, not subject.is_listed
        )
    rest = at_its_word([one for one in subject.told if not one.is_known], "what is said")
    return RULE.besides(RULE.mean([_list(rule, words) for rule in rules]), rest)


def _list(rule: ToneRule, words: str) -> Finding:
    used = [phrase for phrase in rule.words if spoken(phrase, words) is not None]
    if rule.wanted:
        message = (
            f"The wording uses {', '.join(f'“{one}”' for one in used)} of the list “{rule.name}”."
            if used
            else f"The wording uses none of the {len(rule.words)} words of the list “{rule.name}”."
        )
        return RULE.finding(1.0 if used else 0.0, float(len(used)), 1.0, message)
    message = (
        f"The wording uses {', '.join(f'“{one}”' for one in used)}, which the list “{rule.name}” avoids."
        if used
        else f"The wording uses none of the words that the list “{rule.name}” avoids."
    )
    return RULE.finding(0.0 if used else 1.0, float(len(used)), 0.0, message)
