"""What results of checks come to under a profile's rules: total, components, gates, outcome. Pure arithmetic."""

from collections.abc import Collection, Sequence

from onbrand.brand.profile import ComplianceRules
from onbrand.compliance.model import (
    CheckResult,
    Component,
    ComponentScores,
    Gate,
    GateResult,
    LeftOut,
    Outcome,
    Severity,
)
from onbrand.compliance.weighing import component_score, shares
from onbrand.kernel.values import Value

BROKEN = (Severity.MAJOR, Severity.BLOCKER)
_NO_CHECK = "Nothing on the picture belongs to this component."


class Standing(Value):
    """Where a picture stands; ``weights`` are those of the judged components, adding up to 1."""

    score: float | None
    components: ComponentScores
    weights: dict[Component, float]
    outcome: Outcome
    gates: tuple[GateResult, ...]
    left_out: tuple[LeftOut, ...]


def standing(results: Sequence[CheckResult], rules: ComplianceRules, gentle: Collection[str]) -> Standing:
    """The results weighed by the rules; checks of these names count in their component's mean only."""
    components = {part: component_score(_scores(results, part), gentle) for part in Component}
    weights = shares(
        {part: getattr(rules.weights, part.value) for part in Component},
        [part for part, score in components.items() if score is not None],
    )
    score = None
    if weights:
        score = round(sum(weights[part] * (components[part] or 0.0) for part in weights), 4)
    left_out = tuple(_left_out(results, part) for part, value in components.items() if value is None)
    return Standing(
        score=score,
        components=ComponentScores(**{part.value: value for part, value in components.items()}),
        weights=weights,
        outcome=_outcome(rules, results, score, left_out),
        gates=tuple(_gate(results, gate) for gate in Gate),
        left_out=left_out,
    )


def _scores(results: Sequence[CheckResult], component: Component) -> dict[str, float]:
    return {r.check: r.score for r in results if r.component is component and r.score is not None}


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
    broken = [one for result in own for one in result.findings if one.severity in BROKEN]
    if broken:
        return GateResult(gate=gate, passed=False, message=" ".join(one.message for one in broken))
    if all(result.score is None for result in own):
        return GateResult(gate=gate, passed=None, message="None of these rules could be judged.")
    return GateResult(gate=gate, passed=True, message="All of these rules that could be judged are kept.")


def _outcome(
    rules: ComplianceRules, results: Sequence[CheckResult], score: float | None, left_out: Sequence[LeftOut]
) -> Outcome:
    musts = [result for result in results if result.check in rules.must_pass]
    if any(result.severity in BROKEN for result in musts):
        return Outcome.FAIL
    # With the usual weights a component at zero still leaves 0.8: a broken rule always needs a person, and
    # so does a must-pass check or a component that counts but could not be judged.
    known = {result.check for result in musts if result.score is not None}
    blind = any(one.unknown and getattr(rules.weights, one.component.value) > 0 for one in left_out)
    if score is None or score < rules.threshold or known != set(rules.must_pass) or blind:
        return Outcome.MANUAL_REVIEW
    if any(result.severity in BROKEN for result in results):
        return Outcome.MANUAL_REVIEW
    return Outcome.PASS
