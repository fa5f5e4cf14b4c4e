"""What a record keeps of a verdict, and what several of them mean for a request."""

import json
from collections.abc import Sequence
from typing import Any

from onbrand.compliance.model import Outcome, Severity, Verdict

MAX_FLAWS_BYTES = 900
"""Of the worst findings in a record; whole verdicts have some twenty thousand bytes and lie in the bucket."""

_OUTCOMES = (Outcome.PASS, Outcome.MANUAL_REVIEW, Outcome.FAIL)
_KEPT = {
    "score",
    "components",
    "threshold",
    "outcome",
    "profile_version",
    "rule_set_version",
    "engine_version",
}
_TOLD = {"check", "component", "severity", "message", "box"}


def brief(verdict: Verdict) -> dict[str, Any]:
    """What is asked of many verdicts at once, as JSON: scores, outcome, versions, and of what was found wrong the worst
    while there is room; ``left_out`` names the checks of the rest."""
    document = verdict.model_dump(mode="json", include=_KEPT)
    flaws = [one for one in verdict.findings if one.severity is not Severity.OK]
    flaws.sort(key=lambda one: -one.severity.rank)
    room, kept = MAX_FLAWS_BYTES, list[dict[str, Any]]()
    for flaw in flaws:
        told = flaw.model_dump(mode="json", include=_TOLD, exclude_none=True)
        room -= len(json.dumps(told, ensure_ascii=False).encode())
        if room < 0:
            break
        kept.append(told)
    document["findings"] = kept
    if rest := flaws[len(kept) :]:
        document["left_out"] = sorted({one.check for one in rest})
    return document


def lowest_score(scores: Sequence[float | None]) -> float | None:
    """The lowest of the scores that there are."""
    return min((score for score in scores if score is not None), default=None)


def worst_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """One failure fails the request; one manual review asks for a person."""
    return max(outcomes, key=_OUTCOMES.index)
