"""From checks to a verdict.

A component's score is half the weighted mean of its checks and half its worst check, so that one broken
rule is not hidden by those that were kept; gentle checks (taste) count in the mean only. The total is the
mean of the components, weighted by the profile; the weight of a component with nothing to judge is shared
out among the others, and the verdict says why. Gates (platform, accessibility) stand beside the score.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Protocol

from onbrand.compliance.checks import CHECKS, RULES
from onbrand.compliance.model import CheckResult, CheckScore, Component, Gate, Verdict
from onbrand.compliance.standing import standing
from onbrand.compliance.subject import Subject
from onbrand.compliance.weighing import lifts

RULE_SET_VERSION = 3
"""Counts up when a check is added, removed, or judges differently."""

ENGINE_VERSION = "3.2"
"""Version of the measuring: the same pixels may measure differently after it changes."""

_GENTLE = frozenset(rule.check for rule in RULES if rule.gentle)


class Check(Protocol):
    """One judgement on a subject."""

    def __call__(self, subject: Subject, /) -> CheckResult:
        """The result, with a score of None when there is nothing to judge."""
        ...


def judge(subject: Subject, profile_version: int = 1, checks: Sequence[Check] = CHECKS) -> Verdict:
    """Run every check on the subject and weigh the answers."""
    results = [check(subject) for check in checks]
    rules = subject.design.compliance
    stands = standing(results, rules, _GENTLE)
    return Verdict(
        score=stands.score,
        components=stands.components,
        weights=stands.weights,
        threshold=rules.threshold,
        outcome=stands.outcome,
        checks=tuple(
            _score(result.check, result.component, result.score, result.check in _GENTLE)
            for result in results
        ),
        findings=tuple(finding for result in results for finding in result.findings),
        gates=stands.gates,
        left_out=stands.left_out,
        lifts=lifts(results, stands.weights, _GENTLE),
        profile_version=profile_version,
        rule_set_version=RULE_SET_VERSION,
        engine_version=ENGINE_VERSION,
        picture_sha256=subject.fingerprint,
        placement=subject.placement.id if subject.placement else None,
        width=subject.width,
        height=subject.height,
    )


@lru_cache(maxsize=1024)
def _score(check: str, component: Component | Gate, score: float | None, gentle: bool) -> CheckScore:
    """Most checks are kept or had nothing to judge, on one picture as on the next."""
    return CheckScore(check=check, component=component, score=score, gentle=gentle)
