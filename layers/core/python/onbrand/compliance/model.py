"""What judging gives back: results of checks, findings, the verdict."""

from dataclasses import dataclass
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

    @property
    def rank(self) -> int:
        """0 for what is right, more for what is worse."""
        return _RANKS[self]


_RANKS = {severity: rank for rank, severity in enumerate(Severity)}


class Component(StrEnum):
    """The four weighted parts of a score."""

    COLOUR = "colour"
    LOGO = "logo"
    TYPOGRAPHY = "typography"
    LAYOUT = "layout"


class Gate(StrEnum):
    """Families of checks beside the score: each is passed or not, whatever the score is."""

    PLATFORM = "platform"
    ACCESSIBILITY = "accessibility"


class Outcome(StrEnum):
    """What follows from a verdict: ``fail`` also goes to a person, but can never be approved
    automatically."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    MANUAL_REVIEW = "manual_review"
    FAIL = "fail"


class Cure(StrEnum):
    """What composition can do about a finding."""

    USE_VARIANT = "use_variant"
    RESIZE_LOGO = "resize_logo"
    ENLARGE_TEXT = "enlarge_text"
    RECOLOUR = "recolour"
    MOVE = "move"


class Fix(Value):
    """A cure for one layer. ``wanted``: the logo variant, or ``readable`` for the one that reads best on its
    ground; the logo's longer side or the font size in pixels;
    the colour ``#RRGGBB``; the rectangle (pixels) that the layer has to lie in."""

    cure: Cure
    layer: str
    wanted: str | float | Box


class Finding(Value):
    """One measured value against what the brand expects, said in a sentence a marketer understands.

    ``score`` is None when nothing was judged: there was nothing to judge, or, when ``unknown``, what it
    takes to judge it is missing.
    """

    check: str
    component: Component | Gate
    score: float | None = Field(ge=0, le=1)
    severity: Severity
    measured: str | float | None
    expected: str | float | None
    message: str
    box: Box | None = None
    fix: Fix | None = None
    unknown: bool = False


@dataclass(frozen=True, slots=True)
class CheckResult:
    """The answer of one check. ``score`` (0..1) is None when there was nothing to judge; the first of its findings, of
    which there is one at least, tells why. It is neither stored nor sent, and so not validated a second time."""

    check: str
    component: Component | Gate
    score: float | None
    severity: Severity
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, findings: tuple[Finding, ...], score: float | None) -> Self:
        """The result of a check with these findings, as severe as the worst of them."""
        worst = max(findings, key=lambda finding: finding.severity.rank)
        return cls(
            check=worst.check,
            component=worst.component,
            score=score,
            severity=worst.severity,
            findings=findings,
        )


class GateResult(Value):
    """Whether a family of checks is passed; None when none of them could be judged."""

    gate: Gate
    passed: bool | None
    message: str


class LeftOut(Value):
    """A component without a score, and why. ``unknown``: it could not be judged for want of something; a
    person has to look."""

    component: Component
    message: str
    unknown: bool


class Lift(Value):
    """What curing all findings of a check would add to the total (0..1); ``message`` is that of its worst
    finding."""

    check: str
    message: str
    findings: int = Field(ge=1)
    gain: float = Field(gt=0, le=1)


class CheckScore(Value):
    """What a check came to; a ``gentle`` one counts in its component's mean only."""

    check: str
    component: Component | Gate
    score: float | None
    gentle: bool = False


class ComponentScores(Value):
    """Scores by component; None where there was nothing to judge."""

    colour: float | None
    logo: float | None
    typography: float | None
    layout: float | None


class Verdict(Value):
    """What a picture scored under a profile, and why. The same inputs give the same bytes. ``read_by`` names the
    reader that its texts were read by; None when nobody read."""

    score: float | None
    components: ComponentScores
    weights: dict[Component, float]
    threshold: float
    outcome: Outcome
    checks: tuple[CheckScore, ...] = ()
    findings: tuple[Finding, ...]
    gates: tuple[GateResult, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    lifts: tuple[Lift, ...] = ()
    profile_version: int
    rule_set_version: int
    engine_version: str
    picture_sha256: str
    placement: str | None
    width: int
    height: int
    read_by: str | None = None

    def to_document(self) -> dict[str, Any]:
        """JSON-ready form, as the API, the command line and the pipeline hand it on."""
        return self.model_dump(mode="json")


class Post(Value):
    """The words that go with a picture; empty where there are none."""

    alt_text: str = ""
    caption: str = ""


class ReadText(Value):
    """A line of text on a picture: the box of its letters and its words, empty where it was seen only."""

    words: str = ""
    box: Box


class FileFacts(Value):
    """The finished file: its format as placements write it, its size in bytes."""

    format: str
    size: int = Field(ge=0)

    @classmethod
    def of(cls, data: bytes) -> Self:
        """By the first bytes of the file; an unknown format is called so."""
        known = {b"\x89PNG": "png", b"\xff\xd8\xff": "jpeg", b"RIFF": "webp", b"GIF8": "gif"}
        found = (name for start, name in known.items() if data.startswith(start))
        return cls(format=next(found, "unknown"), size=len(data))
