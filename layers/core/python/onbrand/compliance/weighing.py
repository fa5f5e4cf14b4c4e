"""How scores of checks become one score, and what would raise it most. Pure arithmetic."""

from collections.abc import Collection, Mapping, Sequence

from onbrand.compliance.model import CheckResult, Component, Lift, Severity

_WEIGHTS = {
    "design_colours": 2.0,
    "text_contrast": 1.5,
    "logo_presence": 2.0,
    "text_size": 1.5,
    "margins": 1.5,
}
MOST_LIFTS = 5


def component_score(scores: Mapping[str, float], gentle: Collection[str]) -> float | None:
    """Half the weighted mean of a component's checks and half the worst of them; gentle ones count in the
    mean only. None without checks."""
    if not scores:
        return None
    total = sum(_WEIGHTS.get(check, 1.0) for check in scores)
    mean = sum(_WEIGHTS.get(check, 1.0) * score for check, score in scores.items()) / total
    strict = [score for check, score in scores.items() if check not in gentle]
    return round((mean + min(strict)) / 2 if strict else mean, 4)


def shares(weights: Mapping[Component, float], judged: Collection[Component]) -> dict[Component, float]:
    """The weights of the judged components, adding up to 1; empty when none of them counts."""
    total = sum(weights[part] for part in judged)
    return {part: round(weights[part] / total, 6) for part in judged} if total > 0 else {}


def lifts(
    results: Sequence[CheckResult], weights: Mapping[Component, float], gentle: Collection[str]
) -> tuple[Lift, ...]:
    """What each broken check would add to the total if all of its findings were cured: the total is weighed
    again with this check at 1. The most first, and only what adds something."""
    found = []
    for part, weight in weights.items():
        scores = {r.check: r.score for r in results if r.component is part and r.score is not None}
        now = component_score(scores, gentle)
        for result in results:
            if now is None or result.check not in scores or scores[result.check] == 1:
                continue
            then = component_score({**scores, result.check: 1.0}, gentle)
            gain = round(weight * ((then or 0.0) - now), 4)
            if gain > 0:
                found.append(_lift(result, gain))
    return tuple(sorted(found, key=lambda one: (-one.gain, one.check))[:MOST_LIFTS])


def _lift(result: CheckResult, gain: float) -> Lift:
    flaws = [one for one in result.findings if one.score is not None and one.severity is not Severity.OK]
    worst = min(flaws or result.findings, key=lambda one: 1.0 if one.score is None else one.score)
    return Lift(check=result.check, message=worst.message, findings=max(1, len(flaws)), gain=gain)
