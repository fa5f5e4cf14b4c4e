"""Does the logo have its own colours? Compared with the brand's logo files, in the middle of its strokes."""

import numpy as np
from PIL import Image, ImageFilter

from onbrand.compliance.checks.rule import Rule, ramp, rounded
from onbrand.compliance.cielab import ciede2000, lab
from onbrand.compliance.logo_search import LogoShape
from onbrand.compliance.model import Box, CheckResult, Component
from onbrand.compliance.subject import Subject

RULE = Rule("logo_colours", Component.COLOUR)
_ENOUGH = 24  # pixels


def check(subject: Subject) -> CheckResult:
    """The distance to the variant that comes nearest: any variant of the brand will do."""
    place = subject.logo
    if place is None:
        return RULE.nothing("No logo was found, so its colours could not be compared.")
    distances = [
        value for shape in subject.shapes if (value := _distance(subject, shape, place.box)) is not None
    ]
    if not distances:
        return RULE.nothing("The logo's strokes are too thin to compare their colours.")
    distance = rounded(min(distances))
    tolerance = subject.design.compliance.design_tolerance
    message = (
        f"The logo's colours are {distance:.1f} away from those of the brand's logo files; up to "
        f"{tolerance:g} is allowed."
    )
    return RULE.worst(
        [RULE.finding(ramp(distance, 3 * tolerance, tolerance), distance, tolerance, message, place.box)]
    )


def _distance(subject: Subject, shape: LogoShape, box: Box) -> float | None:
    x, y, width, height = box
    raster = shape.raster.resize((width, height), Image.Resampling.BOX)
    alpha = raster.getchannel("A")
    core = np.asarray(alpha.filter(ImageFilter.MinFilter(3))) >= 250
    if core.sum() < _ENOUGH:
        core = np.asarray(alpha) >= 250
    seen = subject.pixels[y : y + height, x : x + width]
    if core.shape != seen.shape[:2] or core.sum() < _ENOUGH:
        return None
    own = np.asarray(raster)[..., :3][core]
    distances = ciede2000(lab(own), lab(seen[core]))
    return float(np.percentile(distances, 60))
