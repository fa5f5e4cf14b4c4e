"""Is the picture's subject left free? By the focal point that each photograph was cropped around."""

from onbrand.compliance.boxes import shared
from onbrand.compliance.checks.rule import Rule, percent, ramp, rounded
from onbrand.compliance.model import Box, CheckResult, Component, Finding
from onbrand.compliance.subject import Subject
from onbrand.imaging.model import LayerType, PlacedLayer

RULE = Rule("focal_cover", Component.LAYOUT)
_REACH = 0.05  # of the shorter side around the focal point
_BROKEN = 0.5  # share beyond the brand's most
_SURFACES = (LayerType.COLOUR, LayerType.SHAPE, LayerType.GRADIENT)


def check(subject: Subject) -> CheckResult:
    """The share of each photograph's focal region that texts, logo, codes or panels lie on."""
    found = [
        _photo(subject, at, layer.focal)
        for at, layer in enumerate(subject.layers)
        if layer.type is LayerType.PHOTO and layer.focal is not None and layer.opacity > 0
    ]
    if found:
        return RULE.worst(found)
    return RULE.unjudged(
        "No photograph with a known subject is on the picture." + subject.want_of_list, not subject.is_listed
    )


def _photo(subject: Subject, index: int, focal: tuple[int, int]) -> Finding:
    reach = max(1, round(_REACH * subject.shorter))
    region = (focal[0] - reach, focal[1] - reach, 2 * reach, 2 * reach)
    above = [one.box for one in subject.elements]
    above += [layer.box for layer in subject.layers[index + 1 :] if _hides(layer)]
    share = rounded(max((shared(region, box) for box in above), default=0) / (region[2] * region[3]))
    most = subject.design.layout.maximum_focal_cover
    message = (
        f"{percent(share)} of the subject's middle is covered; the brand allows {percent(most)}."
        if share
        else "Nothing lies on the subject of the picture."
    )
    return RULE.finding(ramp(share, most + _BROKEN, most), share, most, message, _cut(subject, region))


def _hides(layer: PlacedLayer) -> bool:
    return layer.type in _SURFACES and layer.opacity >= 0.5


def _cut(subject: Subject, box: Box) -> Box:
    left, top = max(0, box[0]), max(0, box[1])
    right, bottom = min(subject.width, box[0] + box[2]), min(subject.height, box[1] + box[3])
    return (left, top, max(1, right - left), max(1, bottom - top))
