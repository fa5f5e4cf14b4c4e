"""From checks to a verdict.

A component's score is half the weighted mean of its checks and half its worst check, so that one broken
rule is not hidden by those that were kept; gentle checks (taste) count in the mean only. The total is the
mean of the components, weighted by the profile; the weight of a component with nothing to judge is shared
out among the others, and the verdict says why. Gates (platform, accessibility) stand beside the score.
"""

from collections.abc import Sequence
from typing import Protocol

from onbrand.brand.profile import ComplianceRules
from onbrand.compliance.checks import CHECKS, RULES
from onbrand.compliance.model import (
    CheckResult,
    Component,
    ComponentScores,
    Gate,
    GateResult,
    LeftOut,
    Outcome,
    Severity,
    Verdict,
)
from onbrand.compliance.subject import Subject

RULE_SET_VERSION = 2
"""Counts up when a check is added, removed, or judges differently."""

ENGINE_VERSION = "2.0"
"""Version of the measuring: the same pixels may measure differently after it changes."""

_WEIGHTS = {
    "design_colours": 2.0,
    "text_contrast": 1.5,
    "logo_presence": 2.0,
    "text_size": 1.5,
    "margins": 1.5,
}
_GENTLE = frozenset(rule.check for rule in RULES if rule.gentle)
_BROKEN = (Severity.MAJOR, Severity.BLOCKER)
_NO_CHECK = "Nothing on the picture belongs to this component."


class Check(Protocol):
    """One judgement on a subject."""

    def __call__(self, subject: Subject, /) -> CheckResult:
        """The result, with a score of None when there is nothing to judge."""
        ...


def judge(subject: Subject, profile_version: int = 1, checks: Sequence[Check] = CHECKS) -> Verdict:
    """Run every check on the subject and weigh the answers."""
    results = [check(subject) for check in checks]
    components = {component: _component(results, component) for component in Component}
    rules = subject.design.compliance
    weights = _shares(rules, components)
    score = None
    if weights:
        score = round(sum(weights[part] * (components[part] or 0.0) for part in weights), 4)
    left_out = tuple(_left_out(results, part) for part, value in components.items() if value is None)
    return Verdict(
        score=score,
        components=ComponentScores(**{part.value: value for part, value in components.items()}),
        weights=weights,
        threshold=rules.threshold,
        outcome=_outcome(rules, results, score, left_out),
        findings=tuple(finding for result in results for finding in result.findings),
        gates=tuple(_gate(results, gate) for gate in Gate),
        left_out=left_out,
        profile_version=profile_version,
        rule_set_version=RULE_SET_VERSION,
        engine_version=ENGINE_VERSION,
        picture_sha256=subject.fingerprint,
        placement=subject.placement.id if subject.placement else None,
        width=subject.width,
        height=subject.height,
    )


def _component(results: Sequence[CheckResult], component: Component) -> float | None:
    judged = {r.check: r.score for r in results if r.component is component and r.score is not None}
    if not judged:
        return None
    total = sum(_WEIGHTS.get(check, 1.0) for check in judged)
    mean = sum(_WEIGHTS.get(check, 1.0) * score for check, score in judged.items()) / total
    strict = [score for check, score in judged.items() if check not in _GENTLE]
    return round((mean + min(strict)) / 2 if strict else mean, 4)


def _shares(rules: ComplianceRules, components: dict[Component, float | None]) -> dict[Component, float]:
    """The weights of the components that were judged, adding up to 1; empty when none of them counts."""
    judged = {
        part: getattr(rules.weights, part.value) for part, score in components.items() if score is not None
    }
    total = sum(judged.values())
    return {part: round(weight / total, 6) for part, weight in judged.items()} if total > 0 else {}


def _left_out(results: Sequence[CheckResult], component: Component) -> LeftOut:
    own = [one for result in results if result.component is component for one in result.findings]
    reasons = [one for one in own if one.unknown] or own[:1]
    return LeftOut(
        component=component,
        message=reasons[0].message if reasons else _NO_CHECK,
        unknown=any(one.unknown for one in reasons),
    )


def _gate(results: Sequence[CheckResult], gate: Gate) -> GateResult:
    own = [result for result in results if result.component is gate]
    broken = [one for result in own for one in result.findings if one.severity in _BROKEN]
    if broken:
        return GateResult(gate=gate, passed=False, message=" ".join(one.message for one in broken))
    if all(result.score is None for result in own):
        return GateResult(gate=gate, passed=None, message="None of these rules could be judged.")
    return GateResult(gate=gate, passed=True, message="All of these rules that could be judged are kept.")


def _outcome(
    rules: ComplianceRules, results: Sequence[CheckResult], score: float | None, left_out: Sequence[LeftOut]
) -> Outcome:
    musts = [result for result in results if result.check in rules.must_pass]
    if any(result.severity in _BROKEN for result in musts):
        return Outcome.FAIL
    # With the usual weights a component at zero still leaves 0.8: a broken rule always needs a person, and
    # so does a must-pass check or a component that counts but could not be judged.
    known = {result.check for result in musts if result.score is not None}
    blind = any(one.unknown and getattr(rules.weights, one.component.value) > 0 for one in left_out)
    if score is None or score < rules.threshold or known != set(rules.must_pass) or blind:
        return Outcome.MANUAL_REVIEW
    if any(result.severity in _BROKEN for result in results):
        return Outcome.MANUAL_REVIEW
    return Outcome.PASS
