"""Waivers: a finding that somebody answers for until a day. What a verdict comes to with those in force."""

from collections.abc import Callable, Sequence
from datetime import datetime

from pydantic import Field

from onbrand.brand.profile import ComplianceRules
from onbrand.compliance.model import Box, CheckResult, Component, Finding, Gate, Severity, Verdict
from onbrand.compliance.standing import BROKEN, Standing, standing
from onbrand.kernel.values import Value


class Waiver(Value):
    """The findings of ``check`` on one asset that are put up with until ``ends_at``: those of one ``placement`` or of
    all, those at one ``box`` (pixels) or at any. ``message`` is what the worst of them said; ``ended_at``: when its end
    was written down; ``version`` counts the record's own changes."""

    id: str
    organization_id: str
    brand_id: str
    request_id: str
    asset_id: str
    check: str
    component: Component | Gate
    placement: str | None = None
    box: Box | None = None
    message: str
    reason: str
    ends_at: datetime
    created_at: datetime
    created_by: str
    withdrawn_at: datetime | None = None
    withdrawn_by: str | None = None
    ended_at: datetime | None = None
    version: int = Field(default=1, ge=1)

    def is_in_force(self, now: datetime) -> bool:
        """Whether it counts at this moment: it ends by itself."""
        return self.withdrawn_at is None and now < self.ends_at

    def covers(self, placement: str, finding: Finding) -> bool:
        """Whether it speaks of this finding on this placement."""
        return (
            self.check == finding.check
            and self.placement in (None, placement)
            and self.box in (None, finding.box)
        )


def is_flaw(finding: Finding) -> bool:
    """Whether there is something to waive; what was not judged cannot be found good that way."""
    return finding.score is not None and finding.severity is not Severity.OK


def waived(waivers: Sequence[Waiver], placement: str) -> Callable[[Finding], bool]:
    """Tells which findings on the placement are flaws that one of the waivers covers."""
    return lambda finding: is_flaw(finding) and any(one.covers(placement, finding) for one in waivers)


def sentence(waiver: Waiver, finding: Finding, rules: ComplianceRules) -> str:
    """Says that the finding is waived, why and until when."""
    day = f"{waiver.ends_at.day} {waiver.ends_at:%B %Y}"
    said = f"{finding.message} This is waived until {day}: {waiver.reason.rstrip('.')}."
    if finding.check in rules.must_pass and finding.severity in BROKEN:
        said += " The rule must hold, but does not fail the picture meanwhile."
    return said


def standing_with(verdict: Verdict, rules: ComplianceRules, is_waived: Callable[[Finding], bool]) -> Standing:
    """What the verdict comes to when the waived findings count as kept; without any, what it says itself.

    ``rules`` are those of the profile that the verdict is by.
    """
    results = []
    for check in verdict.checks:
        own = tuple(one for one in verdict.findings if one.check == check.check)
        changed = tuple(_kept(one) if is_waived(one) else one for one in own)
        score = check.score if changed == own else _score(check.score, own, changed)
        results.append(CheckResult.of(changed, score))
    return standing(results, rules, {check.check for check in verdict.checks if check.gentle})


def _kept(finding: Finding) -> Finding:
    return finding.model_copy(update={"score": 1.0, "severity": Severity.OK})


def _score(before: float | None, own: Sequence[Finding], changed: Sequence[Finding]) -> float:
    """The check's score after the change: the mean of its findings where it was their mean, else the worst of
    them; never less than before."""
    scores = [one.score for one in own if one.score is not None]
    after = [one.score for one in changed if one.score is not None]
    worst = min(after, default=1.0)
    if scores and before == _mean(scores) != min(scores):
        worst = _mean(after)
    return max(worst, before or 0.0)


def _mean(scores: Sequence[float]) -> float:
    return round(sum(scores) / len(scores), 4)
