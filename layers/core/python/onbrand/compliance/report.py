"""The report: one self-contained page with the picture, numbered boxes over it, and every measured value."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from onbrand.brand.colour import contrast_ratio
from onbrand.brand.profile import ProfileDesign
from onbrand.compliance.model import Component, Finding, Outcome, Severity, Verdict
from onbrand.compliance.pins import pin_places
from onbrand.compliance.report_colours import swatches
from onbrand.imaging.model import Composition
from onbrand.placement.names import placement_name

_SIGNATURES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"RIFF": "image/webp"}
_READERS = {"rekognition": "Amazon Rekognition", "rapidocr": "RapidOCR"}
_OUTCOMES = {
    "pass": "Pass",
    "manual_review": "Manual review",
    "fail": "Fail",
}
_MEANINGS = {
    "pass": "The score is at or above the brand's threshold and no must-pass check is broken.",
    "manual_review": "A person has to look: the score is below the threshold, or not all could be judged.",
    "fail": "A check that the brand marks as must-pass is broken.",
}


@dataclass(frozen=True)
class Before:
    """How a picture was judged before a remedy, what that changed in sentences, and the picture it was, where
    that is kept."""

    verdict: Verdict
    changes: tuple[str, ...]
    picture: bytes | None = None


@dataclass(frozen=True)
class WithWaivers:
    """What a picture comes to with the waivers in force, and which findings are waived, in sentences."""

    score: float | None
    outcome: Outcome
    said: tuple[str, ...]


@dataclass(frozen=True)
class ReportPage:
    """One judged picture: its verdict, the file's bytes, the layers it was drawn from, where they are known,
    how it was before a remedy, where there was one, and what it comes to with waivers, where any count. ``alone``: it
    came without a list of layers."""

    verdict: Verdict
    picture: bytes
    composition: Composition | None = None
    before: Before | None = None
    waived: WithWaivers | None = None
    alone: bool = False


@dataclass(frozen=True)
class _Row:
    """A finding with the number of its box on the picture, and where that number stands."""

    finding: Finding
    number: int | None
    at: tuple[float, float] | None


def render_report(pages: Sequence[ReportPage], profile: ProfileDesign) -> str:
    """The HTML page about one or more judged pictures of a brand. No scripts, nothing loaded from
    elsewhere."""
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            brand=profile.name,
            palette=[(colour, _ink(colour.hex)) for colour in profile.palette],
            components=list(Component),
            weights=_weights(profile),
            threshold=profile.compliance.threshold,
            pages=[_page(page, profile) for page in pages],
        )
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("onbrand.compliance", "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["score"] = lambda value: "not judged" if value is None else f"{value * 100:.0f}"
    environment.filters["value"] = _value
    environment.filters["words"] = lambda name: name.replace("_", " ").capitalize()
    environment.filters["points"] = _points
    environment.filters["placement_name"] = placement_name
    return environment


def _page(page: ReportPage, profile: ProfileDesign) -> dict[str, object]:
    flaws = [one for one in page.verdict.findings if one.severity is not Severity.OK]
    flaws.sort(key=lambda one: (-one.severity.rank, one.score or 0.0))
    return {
        "verdict": page.verdict,
        "lifts": [lift for lift in page.verdict.lifts if _points(lift.gain) != "0"],
        "outcome": _OUTCOMES[page.verdict.outcome],
        "meaning": _meaning(page.verdict),
        "source": _data_uri(page.picture),
        "layers": page.composition.layers if page.composition else (),
        "reading": _reading(page),
        "unit": _unit(page.verdict),
        "flaws": _numbered(page.verdict, flaws),
        "kept": [
            one for one in page.verdict.findings if one.severity is Severity.OK and one.score is not None
        ],
        "unknown": [one for one in page.verdict.findings if one.unknown],
        "idle": [one for one in page.verdict.findings if one.score is None and not one.unknown],
        "swatches": swatches(page.verdict.findings, profile),
        "before": page.before,
        "waived": page.waived,
        "waived_outcome": _OUTCOMES[page.waived.outcome] if page.waived else None,
        "before_source": _data_uri(page.before.picture) if page.before and page.before.picture else None,
    }


def _meaning(verdict: Verdict) -> str:
    """Why the verdict is what it is."""
    if verdict.outcome is not Outcome.MANUAL_REVIEW:
        return _MEANINGS[verdict.outcome]
    if verdict.score is None or verdict.score < verdict.threshold:
        return _MEANINGS[verdict.outcome]
    broken = any(one.passed is False for one in verdict.gates)
    rest = "a rule beside the score is broken" if broken else "a single rule is broken, or not all is known"
    return f"The score is high enough, but {rest}: a person has to look."


def _reading(page: ReportPage) -> str | None:
    """Who read the texts; of a picture whose texts are listed, only where somebody read them, too."""
    if page.verdict.read_by is not None:
        return f"Texts read by {reader_name(page.verdict.read_by)}"
    return "Texts were not read" if page.alone else None


def reader_name(name: str) -> str:
    """A reader as a person knows it."""
    return _READERS.get(name, name)


def _points(gain: float) -> str:
    """Of 100, with one decimal at most."""
    return f"{gain * 100:.1f}".rstrip("0").rstrip(".")


def _unit(verdict: Verdict) -> float:
    """Lines and numbers over the picture are drawn in hundredths of its longer side."""
    return max(verdict.width, verdict.height) / 100


def _numbered(verdict: Verdict, flaws: Sequence[Finding]) -> list[_Row]:
    """The findings with the numbers of their boxes, in their order."""
    boxes = [flaw.box for flaw in flaws if flaw.box is not None]
    places = pin_places(boxes, (verdict.width, verdict.height), 1.9 * _unit(verdict))
    pins = iter(enumerate(places, start=1))
    return [_Row(flaw, *(next(pins) if flaw.box else (None, None))) for flaw in flaws]


def _weights(profile: ProfileDesign) -> dict[Component, float]:
    raw = {part: getattr(profile.compliance.weights, part.value) for part in Component}
    total = sum(raw.values())
    return {part: weight / total for part, weight in raw.items()}


def _ink(ground: str) -> str:
    return max(("#000000", "#FFFFFF"), key=lambda ink: contrast_ratio(ink, ground))


def _value(value: str | float | None) -> str:
    if value is None:
        return "–"
    return value if isinstance(value, str) else f"{value:.3f}".rstrip("0").rstrip(".")


def _data_uri(picture: bytes) -> str:
    kind = next((kind for start, kind in _SIGNATURES.items() if picture.startswith(start)), "image/jpeg")
    return f"data:{kind};base64,{base64.b64encode(picture).decode('ascii')}"
