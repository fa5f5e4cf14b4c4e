"""Verdicts as they are kept: short enough for a record, and what several of them mean for a request."""

import json
from collections.abc import Sequence
from typing import Any

from onbrand.compliance.model import Outcome, Severity, Verdict

MAX_RECORD_BYTES = 60_000
"""A record holds at most 400 KB, and a transaction of many variants 4 MB."""

MAX_BEFORE_BYTES = 20_000
"""Of the verdict before a remedy, which is kept beside the one after it."""

_ORDER = list(Severity)
_OUTCOMES = (Outcome.PASS, Outcome.MANUAL_REVIEW, Outcome.FAIL)


def verdict_document(verdict: Verdict, limit: int = MAX_RECORD_BYTES) -> dict[str, Any]:
    """The verdict as JSON; when it is longer than ``limit`` bytes, with only the worst findings that fit."""
    document = verdict.to_document()
    if _size(document) <= limit:
        return document
    worst_first = sorted(verdict.findings, key=lambda finding: -_ORDER.index(finding.severity))
    kept: list[dict[str, Any]] = []
    room = limit - _size({**document, "findings": []})
    for finding in worst_first:
        one = finding.model_dump(mode="json")
        room -= _size(one) + 2
        if finding.severity is Severity.OK or room < 0:
            break
        kept.append(one)
    return {**document, "findings": kept}


def lowest_score(scores: Sequence[float | None]) -> float | None:
    """The lowest of the scores that there are."""
    return min((score for score in scores if score is not None), default=None)


def worst_outcome(outcomes: Sequence[Outcome]) -> Outcome:
    """One failure fails the request; one manual review asks for a person."""
    return max(outcomes, key=_OUTCOMES.index)


def _size(document: dict[str, Any]) -> int:
    return len(json.dumps(document, ensure_ascii=False).encode())
