"""Does the picture's weight hang to one side? Whatever differs from the picture's mean lightness weighs."""

from math import hypot

import numpy as np

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("balance", Component.LAYOUT, gentle=True)
_BROKEN = 0.4  # half sides beyond the brand's most


def check(subject: Subject) -> CheckResult:
    """How far the middle of all that weighs lies from the picture's, in half sides."""
    light = np.asarray(subject.overview.convert("L"), dtype=np.float64)
    weight = np.abs(light - light.mean())
    total = float(weight.sum())
    height, width = light.shape
    if total < 1.0:
        return RULE.nothing("The picture is of one lightness, so nothing weighs on a side.")
    across = (float(weight.sum(axis=0) @ (np.arange(width) + 0.5)) / total / width - 0.5) * 2
    down = (float(weight.sum(axis=1) @ (np.arange(height) + 0.5)) / total / height - 0.5) * 2
    away, most = rounded(hypot(across, down)), subject.design.layout.maximum_imbalance
    side = (
        ("right" if across > 0 else "left") if abs(across) >= abs(down) else ("bottom" if down > 0 else "top")
    )
    message = (
        f"What draws the eye lies {percent(away)} of the way to the edge from the middle, towards the {side}; "
        f"up to {percent(most)} looks balanced."
    )
    return RULE.worst([RULE.finding(ramp(away, most + _BROKEN, most), away, most, message)])
