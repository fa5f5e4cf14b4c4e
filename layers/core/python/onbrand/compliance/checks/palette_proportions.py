"""Do the roles of the palette take the shares that the brand wants? Of even areas and letters; a photograph's
colours do not count."""

import numpy as np
from numpy.typing import NDArray

from onbrand.brand.profile import ColourRole
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.cielab import lab, nearest
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("palette_proportions", Component.COLOUR)
_LEAST = 0.02  # share of the picture that has to show these roles at all
_BROKEN = 3.0  # tolerances


def check(subject: Subject) -> CheckResult:
    """Each role's share among all roles that have a wanted one; the worst decides."""
    rules = subject.design.colours
    if rules.proportions is None:
        return RULE.nothing("The brand has no rule for the proportions of its colours.")
    raw = {role: getattr(rules.proportions, role.value, 0.0) for role in ColourRole}
    wanted = {role: value / sum(raw.values()) for role, value in raw.items() if value > 0}
    shares = _shares(subject)
    total = sum(shares.get(role, 0.0) for role in wanted)
    if total < _LEAST:
        return RULE.nothing("Hardly any of the brand's colours are on the picture to compare their shares.")
    findings = []
    for role, share in wanted.items():
        here = rounded(shares.get(role, 0.0) / total)
        away = rounded(abs(here - share))
        tolerance = max(rules.proportion_tolerance, 0.001)
        message = (
            f"The {role.value} colour takes {percent(here)} of the brand's colours on the picture; the brand "
            f"wants {percent(rounded(share))}, give or take {percent(tolerance)}."
        )
        findings.append(
            RULE.finding(ramp(away, _BROKEN * tolerance, tolerance), here, rounded(share), message)
        )
    return RULE.worst(findings)


def _shares(subject: Subject) -> dict[ColourRole, float]:
    """The share of the picture that each role's colours take."""
    colours, areas = painted(subject)
    shares: dict[ColourRole, float] = {}
    if not len(colours) or not len(subject.palette):
        return shares
    distances, index = nearest(lab(colours), subject.palette)
    for area, distance, near in zip(areas, distances, index, strict=True):
        if distance <= subject.design.compliance.design_tolerance:
            role = subject.design.palette[near].role
            shares[role] = shares.get(role, 0.0) + area
    return shares


def painted(subject: Subject) -> tuple[NDArray[np.floating], list[float]]:
    """The colours that a design added, as rows of RGB, and the share of the picture that each takes."""
    inks = [ink for _, ink in subject.texts if ink is not None and ink.is_whole]
    whole = subject.width * subject.height
    colours = [*subject.flats.colours.tolist(), *(ink.colour for ink in inks)]
    areas = [*subject.flats.shares, *(ink.mask.sum() * ink.factor**2 / whole for ink in inks)]
    return np.array(colours, dtype=float).reshape(-1, 3), [float(area) for area in areas]
