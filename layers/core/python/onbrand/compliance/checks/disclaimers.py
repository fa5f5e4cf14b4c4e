"""Is every sentence there that the brand must say?"""

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.phrases import sentence_missing
from onbrand.compliance.subject import Subject
from onbrand.compliance.told import at_its_word

RULE = Rule("disclaimers", Component.TYPOGRAPHY)
_SLIPS, _ANOTHER = 0.1, 0.3  # shares of the letters


def check(subject: Subject) -> CheckResult:
    """Each required sentence, on the picture or in the caption, whichever comes nearer; the worst decides."""
    required = subject.design.wording.disclaimers
    if not required:
        return RULE.nothing("The brand requires no sentence.")
    caption = subject.post.caption if subject.post else None
    sources = [text for text in (subject.words, caption) if text is not None]
    findings = []
    for sentence in required:
        wrong = rounded(min((sentence_missing(sentence, text) for text in sources), default=1.0))
        message = (
            f"The required sentence “{sentence}” is there."
            if wrong <= _SLIPS
            else f"{percent(wrong)} of the required sentence “{sentence}” is missing or reads otherwise."
        )
        findings.append(RULE.finding(ramp(wrong, _ANOTHER, _SLIPS), wrong, _SLIPS, message))
    result = RULE.worst(findings)
    if subject.words is None and result.score != 1.0:
        return RULE.unknown("A required sentence may be on the picture." + subject.want_of_list)
    doubtful = [one for one in subject.told if not one.is_known]
    if subject.read is None and result.score != 1.0 and any(one.is_contradicted for one in doubtful):
        return RULE.unknown("A required sentence may be on the picture, which contradicts its layer list.")
    return RULE.besides(result, at_its_word(doubtful, "what is said"))
