"""What was found on the pictures of a request: numbered, with places on the leading one, and compared with the version
before."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from onbrand.compliance.model import Finding as Measured
from onbrand.compliance.pins import pin_places
from onbrand.compliance.waiving import Waiver
from onbrand.content.assets import Variant

SEVERITIES = ("blocker", "major", "minor")
PIN_RADIUS = 0.024
"""Of a number on the picture, as a share of the picture's longer side."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A check that found something wrong; ``says``: every sentence that it gave, with the placements that the
    sentence is about; ``waived``: by what somebody answers for it, with the placements where they do;
    ``counts``: whether some of it still counts against the pictures."""

    number: int
    severity: str
    component: str
    check: str
    says: Sequence[tuple[str, Sequence[str]]]
    waived: Sequence[tuple[Waiver, Sequence[str]]] = ()
    counts: bool = True

    @property
    def placement(self) -> str | None:
        """The one placement that it is about, None when there are several."""
        found = {placement for _, placements in self.says for placement in placements}
        return found.pop() if len(found) == 1 else None


@dataclass(frozen=True, slots=True)
class Mark:
    """A box on a picture (its pixels) with the number of its finding and where this stands."""

    number: int
    severity: str
    box: Sequence[float]
    at: tuple[float, float]
    waived: bool = False


def numbered(
    variants: Sequence[Variant], lead: Variant | None, waivers: Sequence[Waiver] = ()
) -> list[Finding]:
    """The findings, the worst first; each check stands once, the leading placement first."""
    leading = sorted(variants, key=lambda one: one is not lead)
    flaws = [(one.placement, flaw) for one in leading for flaw in flaws_of(one)]
    flaws.sort(key=lambda pair: _kind(pair[1]))
    rows = []
    for number, (kind, group) in enumerate(groupby(flaws, key=lambda pair: _kind(pair[1])), start=1):
        says: dict[str, list[str]] = {}
        covered: dict[str, list[str]] = {}
        counts = False
        for placement, flaw in group:
            says.setdefault(flaw["message"], []).append(placement)
            waiver = waiver_of(flaw, placement, waivers)
            if waiver is None:
                counts = True
            elif placement not in covered.setdefault(waiver.id, []):
                covered[waiver.id].append(placement)
        waived = [(one, covered[one.id]) for one in waivers if one.id in covered]
        rows.append(
            Finding(number, SEVERITIES[kind[0]], kind[1], kind[2], list(says.items()), waived, counts)
        )
    return rows


def waiver_of(flaw: dict[str, Any], placement: str, waivers: Sequence[Waiver]) -> Waiver | None:
    """By what somebody answers for this flaw, None where it counts. A flaw that was not judged cannot be waived."""
    if not waivers or flaw.get("score") is None:
        return None
    finding = Measured.model_validate(flaw)
    return next((one for one in waivers if one.covers(placement, finding)), None)


def marks_on(lead: Variant | None, findings: Sequence[Finding], waivers: Sequence[Waiver] = ()) -> list[Mark]:
    """The boxes on the leading picture."""
    if lead is None:
        return []
    numbers = {(one.severity, one.check): one.number for one in findings}
    flaws = sorted((flaw for flaw in flaws_of(lead) if flaw.get("box")), key=_kind)
    size = lead.width, lead.height
    places = pin_places([flaw["box"] for flaw in flaws], size, PIN_RADIUS * max(size))
    return [
        Mark(
            numbers[flaw["severity"], flaw["check"]],
            flaw["severity"],
            flaw["box"],
            at,
            waiver_of(flaw, lead.placement, waivers) is not None,
        )
        for flaw, at in zip(flaws, places, strict=True)
    ]


def flaws_of(variant: Variant) -> list[dict[str, Any]]:
    """The findings of a variant that say something is wrong."""
    return [flaw for flaw in variant.verdict.get("findings", ()) if flaw["severity"] in SEVERITIES]


def _kind(flaw: dict[str, Any]) -> tuple[int, str, str]:
    """What findings are told apart and ordered by: how bad, component, check."""
    return SEVERITIES.index(flaw["severity"]), flaw["component"], flaw["check"]
