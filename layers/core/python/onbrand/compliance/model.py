"""What judging gives back: results of checks, findings, the verdict."""

from enum import StrEnum
from typing import Any, Self

from pydantic import Field

from onbrand.kernel.values import Value

Box = tuple[int, int, int, int]
"""x, y, width, height in pixels of the picture."""


class Severity(StrEnum):
    """How bad a finding is."""

    OK = "ok"
    MINOR = "minor"
    MAJOR = "major"
    BLOCKER = "blocker"


class Component(StrEnum):
    """The four weighted parts of a score."""

    COLOUR = "colour"
    LOGO = "logo"
    TYPOGRAPHY = "typography"
    LAYOUT = "layout"


class Outcome(StrEnum):
    """What follows from a verdict: ``fail`` also goes to a person, but can never be approved
    automatically."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    MANUAL_REVIEW = "manual_review"
    FAIL = "fail"


class Finding(Value):
    """One measured value against what the brand expects, said in a sentence a marketer understands."""

    check: str
    component: Component
    score: float | None = Field(ge=0, le=1)
    severity: Severity
    measured: str | float | None
    expected: str | float | None
    message: str
    box: Box | None = None


class CheckResult(Value):
    """The answer of one check. ``score`` is None when there was nothing to judge; the first finding tells
    why."""

    check: str
    component: Component
    score: float | None = Field(ge=0, le=1)
    severity: Severity
    findings: tuple[Finding, ...] = Field(min_length=1)

    @classmethod
    def of(cls, findings: tuple[Finding, ...], score: float | None) -> Self:
        """The result of a check with these findings, as severe as the worst of them."""
        order = list(Severity)
        worst = max(findings, key=lambda finding: order.index(finding.severity))
        return cls(
            check=worst.check,
            component=worst.component,
            score=score,
            severity=worst.severity,
            findings=findings,
        )


class ComponentScores(Value):
    """Scores by component; None where there was nothing to judge."""

    colour: float | None
    logo: float | None
    typography: float | None
    layout: float | None


class Verdict(Value):
    """What a picture scored under a profile, and why. The same inputs give the same bytes."""

    score: float | None
    components: ComponentScores
    weights: dict[Component, float]
    threshold: float
    outcome: Outcome
    findings: tuple[Finding, ...]
    profile_version: int
    rule_set_version: int
    engine_version: str
    picture_sha256: str
    placement: str | None
    width: int
    height: int

    def to_document(self) -> dict[str, Any]:
        """JSON-ready form, as the API, the command line and the pipeline hand it on."""
        return self.model_dump(mode="json")
