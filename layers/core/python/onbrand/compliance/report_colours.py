"""The colours that a verdict speaks of, each beside the brand's nearest: what the report shows as swatches."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from onbrand.brand.profile import PaletteColour, ProfileDesign
from onbrand.compliance.colour_distance import colour_distance
from onbrand.compliance.model import Finding

_HEX = re.compile(r"#[0-9A-F]{6}")
_CHECKS = ("design_colours", "forbidden_colours")
MOST_SWATCHES = 12


@dataclass(frozen=True)
class Swatch:
    """A colour as it was measured, the nearest of the palette, and the CIEDE2000 distance between them."""

    seen: str
    brand: PaletteColour
    distance: float
    finding: Finding


def swatches(findings: Sequence[Finding], profile: ProfileDesign) -> list[Swatch]:
    """One for each colour, the furthest first."""
    found: dict[str, Swatch] = {}
    for finding in findings:
        for seen in _seen(finding):
            brand = min(profile.palette, key=lambda one: (colour_distance(seen, one.hex), one.name))
            swatch = Swatch(seen, brand, round(colour_distance(seen, brand.hex), 1), finding)
            if seen not in found or (finding.score or 0) < (found[seen].finding.score or 0):
                found[seen] = swatch
    return sorted(found.values(), key=lambda one: (-one.distance, one.seen))[:MOST_SWATCHES]


def _seen(finding: Finding) -> Iterator[str]:
    """The colour that was measured: the value itself, or the first that the sentence names."""
    if finding.check not in _CHECKS or finding.score is None:
        return
    for text in (finding.measured, finding.message):
        if isinstance(text, str) and (match := _HEX.search(text)):
            yield match.group()
            return
