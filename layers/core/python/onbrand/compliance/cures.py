"""What composition can do about a verdict: the cures of its findings, one of a kind for each layer."""

from onbrand.compliance.model import Cure, Finding, Fix, Severity, Verdict
from onbrand.imaging.model import Composition, LayerType, PlacedLayer

READABLE = "readable"
"""Instead of a variant's name: the one that reads best on its ground."""

_UNLIKE = frozenset({"logo_presence", "logo_contrast", "logo_current", "logo_colours", "logo_variant"})
"""Checks that a logo in the wrong variant breaks."""


def cures_of(verdict: Verdict, composition: Composition) -> tuple[Fix, ...]:
    """The cures of everything that is wrong. Of two for the same layer the later finding's counts, so that
    contrast, which is judged after the palette, has the last word on a colour. Colours that a layer has
    already are no cure."""
    listed = {layer.id: layer for layer in composition.layers}
    found: dict[tuple[str, Cure], Fix] = {}
    for finding in verdict.findings:
        if finding.severity is Severity.OK:
            continue
        fix = finding.fix or _of_logo(finding, composition)
        if fix is None or fix.layer not in listed:
            continue
        fix = _scaled(fix, finding, listed[fix.layer])
        if not _has_it(fix, listed[fix.layer]):
            found[fix.layer, fix.cure] = fix
    return tuple(found.values())


def sentence(fix: Fix) -> str:
    """What was done, as a marketer reads it."""
    layer = fix.layer
    match fix.cure:
        case Cure.RECOLOUR:
            return f"“{layer}” got the brand colour {fix.wanted}."
        case Cure.ENLARGE_TEXT:
            return f"“{layer}” is set in at least {fix.wanted:.0f} pixels."
        case Cure.RESIZE_LOGO:
            return f"The logo's longer side is {fix.wanted:.0f} pixels."
        case Cure.MOVE:
            return f"“{layer}” was moved to where nothing hides it and the brand's margin is kept."
        case Cure.USE_VARIANT if fix.wanted == READABLE:
            return "The logo is drawn in the variant that reads best on its ground."
        case Cure.USE_VARIANT:
            return f"The logo is drawn in its {fix.wanted} variant."


def _of_logo(finding: Finding, composition: Composition) -> Fix | None:
    """The cure of a finding about the logo that brings none along."""
    logo = next((layer for layer in composition.layers if layer.type is LayerType.LOGO), None)
    if logo is None:
        return None
    if finding.check in _UNLIKE:
        return Fix(cure=Cure.USE_VARIANT, layer=logo.id, wanted=READABLE)
    measured, expected = finding.measured, finding.expected
    if finding.check == "logo_size" and isinstance(measured, float) and isinstance(expected, float):
        longer = max(logo.box[2:])
        wanted = longer * expected / measured if measured > 0 else longer
        return Fix(cure=Cure.RESIZE_LOGO, layer=logo.id, wanted=round(wanted, 1))
    return None


def _scaled(fix: Fix, finding: Finding, layer: PlacedLayer) -> Fix:
    """A size of letters for the font: where letters measure smaller than their font says, it has to be larger
    by as much."""
    if fix.cure is not Cure.ENLARGE_TEXT or not isinstance(fix.wanted, float):
        return fix
    measured, size = finding.measured, layer.font_size
    if not isinstance(measured, float) or not isinstance(finding.expected, float) or not measured or not size:
        return fix
    wanted = max(fix.wanted, round(size * finding.expected / measured, 1))
    return fix.model_copy(update={"wanted": wanted})


def _has_it(fix: Fix, layer: PlacedLayer) -> bool:
    return fix.cure is Cure.RECOLOUR and [one.upper() for one in layer.colours] == [fix.wanted]
