"""Are colours painted on the picture that the brand forbids? Even areas and letters."""

import numpy as np

from onbrand.brand.colour import rgb
from onbrand.compliance.checks.palette_proportions import painted
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.cielab import lab, nearest
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("forbidden_colours", Component.COLOUR)
_BROKEN = 0.04  # share of the picture above the allowed one at which nothing of the score is left


def check(subject: Subject) -> CheckResult:
    """The share of the picture that each forbidden colour takes; the worst decides."""
    rules = subject.design.colours
    if not rules.forbidden:
        return RULE.nothing("The brand forbids no colour.")
    colours, areas = painted(subject)
    shares = [0.0] * len(rules.forbidden)
    if len(colours):
        wrong = lab(np.array([rgb(colour) for colour in rules.forbidden]))
        distances, index = nearest(lab(colours), wrong)
        for area, distance, near in zip(areas, distances, index, strict=True):
            if rounded(distance) <= rules.forbidden_tolerance:
                shares[near] += area
    findings = []
    for colour, taken in zip(rules.forbidden, shares, strict=True):
        share, most = rounded(taken), rules.forbidden_share
        message = (
            f"The forbidden colour {colour} takes {percent(share)} of the picture; at most {percent(most)} "
            "of anything near it is allowed."
        )
        findings.append(RULE.finding(ramp(share, most + _BROKEN, most), share, most, message))
    return RULE.worst(findings)
