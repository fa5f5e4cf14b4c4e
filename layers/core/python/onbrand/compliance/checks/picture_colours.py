"""Do the picture's colours get along with the palette? A wide tolerance; greys get along with everything."""

import numpy as np
from PIL import Image

from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.cielab import lab, reached
from onbrand.compliance.model import CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("picture_colours", Component.COLOUR, gentle=True)
_NEUTRAL = 12.0  # chroma below which a colour reads as grey
_ENOUGH = 0.9  # share of the picture from which on nothing stands out


def check(subject: Subject) -> CheckResult:
    """The share of the whole picture within ``picture_tolerance`` of the palette, on 256 representative
    colours."""
    if not len(subject.palette):
        return RULE.nothing("The brand's palette is empty, so no colour can go with it.")
    reduced = subject.overview.reduce(2).quantize(256, method=Image.Quantize.FASTOCTREE)
    table = np.frombuffer(reduced.im.getpalette("RGB", "RGB"), dtype=np.uint8).reshape(-1, 3)
    counts = np.bincount(np.asarray(reduced).ravel(), minlength=len(table))[: len(table)]
    table, counts = table[counts > 0], counts[counts > 0]
    colours = lab(table)
    goes = np.hypot(colours[:, 1], colours[:, 2]) < _NEUTRAL
    goes[~goes] = reached(colours[~goes], subject.palette, subject.design.compliance.picture_tolerance)
    share = rounded(counts[goes].sum() / counts.sum())
    message = (
        f"{percent(share)} of the picture goes with the brand's palette; "
        f"from {percent(_ENOUGH)} on nothing stands out."
    )
    return RULE.worst([RULE.finding(ramp(share, 0.0, _ENOUGH), share, _ENOUGH, message)])
