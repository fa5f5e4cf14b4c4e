"""What all checks share: how a measured value becomes a finding, and findings become a result."""

from dataclasses import dataclass, replace
from functools import lru_cache

from onbrand.compliance.model import Box, CheckResult, Component, Finding, Fix, Gate, Severity


def rounded(value: float) -> float:
    """Three decimals: measures are rounded before they are compared, so that machines agree."""
    return round(float(value), 3)


def ramp(value: float, nothing: float, full: float) -> float:
    """0 at ``nothing``, 1 at ``full``, straight in between; ``nothing`` may lie above ``full``."""
    return min(1.0, max(0.0, (value - nothing) / (full - nothing)))


def percent(share: float) -> str:
    """``4.1 %``."""
    return f"{share * 100:.1f} %".replace(".0 %", " %")


@dataclass(frozen=True)
class Rule:
    """A check's name and the component or gate that it belongs to. A ``gentle`` rule is about taste: it
    never finds more than a minor flaw."""

    check: str
    component: Component | Gate
    gentle: bool = False

    def finding(
        self,
        score: float,
        measured: str | float,
        expected: str | float,
        message: str,
        box: Box | None = None,
        fix: Fix | None = None,
    ) -> Finding:
        """A judged value; the fix is kept where something is wrong."""
        score = round(score, 4)
        severity = self._severity(score)
        return Finding(
            check=self.check,
            component=self.component,
            score=score,
            severity=severity,
            measured=measured,
            expected=expected,
            message=message,
            box=box,
            fix=fix if severity is not Severity.OK else None,
        )

    def yes(self, right: bool, measured: str | float, expected: str | float, message: str) -> CheckResult:
        """The result of a rule that is kept or not."""
        return self.worst([self.finding(1.0 if right else 0.0, measured, expected, message)])

    def nothing(self, message: str) -> CheckResult:
        """The result when there was nothing to judge, with the reason."""
        return self.unjudged(message, unknown=False)

    def unknown(self, message: str) -> CheckResult:
        """The result when what it takes to judge is missing, with what that is."""
        return self.unjudged(message, unknown=True)

    def worst(self, findings: list[Finding]) -> CheckResult:
        """The result that its worst finding decides."""
        return CheckResult.of(tuple(findings), min(one.score for one in findings if one.score is not None))

    def mean(self, findings: list[Finding]) -> CheckResult:
        """The result that all findings share equally."""
        scores = [one.score for one in findings if one.score is not None]
        return CheckResult.of(tuple(findings), round(sum(scores) / len(scores), 4))

    def besides(self, result: CheckResult, unseen: str | None) -> CheckResult:
        """The result, with what could not be judged besides; the same when there is no such thing."""
        if unseen is None:
            return result
        return replace(result, findings=(*result.findings, *self.unknown(unseen).findings))

    def unjudged(self, message: str, unknown: bool) -> CheckResult:
        """Nothing to judge, or ``unknown``: what it takes is missing. Neither counts as right."""
        return _unjudged(self, message, unknown)

    def _severity(self, score: float) -> Severity:
        if score >= 0.95:
            return Severity.OK
        if score >= 0.7 or self.gentle:
            return Severity.MINOR
        return Severity.MAJOR if score >= 0.25 else Severity.BLOCKER


@lru_cache(maxsize=256)
def _unjudged(rule: Rule, message: str, unknown: bool) -> CheckResult:
    """The same sentences for every picture of a brand, and made once."""
    finding = Finding(
        check=rule.check,
        component=rule.component,
        score=None,
        severity=Severity.OK,
        measured=None,
        expected=None,
        message=message,
        unknown=unknown,
    )
    return CheckResult.of((finding,), None)
